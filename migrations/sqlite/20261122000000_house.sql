-- Instants are UTC milliseconds in BIGINT. Ids are ULIDs in TEXT, made by the program.
-- Structured values are JSON in TEXT. The PostgreSQL twin of this file has the same tables.

-- One row: who may write and send, and by which fence.
CREATE TABLE instance (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- Small facts about this install, by name: the clock's offset, the epoch.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE communities (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    charter TEXT NOT NULL,
    keep_days BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE holidays (
    community TEXT NOT NULL REFERENCES communities (id),
    day TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (community, day)
);

CREATE TABLE circles (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    UNIQUE (community, folded_name)
);

CREATE TABLE rooms (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    circle TEXT NOT NULL REFERENCES circles (id),
    community TEXT NOT NULL REFERENCES communities (id),
    label TEXT NOT NULL,
    encrypted BOOLEAN NOT NULL,
    language TEXT,
    state TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    PRIMARY KEY (platform, remote)
);
CREATE INDEX rooms_by_circle ON rooms (circle);

-- How far each room's history is stored; a gap holds the cursor still until it is filled.
CREATE TABLE cursors (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    cursor TEXT,
    gap_since BIGINT,
    PRIMARY KEY (platform, remote)
);

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    zone TEXT,
    language TEXT
);

CREATE TABLE accounts (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    PRIMARY KEY (platform, remote)
);
CREATE INDEX accounts_by_person ON accounts (person);

CREATE TABLE members (
    community TEXT NOT NULL REFERENCES communities (id),
    person TEXT NOT NULL REFERENCES people (id),
    nudges BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    asked BOOLEAN NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (community, person)
);
CREATE INDEX members_by_person ON members (person);

-- Roles belong to accounts, not to people: linking two accounts merges none.
CREATE TABLE roles (
    community TEXT NOT NULL REFERENCES communities (id),
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    role TEXT NOT NULL,
    round TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (community, platform, remote, role, round)
);
CREATE INDEX roles_by_round ON roles (round);

-- Method files by the hash of their text; a round keeps the one it began with.
CREATE TABLE scripts (
    hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    source TEXT NOT NULL
);

CREATE TABLE rituals (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT NOT NULL REFERENCES communities (id),
    circle TEXT NOT NULL REFERENCES circles (id),
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    method TEXT NOT NULL,
    question TEXT,
    schedule TEXT NOT NULL,
    open_for BIGINT,
    late TEXT NOT NULL,
    grace BIGINT NOT NULL,
    state TEXT NOT NULL
);
-- A removed ritual leaves its name to another.
CREATE UNIQUE INDEX rituals_by_name ON rituals (community, folded_name) WHERE state <> 'removed';

CREATE TABLE rounds (
    id TEXT NOT NULL PRIMARY KEY,
    ritual TEXT NOT NULL REFERENCES rituals (id),
    community TEXT NOT NULL REFERENCES communities (id),
    circle TEXT NOT NULL REFERENCES circles (id),
    slot TEXT NOT NULL,
    name TEXT NOT NULL,
    method TEXT NOT NULL,
    script TEXT NOT NULL,
    question TEXT,
    zone TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    opened_at BIGINT,
    closes_at BIGINT NOT NULL,
    closed_at BIGINT,
    state TEXT NOT NULL,
    step BIGINT NOT NULL,
    closings BIGINT NOT NULL,
    seed BIGINT NOT NULL,
    facts TEXT NOT NULL,
    moods TEXT,
    topics TEXT NOT NULL,
    note TEXT,
    UNIQUE (ritual, slot)
);
CREATE INDEX rounds_open ON rounds (circle) WHERE state = 'open';
CREATE INDEX rounds_by_community ON rounds (community, due_at);

CREATE TABLE contributions (
    id TEXT NOT NULL PRIMARY KEY,
    round TEXT NOT NULL REFERENCES rounds (id),
    person TEXT NOT NULL REFERENCES people (id),
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    edited_at BIGINT,
    source TEXT NOT NULL,
    road TEXT NOT NULL,
    act TEXT NOT NULL,
    wishes TEXT NOT NULL,
    UNIQUE (round, source)
);
CREATE INDEX contributions_by_person ON contributions (person, round);
CREATE INDEX contributions_by_source ON contributions (source);

