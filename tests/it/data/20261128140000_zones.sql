-- What a database may hold after this step; the steps after it are applied on top.
UPDATE people SET asked_zone = TRUE WHERE id = 'ana';
