-- The files said along with a message, by reference: name, kind, size, where they lie, what opens
-- them. None, as with most messages, is no value at all.
ALTER TABLE messages ADD COLUMN files TEXT;
-- Which messages of a round have any.
CREATE INDEX messages_with_files ON messages (round) WHERE files IS NOT NULL;
