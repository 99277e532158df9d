-- What a database may hold after this step; the steps after it are applied on top.
INSERT INTO unreadable (platform, remote, room, account, said_at, seen_at, tries, retry_at, notice)
VALUES ('practice', '99', 'hall', 'ana', 1793606600000, 1793606600001, 2, 1793606700000, NULL);
