# The practice page. Short, warm and plain: somebody sees it who has never seen Samovar.

practice-title = Practice rooms
practice-tagline = { $room } · Samovar practice rooms
practice-skip = Skip to the messages
practice-skip-write = Skip to writing
practice-banner = Practice rooms: nothing leaves this computer.
practice-banner-more = The rituals are real, the people are made up.

practice-rooms = Rooms
practice-direct = You and Samovar
practice-direct-hint = Direct messages
practice-new = new
practice-people = You are
practice-be = Be { $name }
practice-role-convenor = convenor
practice-role-member = member
practice-language = Language

practice-clock = Practice clock
practice-clock-hint = Move the clock forward; whatever comes due on the way happens.
practice-hour = An hour later
practice-day = A day later
practice-week = A week later
practice-clock-moving = The clock is moving…
practice-clock-moved = It is now { $moment }.

practice-messages = Messages in { $room }
practice-empty = Nothing has been said here yet.
practice-empty-direct = Here you and Samovar are alone. Type help to see what it can do.
practice-earlier = Show earlier messages
practice-bot = bot
practice-you = you
practice-edited = edited
practice-deleted = This message was deleted.
practice-private = Only you can see this
practice-for-you = for you
practice-reply-to = In reply to { $name }:
practice-reply-gone = In reply to a message that is gone
practice-thread = { $count ->
    [one] 1 message in this thread
   *[other] { $count } messages in this thread
}
practice-actions = What you can do with this message
practice-reply = Reply
practice-in-thread = Write in the thread
practice-edit = Edit
practice-delete = Delete
practice-like = Thumbs up
practice-like-by = Thumbs up: { $names }
practice-reaction-by = { $key } from { $names }
practice-form-open = Open the form
practice-form-close = Close
practice-form-send = Send
practice-optional = optional
practice-mood-none = no answer
practice-choose-none = no choice

practice-write = Your message in { $room }
practice-write-direct = Your message to Samovar
practice-write-hint = As { $name }. Commands begin with { $prefix }, for instance { $example }.
practice-write-hint-direct = As { $name }. Commands need no { $prefix } here, for instance { $example }.
practice-send = Send
practice-attach = Attach a file
practice-attach-label = A file
practice-attach-hint = Only its name, kind and size are taken; the file itself stays with you.
practice-save = Save
practice-replying = You reply to { $name }
practice-threading = You write in the thread under { $name }’s message
practice-editing = You change your message
practice-cancel = Cancel

practice-steps = First steps
practice-steps-intro = See a check-in from its schedule to its summary. Each button puts a command into the box below; you send it.
practice-steps-found = Set up a community with a weekly check-in in this room.
practice-steps-found-button = Set it up
practice-steps-start = Start the check-in now. (Or move the clock on, a day at a time, and see it come by itself.)
practice-steps-start-button = Start it
practice-steps-answer = Be somebody else, and press Answer under the question or write in its thread.
practice-steps-answer-button = Be { $name }
practice-steps-close = Be Ana again and close the round: what was said becomes a summary and a stored thread.
practice-steps-close-button = Close it
practice-steps-help = What else there is:
practice-steps-community = Housing network

practice-needs-script = Without JavaScript everything works, one page at a time; with it, the page keeps itself up to date.
practice-lost = The connection is lost. Trying again…
practice-back = The connection is back.
practice-failed = That did not work: { $why }

practice-door-title = Practice rooms are locked
practice-door-ask = These rooms are open to those who have their key. Whoever runs this Samovar has it.
practice-door-key = Key
practice-door-enter = Come in
practice-door-wrong = That is not the key.

## Why an act was refused

refused-no-persona = There is nobody called { $name } here. There are { $known }.
refused-no-room = There is no room { $name } here. There are { $known }.
refused-no-message = There is no message { $name } that you can see.
refused-deleted = Message { $name } is deleted.
refused-no-kind = There is no act { $name }. There are message, edit, delete, react, press, submit and direct.
refused-not-yours = Message { $name } is somebody else’s.
refused-no-words = There are no words in it.
refused-too-long = That is longer than { $max } characters.
refused-no-button = There is no button { $name } there. There are { $known }.
refused-no-form = Message { $name } has no form.
refused-no-field = The form has no field { $name }. There are { $known }.
refused-missing = Please fill in “{ $name }”.
refused-disk = It could not be written to the disk: { $why }
refused-unreadable = The request can’t be read: { $why }
refused-clock = The clock can’t be moved here.
refused-leap = The clock moves by a second to ten weeks at a time.
refused-elsewhere = This came from another site.
refused-not-here = Practice rooms without a key are open to this computer only. Use the address 127.0.0.1.
refused-no-key = Practice rooms need their key: open /practice, or send it in the header { $header }.
refused-nothing = There is nothing at this address.
