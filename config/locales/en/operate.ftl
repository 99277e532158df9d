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

operate-backup-done = The backup is in { $folder }. Only its owner can read it; keep it as carefully as the database itself.
operate-backup-inside = Inside: the database with everything that members said.
operate-backup-inside-practice = Inside: the database with everything that members said, and the practice rooms.
operate-backup-outside = Not inside: secrets and the configuration. Keep those apart from it.
operate-backup-matrix = Not inside: the Matrix session and keys in { $folder }. After a restore the bot logs in as a new device.
operate-restore-done =
    The backup of { $at } is restored. { $rooms ->
        [0] No room is bound yet.
        [one] One room is read back before anything is said there.
       *[other] { $rooms } rooms are read back before anything is said there.
    }
operate-restore-forgotten =
    The list of erasures is here. { $count ->
        [0] The backup already knew everybody on it.
        [one] One account that asked to be forgotten after the backup is forgotten here too.
       *[other] { $count } accounts that asked to be forgotten after the backup are forgotten here too.
    }
operate-restore-no-list = There is no list of erasures here, so whoever asked to be forgotten after the backup is back. If you can still have erasures.jsonl of the old data folder, put it there as { $file } before you start, and they are forgotten again.
operate-restore-next = Stop the house that was copied, if it still runs: two of them would answer in the same rooms. Then start with: samovar serve
operate-restore-matrix = On Matrix the bot logs in as a new device, unless the folder of the old one is still there. Put the recovery key back where the configuration says.

operate-check-ok = ok
operate-check-note = note
operate-check-fault = fault
operate-check-config = The configuration reads well.
operate-check-folder = The data folder { $folder } can be written to.
operate-check-folder-unwritable = The data folder { $folder } can't be written to: { $why }. Give it to the user that runs samovar (chown), or look whether its disk turned read-only.
operate-check-space = There are { $free } MB free for it.
operate-check-space-little = There are only { $free } MB free for { $folder }. Make room: old backups in it, logs, or a larger disk.
operate-check-backup = The newest backup in the data folder is of { $at }: { $folder }
operate-check-backup-none = There is no backup in the data folder. Make one with: samovar backup
operate-check-listen = { $address } is free to listen on.
operate-check-listen-taken = { $address } can't be listened on: { $why }. Another program has it; end that, or set another web.listen.
operate-check-database-newer = The database is of a newer version: { $why }. Nothing is wrong with it; install that version here.
operate-check-database-half = { $why }.
operate-check-database-locked = Another process holds the database and lets nobody write. Find it (lsof, or pg_stat_activity) and let it end; samovar goes on by itself then.
operate-check-database-full = There is no space left for the database: { $why }. Make room; samovar goes on by itself then.
operate-check-database-disk = The database's file can't be used: { $why }. Look who owns it (chown), and whether its disk works and can be written to.
operate-check-database-login = The database refuses the login: { $why }. Look at the user and password in database.url.
operate-check-database-unknown = The server has no such database: { $why }. Make it (createdb), or mend its name in database.url.
operate-check-clock-apart = The clocks of this machine and of the database are { $seconds } seconds apart. Set both by NTP.
operate-check-clock-back = Something was written into the database at a later time than it is here now: this machine's clock is slow, or was set back. Set it by NTP.
operate-check-unread = { $room } is read back first after the restore; until then nothing is said there.
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
operate-check-method = { $fault }. Mend the file; the other methods go on.
operate-check-methods-unread = { $path } can't be read: { $why }. Make it readable for the user that runs samovar, or mend methods.dir.
operate-check-practice-open = Practice rooms are open on { $address } while samovar serves.
operate-check-practice-off = Practice rooms are off.
operate-check-matrix-away = The homeserver { $homeserver } can't be reached: { $why }. Look at matrix.homeserver and whether it runs.
operate-check-matrix-there = The homeserver { $homeserver } answers.
operate-check-matrix-in = The bot is logged in as { $user }, device { $device }.
operate-check-matrix-can = The bot can log in as { $user }; samovar serve does it once and keeps the device.
operate-check-matrix-other = The login belongs to { $found }, not to { $user }. Set matrix.user to { $found }, or give the login of { $user }.
operate-check-matrix-refused = The homeserver refuses the bot's login ({ $why }). Look at the password or token of { $user }.
operate-check-discord-away = Discord can't be reached: { $why }. Look at the network, and at discord.connect_to or discord.api_url where one is set.
operate-check-discord-refused = Discord refuses the bot's token ({ $why }). Make a new one in the Developer Portal under Bot (Reset Token) and put it where discord.token_file points to.
operate-check-discord-in = Discord takes the token of the application { $name }.
operate-check-discord-content = The bot is shown what members write in its rooms.
operate-check-discord-content-denied = The bot may not read what members write, though discord.message_content asks for it: it could not connect. Switch on Message Content Intent in the Developer Portal under Bot, or take the key out.
operate-check-discord-content-off = The bot is not shown what members write, as discord.message_content says: they answer by button, form, command, direct message or mention.
operate-check-discord-content-none = The bot is not shown what members write: they answer by button, form, command, direct message or mention. To let them answer in threads and by reply, switch on Message Content Intent in the Developer Portal under Bot, and start samovar again.
operate-check-discord-sessions = The bot may connect anew only { $count } more times today. If it restarts again and again, look into its log.
operate-check-discord-room = The bot can hold rounds in { $room } on { $server }.
operate-check-discord-lacks = In { $room } on { $server }: { $what }
operate-check-discord-no-commands = Members of { $server } don't see the bot's commands ({ $room }): let it in again with the link below.
operate-check-discord-room-absent = The bot is not let into { $room }: the channel was deleted, or the bot is not on its server. Let it in again with the link below, or let the room go: circle unbind
operate-check-discord-room-away = { $room } could not be looked at: { $why }
operate-check-discord-invite = Somebody who manages a server lets the bot in at: { $link }
operate-check-room-joined = The bot is in { $room }.
operate-check-room-absent = The bot is not in { $room }. Invite it there again.
operate-check-room-paused = What runs in { $room } waits: the bot can't write there. Give it back its place or its permission.
operate-check-room-mute = The bot is in { $room }, but the room's permissions don't let it write. Somebody who manages the room raises the bot's power level, or lowers what is needed to send messages.
operate-check-keys-signed = The device { $device } is signed by the account's own key: others see that it is the bot's.
operate-check-keys-locked = The account has keys that the device { $device } can't use, and the recovery key that opens them is missing. Put it into { $file } and start samovar serve again; if it is lost for good, set matrix.new_identity for one start.
operate-check-keys-unsigned = The device { $device } isn't signed by the account's own key. samovar serve does that with the recovery key in { $file }; if it says that the key is wrong, put the right one there, or, if that is lost for good, move the file away and set matrix.new_identity for one start.
operate-check-keys-none = The account has no keys of its own yet. samovar serve makes them; if it says that the server wants the password first, set matrix.password_file.
operate-check-keys-backup =
    { $count ->
        [one] One key of a room is backed up on the server.
       *[other] { $count } keys of rooms are backed up on the server.
    }
