-- What a database may hold after this step; the steps after it are applied on top.
INSERT INTO communities (id, name, folded_name, zone, language, charter, keep_days, created_at)
VALUES ('tea', 'Tea', 'tea', 'Europe/Paris', 'en', '{"domain":"Tea"}', 365, 1793577600000);
INSERT INTO circles (id, community, name, folded_name)
VALUES ('kitchen', 'tea', 'Kitchen', 'kitchen');
INSERT INTO rooms (platform, remote, circle, community, label, encrypted, language, state, bound_at)
VALUES ('practice', 'hall', 'kitchen', 'tea', '#hall', FALSE, NULL, 'open', 1793577600000);
INSERT INTO people (id, zone, language) VALUES ('ana', NULL, 'fr');
INSERT INTO accounts (platform, remote, person, name) VALUES ('practice', 'ana', 'ana', 'Ana');
INSERT INTO members (community, person, nudges, words, asked, joined_at)
VALUES ('tea', 'ana', TRUE, 'yes', TRUE, 1793577600000);
INSERT INTO rituals (id, community, circle, name, folded_name, method, question, schedule,
    open_for, late, grace, state)
VALUES ('weekly', 'tea', 'kitchen', 'Weekly', 'weekly', 'check-in', NULL,
    '{"when":{"days":{"days":["Mon"],"at":"09:00:00"}},"zone":"Europe/Paris","every":1,"anchor":null}',
    NULL, 'once', 7200000, 'active');
INSERT INTO rounds (id, ritual, community, circle, slot, name, method, script, question, zone,
    due_at, opened_at, closes_at, closed_at, state, step, closings, seed, facts, moods, topics,
    note)
VALUES ('first', 'weekly', 'tea', 'kitchen', '2026-11-02T09:00', 'Weekly', 'check-in', 'hash',
    NULL, 'Europe/Paris', 1793606400000, 1793606400000, 1793692800000, NULL, 'open', 0, 0, -3,
    '{}', NULL, '[]', NULL);
INSERT INTO contributions (id, round, person, platform, remote, given_at, edited_at, source, road,
    act, wishes)
VALUES ('c1', 'first', 'ana', 'practice', 'ana', 1793606500000, NULL, 'form:1', 'form',
    '{"act":"give","fields":{"text":"Good"}}', '{}');
INSERT INTO messages (platform, remote, room, round, account, person, words, said_at, edited_at,
    state)
VALUES ('practice', '17', 'hall', 'first', 'ana', 'ana', 'Hello', 1793606600000, NULL, 'kept');
INSERT INTO posts (id, slot, seq, lane, platform, target, round, community, purpose, generation,
    body, wanted, posted, after_post, thread_of, fallback, state, reason, retry_at, tries,
    lease_until, attempt, created_at)
VALUES ('p1', 'round:first:prompt', 1, 'room:practice:hall', 'practice',
    '{"to":"room","at":{"platform":"practice","id":"hall"}}', 'first', 'tea', 'prompt', 0,
    '{"blocks":[]}', 2, 1, NULL, NULL, NULL, 'live', NULL, 0, 0, 0, NULL, 1793606400000);
INSERT INTO post_parts (post, generation, part, platform, remote, rendered, state)
VALUES ('p1', 0, 0, 'practice', '16', 'How are you?', 'standing');
INSERT INTO post_edits (platform, remote, post, generation, part, place)
VALUES ('practice', '18', 'p1', 0, 0, 0);
INSERT INTO timers (owner, name, due_at) VALUES ('first', 'close', 1793692800000);
