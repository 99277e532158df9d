-- The convenors' page: who is signed in, how far a thread is, the community's topics, and the
-- orders in which threads are listed.

-- Who is signed in, by the hash of what their browser holds. A session is of one account and one
-- community; what that account may do is looked up at every request.
CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    community TEXT NOT NULL REFERENCES communities (id),
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (platform, remote);

ALTER TABLE rounds ADD COLUMN curation TEXT NOT NULL DEFAULT 'inbox';

-- A community's vocabulary.
CREATE TABLE topics (
    community TEXT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    PRIMARY KEY (community, name)
);

-- What rounds.topics holds, by topic.
CREATE TABLE round_topics (
    round TEXT NOT NULL REFERENCES rounds (id),
    topic TEXT NOT NULL,
    community TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (round, topic)
);
CREATE INDEX round_topics_by_topic ON round_topics (community, topic, due_at, round);

INSERT INTO round_topics (round, topic, community, due_at)
SELECT DISTINCT r.id, t.value, r.community, r.due_at
FROM rounds r, json_array_elements_text(CAST(r.topics AS JSON)) AS t (value);
INSERT INTO topics (community, name) SELECT DISTINCT community, topic FROM round_topics;

-- A list is a walk along one of these, the newest first, from where the page before it ended.
DROP INDEX rounds_by_community;
CREATE INDEX rounds_by_community ON rounds (community, due_at, id);
CREATE INDEX rounds_by_curation ON rounds (community, curation, due_at, id);
CREATE INDEX rounds_by_circle ON rounds (circle, due_at, id);
CREATE INDEX rounds_by_circle_curation ON rounds (circle, curation, due_at, id);
CREATE INDEX rounds_by_ritual ON rounds (ritual, due_at, id);
CREATE INDEX rounds_by_ritual_curation ON rounds (ritual, curation, due_at, id);
-- How many took part is counted from the index alone.
CREATE INDEX contributions_by_round ON contributions (round, person);