operate-check-keys-no-backup = The keys of rooms are not backed up on the server: on another machine nothing that was said before could be read. samovar serve makes a backup; look into its log why it did not.
operate-check-keys-recovery = The recovery key is in { $file }. Keep a copy apart from this machine.
operate-check-keys-no-recovery = There is no recovery key in { $file }. samovar serve makes a new one when it is started again; keep a copy of it apart from this machine.
operate-check-keys-recovery-void = There is a recovery key in { $file }, and nothing on the server that it opens. samovar serve puts that right when it is started again.
operate-check-keys-others =
    { $count ->
        [one] The account has one other device.
       *[other] The account has { $count } other devices.
    } If they are earlier ones of the bot, sign them out with any Matrix app: what is sent to them is read by nobody.
operate-check-keys-unknown = How the account's keys are can't be told: { $why }.
operate-check-unreadable =
    { $count ->
        [one] One message in { $room } can't be read:
       *[other] { $count } messages in { $room } can't be read:
    } the bot was not given the key. It asks for it and takes in what was said when the key comes. If that stays so, let whoever wrote it write it again, and look whether their app keeps words from devices that aren't verified.
operate-check-room-unknown = Whether the bot is in { $room } can't be told while it isn't logged in.
operate-check-gap = The history of { $room } is not read up to its end yet; samovar serve does it when the platform is there.

operate-method-ok =
    { $file }: { $name }, version { $version }, { $steps ->
        [one] one step
       *[other] { $steps } steps
    }.