-- What was said in the threads of rounds; words only with their author's yes.
CREATE TABLE messages (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    room TEXT NOT NULL,
    round TEXT NOT NULL REFERENCES rounds (id),
    account TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    words TEXT,
    said_at BIGINT NOT NULL,
    edited_at BIGINT,
    state TEXT NOT NULL,
    PRIMARY KEY (platform, remote)
);
CREATE INDEX messages_by_round ON messages (round, said_at);
CREATE INDEX messages_by_person ON messages (person);

-- Challenges that wait for a round.
CREATE TABLE challenges (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT NOT NULL REFERENCES communities (id),
    circle TEXT NOT NULL REFERENCES circles (id),
    person TEXT NOT NULL REFERENCES people (id),
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    words TEXT NOT NULL,
    wishes TEXT NOT NULL,
    shared_at BIGINT NOT NULL
);
CREATE INDEX challenges_by_community ON challenges (community);

-- A member's idea for the rhythm or the next question.
CREATE TABLE suggestions (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT NOT NULL REFERENCES communities (id),
    person TEXT NOT NULL REFERENCES people (id),
    words TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX suggestions_by_community ON suggestions (community);

-- Who said that somebody may reach out, in which round.
CREATE TABLE reach_outs (
    round TEXT NOT NULL REFERENCES rounds (id),
    person TEXT NOT NULL REFERENCES people (id),
    said_at BIGINT NOT NULL,
    PRIMARY KEY (round, person)
);

-- A question that the bot asked one account in private and that its next words answer.
CREATE TABLE questions (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    round TEXT REFERENCES rounds (id),
    field TEXT NOT NULL,
    data TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (platform, remote)
);

-- The outbox: posts as desired state, and one-shots. Whether a row is undone is a column, so that
-- PostgreSQL's planner knows how few are (it guesses a third for wanted > posted).
CREATE TABLE posts (
    id TEXT NOT NULL PRIMARY KEY,
    slot TEXT NOT NULL UNIQUE,
    seq BIGINT NOT NULL,
    lane TEXT NOT NULL,
    platform TEXT NOT NULL,
    target TEXT NOT NULL,
    round TEXT REFERENCES rounds (id),
    community TEXT REFERENCES communities (id),
    purpose TEXT NOT NULL,
    generation BIGINT NOT NULL,
    body TEXT,
    wanted BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    after_post TEXT,
    thread_of TEXT,
    fallback TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    retry_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    attempt TEXT,
    created_at BIGINT NOT NULL,
    undone BOOLEAN NOT NULL GENERATED ALWAYS AS (state = 'live' AND wanted > posted) STORED
);
-- What delivery looks at stays small however much was posted.
CREATE INDEX posts_undone ON posts (lane, seq) WHERE undone;
CREATE INDEX posts_by_seq ON posts (seq);
CREATE INDEX posts_by_round ON posts (round);
CREATE INDEX posts_by_community ON posts (community);

-- The messages that stand in rooms for a post: one row a part and generation.
CREATE TABLE post_parts (
    post TEXT NOT NULL REFERENCES posts (id),
    generation BIGINT NOT NULL,
    part BIGINT NOT NULL,
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    rendered TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (post, generation, part)
);
CREATE INDEX post_parts_by_remote ON post_parts (platform, remote);

-- Messages that edited a part, where an edit is a message of its own.
CREATE TABLE post_edits (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    post TEXT NOT NULL,
    generation BIGINT NOT NULL,
    part BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (platform, remote),
    FOREIGN KEY (post, generation, part) REFERENCES post_parts (post, generation, part)
);
CREATE INDEX post_edits_by_part ON post_edits (post, generation, part, place);

CREATE TABLE timers (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (owner, name)
);
CREATE INDEX timers_by_due ON timers (due_at);

-- Events that were acted on: a replay finds its row and does nothing.
CREATE TABLE seen (
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (platform, remote)
);

-- One-time codes, hashed.
CREATE TABLE codes (
    hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    issuer TEXT NOT NULL,
    data TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- What can be taken back for ten minutes.
CREATE TABLE undos (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT NOT NULL REFERENCES communities (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    done_at BIGINT NOT NULL
);
CREATE INDEX undos_by_community ON undos (community, done_at);

-- Who did what, without anybody's words.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    community TEXT,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    done_at BIGINT NOT NULL
);
CREATE INDEX audit_by_community ON audit (community, done_at);
