# The convenors' page. Calm and plain; it speaks of people's words, so it never sounds like a machine.

curate-skip = Skip to the content
curate-skip-curation = Skip to topics and note
curate-parts = Parts of this page
curate-threads = Threads
curate-rhythm = Rhythm
curate-you = Signed in as { $name }
curate-leave = Sign out
curate-back = Back to the threads
curate-date = { $day } { $year }
curate-month = { $month } { $year }

curate-states = How far threads are
curate-state-inbox = Inbox
curate-state-curated = Curated
curate-state-archived = Archived
curate-state-all = All
curate-narrow = Narrow the list
curate-by-circle = Circle
curate-by-ritual = Ritual
curate-by-topic = Topic
curate-by-month = Month
curate-any-circle = Any circle
curate-any-ritual = Any ritual
curate-any-topic = Any topic
curate-any-month = Any month
curate-show = Show
curate-clear = Show everything again
curate-newest = Back to the newest
curate-older = Older threads
curate-none = Nothing is here yet. A thread appears when a round has begun.
curate-none-narrowed = No thread is like that. Try fewer conditions, or look under All.
curate-open = in progress
curate-counts = { $people ->
    [0] nobody took part
    [one] 1 person took part
   *[other] { $people } people took part
}, { $messages ->
    [0] no messages
    [one] 1 message
   *[other] { $messages } messages
}

curate-asked = What was asked
curate-open-until = open until { $until }
curate-closed-at = closed { $until }
curate-sees = Who can see this
curate-sees-circle = Everybody in { $rooms } sees the answers and the talk there.
curate-sees-talk = Everybody in { $rooms } sees the talk there.
curate-sees-convenors = The answers are for you and the other convenors; the circle sees only what its author let be listed.
curate-sees-counts = The answers are only counted. Nobody reads them, here neither.
curate-sees-private = What is marked “for convenors” is for you and the other convenors alone. Moods are shown as a sum only, and nobody learns the name behind an unnamed answer.
curate-passed = { $count ->
    [one] 1 person passed.
   *[other] { $count } people passed.
}
curate-unnamed = Without a name
curate-talk = What was said
curate-silence = Nothing has been said here.
curate-from-start = From the beginning
curate-further = What was said next
curate-answer = answer
curate-private = for convenors
curate-room-elsewhere = a room that is no longer part of this circle
curate-gap-withdrawn = { $count ->
    [one] Somebody took their answer back.
   *[other] { $count } people took their answers back.
}
curate-gap-gone = { $count ->
    [one] A message was here and was taken back.
   *[other] { $count } messages were here and were taken back.
}
curate-gap-withheld = { $count ->
    [one] A message whose author has not said yes to its words being kept.
   *[other] { $count } messages whose authors have not said yes to their words being kept.
}

curate-curation = Topics and note
curate-state-now = This thread is:
curate-move-inbox = Back to the inbox
curate-move-curated = Mark as curated
curate-move-archived = Archive
curate-topics = Topics
curate-topics-none = Your community has no topics yet. The first one begins its vocabulary.
curate-topic-new = Another topic
curate-topics-save = Save topics
curate-note = Note
curate-note-open = Once the round closes, topics and note stand in its summary, for everybody in the circle.
curate-note-hint = Topics and note stand in the summary, for everybody in the circle.
curate-note-save = Save note
curate-saved-topics = The topics are saved.
curate-saved-note = The note is saved.
curate-saved-state = That is done.
curate-meanwhile = Somebody else changed this note while you were writing. Yours is below and not saved yet: look at theirs in the summary, then save yours if it should stand instead.

curate-in-progress = In progress
curate-in-progress-none = No round is open now.
curate-open-line = until { $until }; { $people ->
    [0] nobody has taken part so far
    [one] 1 person has taken part
   *[other] { $people } people have taken part
}
curate-ahead = The next four weeks
curate-ahead-none = Nothing is planned. Rituals begin in a room, with: ritual add
curate-holidays = Days without rituals
curate-behind = Late or skipped
curate-behind-none = Everything was on time.
curate-skipped-by = skipped by { $name }
curate-skipped-late = skipped: I was away, and afterwards it was too late
curate-was-late = began { $late } late
curate-rituals = Rituals
curate-rituals-none = There is no ritual yet.
curate-ritual-paused = paused

curate-door-title = Come in
curate-door = This link is for the convenor who asked for it. Press the button to sign in here.
curate-door-enter = Sign in
curate-door-holds = You stay signed in for twelve hours at most, or until this page has been unused for half an hour.
curate-out-title = You are not signed in
curate-out = To come in, say “curate” to the bot: in a direct message, or in a room with its prefix. It answers you alone, with a link.
curate-out-why = You were signed in before. That ends after half an hour without use, after twelve hours, when you sign out, and when you no longer are a convenor.
curate-left-title = You are signed out
curate-left = Until next time. When you want to come back, say “curate” to the bot.
curate-code-used-title = This link was used already
curate-code-used = Each link opens the page once. If that was not you, tell your stewards: somebody else had it.
curate-code-over-title = This link has run out
curate-code-over = A link works for ten minutes. This one is older, or was tried too often.
curate-code-unknown-title = This link opens nothing
curate-code-unknown = I do not know this link. Perhaps a piece of it was lost on the way.
curate-code-role-title = This link opens nothing any more
curate-code-role = Whoever asked for it does not look after this community now.
curate-code-again = Say “curate” to the bot, and it gives you a new one.
curate-nothing-title = There is nothing here
curate-nothing = There is no such thread, or it belongs to another community.
curate-file-away-title = The file can't be had just now
curate-file-away = Samovar keeps only where it lies, and the place does not answer. Please try again later.
curate-file-gone-title = The file is not there any more
curate-file-gone = It was taken away where it lay. Samovar never had a copy.
curate-file-never-title = The file can't be opened here
curate-file-never = It is too large to be handed on, or where it lies gives it to nobody but people in the room. You find it there, with the message it came with.
curate-fault-title = That did not work just now
curate-fault = Something is wrong on our side, and it is in the log. Nothing of yours is lost; please try again in a moment.
curate-elsewhere-title = That did not come from this page
curate-elsewhere = The form was sent from another site, so nothing was done.
curate-stale-title = This form is too old
curate-stale = It was opened before you signed in anew. Go back, load the page again, and send it once more.
curate-unreadable-title = I could not read that
curate-unreadable = The form that arrived was not complete. Go back and send it once more.
