-- Whose words were forgotten, by a hash of the account: history that is read again brings nothing
-- of them back. The same rows stand in a file outside the database, for a restore.
CREATE TABLE erasures (
    account TEXT NOT NULL PRIMARY KEY,
    erased_at BIGINT NOT NULL,
    events TEXT NOT NULL
);
CREATE INDEX erasures_by_time ON erasures (erased_at);

-- Since when a round's words are gone, because the community's time of keeping was over.
ALTER TABLE rounds ADD COLUMN words_gone_at BIGINT;
CREATE INDEX rounds_with_words ON rounds (community, closes_at) WHERE words_gone_at IS NULL;

-- What was said to one account alone, and who did what: for a member who asks what is kept of them.
CREATE INDEX posts_by_target ON posts (target);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX challenges_by_person ON challenges (person);
CREATE INDEX suggestions_by_person ON suggestions (person);
CREATE INDEX reach_outs_by_person ON reach_outs (person);
