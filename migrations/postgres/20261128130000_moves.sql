-- Rooms that their platform gave up for another. A bound one is followed after a convenor's yes.
CREATE TABLE moves (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    successor TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    followed BOOLEAN NOT NULL,
    PRIMARY KEY (platform, remote)
);
CREATE INDEX moves_by_successor ON moves (platform, successor);
