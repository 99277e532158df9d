-- Whether a person was asked to go by the zone of a profile.
ALTER TABLE people ADD COLUMN asked_zone BOOLEAN NOT NULL DEFAULT FALSE;
