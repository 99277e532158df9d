# What the program says to whoever runs it, and the headings of an export.

operate-thread-answers = Answers
operate-thread-conversation = Conversation
operate-thread-note = Note

operate-init-done = { $file } is written. Every key in it stands with its meaning and its default; start with: samovar serve
operate-migrate-backup = The database was copied first: { $file }
operate-migrate-done =
    { $steps ->
        [0] The database is at this version's schema; there was nothing to do.
        [one] The database is at this version's schema now: one step was applied.
       *[other] The database is at this version's schema now: { $steps } steps were applied.
    }
operate-export-done =
    { $written ->
        [one] One file written
       *[other] { $written } files written
    }, { $unchanged } unchanged.

operate-check-ok = ok
operate-check-note = note
operate-check-fault = fault
operate-check-config = The configuration reads well.
operate-check-database = The database answers and is at this version's schema.
operate-check-database-none = There is no database yet; samovar serve makes it.
operate-check-database-behind = The database is at an older schema; samovar serve brings it up to date, after a backup.
operate-check-database-away = The database can't be used: { $why }. Look at database.url and whether its server runs.
operate-check-served = It is served by { $holder }.
operate-check-not-served = It is not served now.
operate-check-methods =
    { $methods ->
        [one] One method can be run.
       *[other] { $methods } methods can be run.
    }
operate-check-method = { $fault }. Mend the file; its other methods go on.
operate-check-practice-open = Practice rooms are open on { $address } while samovar serves.
operate-check-practice-off = Practice rooms are off.
operate-check-matrix-away = The homeserver { $homeserver } can't be reached: { $why }. Look at matrix.homeserver and whether it runs.
operate-check-matrix-there = The homeserver { $homeserver } answers.
operate-check-matrix-in = The bot is logged in as { $user }, device { $device }.
operate-check-matrix-can = The bot can log in as { $user }; samovar serve does it once and keeps the device.
operate-check-matrix-other = The login belongs to { $found }, not to { $user }. Set matrix.user to { $found }, or give the login of { $user }.
operate-check-matrix-refused = The homeserver refuses the bot's login ({ $why }). Look at the password or token of { $user }.
operate-check-room-joined = The bot is in { $room }.
operate-check-room-absent = The bot is not in { $room }. Invite it there again.
operate-check-room-paused = What runs in { $room } waits: the bot can't write there. Give it back its place or its permission.
operate-check-room-unknown = Whether the bot is in { $room } can't be told while it isn't logged in.
operate-check-gap = The history of { $room } is not read up to its end yet; samovar serve does it when the platform is there.

operate-method-ok =
    { $file }: { $name }, version { $version }, { $steps ->
        [one] one step
       *[other] { $steps } steps
    }.
