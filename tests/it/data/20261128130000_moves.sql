-- What a database may hold after this step; the steps after it are applied on top.
INSERT INTO moves (platform, remote, successor, noted_at, followed)
VALUES ('practice', 'attic', 'hall', 1793606600000, TRUE);
