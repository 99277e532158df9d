-- What a database may hold after this step; the steps after it are applied on top.
INSERT INTO sessions (hash, platform, remote, community, began_at, seen_at)
VALUES ('abc', 'practice', 'ana', 'tea', 1793606400000, 1793606400000);
INSERT INTO topics (community, name) VALUES ('tea', 'housing');
INSERT INTO round_topics (round, topic, community, due_at)
VALUES ('first', 'housing', 'tea', 1793606400000);
