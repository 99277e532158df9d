-- After a restore: a room that has still to be read back before anything is sent there, and the
-- last post that was wanted when it had been.
ALTER TABLE cursors ADD COLUMN unread BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cursors ADD COLUMN read_seq BIGINT NOT NULL DEFAULT 0;
