-- Events whose words can't be read yet, for want of a key: where, whose, and when they were said.
-- Their words are not in here, encrypted or not. A row goes when its event was read after all.
CREATE TABLE unreadable (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    room TEXT NOT NULL,
    account TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    notice TEXT,
    PRIMARY KEY (platform, remote)
);
CREATE INDEX unreadable_by_room ON unreadable (platform, room, seen_at);
CREATE INDEX unreadable_by_retry ON unreadable (retry_at);
