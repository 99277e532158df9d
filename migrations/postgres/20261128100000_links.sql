-- Two accounts of one person: the person a linked account was before is kept, so that unlinking
-- gives each account its own back. What is kept of a person says by which account it came.
ALTER TABLE accounts ADD COLUMN own TEXT;

-- A role that a linked account has from another of the same person, by that one's yes.
ALTER TABLE roles ADD COLUMN lent_by TEXT;

ALTER TABLE suggestions ADD COLUMN platform TEXT;
ALTER TABLE suggestions ADD COLUMN remote TEXT;
UPDATE suggestions SET
    platform = (SELECT MIN(platform) FROM accounts WHERE accounts.person = suggestions.person),
    remote = (SELECT MIN(remote) FROM accounts WHERE accounts.person = suggestions.person);

ALTER TABLE reach_outs ADD COLUMN platform TEXT;
ALTER TABLE reach_outs ADD COLUMN remote TEXT;
UPDATE reach_outs SET
    platform = (SELECT MIN(platform) FROM accounts WHERE accounts.person = reach_outs.person),
    remote = (SELECT MIN(remote) FROM accounts WHERE accounts.person = reach_outs.person);
