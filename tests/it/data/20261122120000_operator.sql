INSERT INTO cursors (platform, remote, cursor, unread) VALUES ('practice', 'attic', '3', TRUE);
