-- What a database may hold after this step; the steps after it are applied on top.
INSERT INTO erasures (account, erased_at, events) VALUES ('a-hash', 1793606700000, '["another"]');
UPDATE rounds SET words_gone_at = NULL WHERE id = 'first';
