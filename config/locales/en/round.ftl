# Rounds: what stands under a question, in a summary, in notices, and what is said in private.
# Short and plain. No line needs a picture to be understood.

## Under a question

prompt-who-sees-circle = Who sees your answer: everybody in { $rooms }.
prompt-who-sees-convenors = Who sees your answer: only the convenors.
prompt-who-sees-counts = Who sees your answer: nobody in the rooms. It is kept and counted.
prompt-leaves-encryption = Without encryption: { $rooms }. What you write in an encrypted room is shown there too, unencrypted.
prompt-how-to-answer-buttons = Press a button below, reply to this message, or write in its thread. Passing is a full answer.
prompt-how-to-answer-unheard = Press a button below, or write to me in a direct message. You can also reply to this message or write in its thread, if you mention me there: without a mention I cannot read it. Passing is a full answer.
prompt-how-to-answer-typed = Reply to this message, write in its thread, or type { $prefix } answer followed by your words. To pass: { $prefix } answer --pass. Passing is a full answer.
prompt-mood-in-private = Give your mood only where I alone read it: in the form or in a direct message to me. Moods are told only as numbers, from five people up.
prompt-mood-by-button = Give your mood only where I alone read it: with the numbers below, in the form, or in a direct message to me. Moods are told only as numbers, from five people up.
prompt-mood-in-direct = Give your mood only where I alone read it: in a direct message to me. Moods are told only as numbers, from five people up.
prompt-choices-by-number = { $label }: { $choices }. In the form, the number is enough.
prompt-choices-by-number-asked = { $label } { $choices }. In the form, the number is enough.
prompt-signposts-where = If you are having a hard time: { $command } tells where to find someone to talk to.
prompt-late = This is the one that was due { $due }. I ask it { $late } late.
prompt-open-until = Open until { $moment }.
prompt-live-count = { $count ->
    [0] No answers yet
    [one] 1 answer so far
   *[other] { $count } answers so far
}
prompt-final-count = { $count ->
    [0] No answers
    [one] 1 answer
   *[other] { $count } answers
}
prompt-closed = Closed { $moment }.
thread-name = { $name }, { $date }
room-named = { $room } on { $platform }
platform-practice = the practice page
platform-matrix = Matrix
platform-discord = Discord

button-answer = Answer
button-pass = Pass
button-yes = Yes
button-no = No

## In a form

sharing-label = Who may see it?
sharing-kept = Only the convenors see it
sharing-kept-unnamed = Only the convenors see it, without my name
sharing-listed = List it for the circle, with my name
sharing-listed-unnamed = List it for the circle, without my name
sharing-named = Show it with my name
sharing-unnamed = Show it without my name

mood-1 = very low
mood-2 = low
mood-3 = in between
mood-4 = good
mood-5 = very good

## A summary

summary-title = { $name }, { $date }: what was said
summary-none = Nobody answered this time, and that is all right.
# Numbers about people are told from five up; below that the count is 0.
summary-passes = { $count ->
    [0] Some people passed.
   *[other] { $count } people passed.
}
summary-private = { $count ->
    [0] Some answers are kept by the convenors and not shown here.
   *[other] { $count } answers are kept by the convenors and not shown here.
}
summary-counts = { $count ->
    [0] Some answers were given. They are counted and not shown.
   *[other] { $count } answers were given. They are counted and not shown.
}
summary-mood = { $count } { $mood }
summary-moods = { $count ->
    [one] Mood of 1 person: { $list }.
   *[other] Moods of { $count } people: { $list }.
}
summary-moods-too-few = Moods are told from five people up. This time there were fewer.
summary-signature-unnamed = without a name
summary-field = { $label }: { $value }
summary-field-asked = { $label } { $value }
summary-topics = Topics: { $topics }
summary-note = A note from the convenors: { $note }
summary-may-be-missing = Answers from { $room } may be missing: I cannot reach it now. I will add them here when I can.
reopened-notice = The summary that stood here was taken back: the round is open again.

## Said in private to somebody who answered

given-thanks = Thank you, { $name }, your answer is in. { $who }
given-changed = Your answer is changed. { $who }
given-unnamed = Your name stays out of it.
given-passed = You have passed. That is a full answer.
withdrawn-done = Your answer is taken back. I remove it wherever I showed it.
withdrawn-nothing = There was no answer of yours to take back.
given-mood-in-public = I have not counted the mood you wrote, because others can read it there. Give it in the form, or in a direct message to me: mood: 3, with a number from 1 (very low) to 5 (very good).
given-private-in-public = I have not taken this, because others can read it there and you wanted it private. Please write it to me directly.
low-mood-signposts = Thank you for saying so. It sounds hard just now. Here is where to find someone: { $signposts }
low-mood-no-signposts = Thank you for saying so. It sounds hard just now. You do not have to be alone with it.
low-mood-reach-out-question = May one of the convenors get in touch with you? Nobody is told unless you say yes.
reach-out-yes = Thank you. The convenors will see that you would like to hear from one of them.
reach-out-no = All right. I tell nobody. You can still turn to the convenors whenever you wish.
keep-words-question = In threads of { $community } you also write other things than answers. May I keep these words with the thread, and which files came with them? Until you say yes, I keep only that somebody wrote something. I ask this once.
keep-words-yes = Thank you. I keep your words in threads, and which files came with them. To change this: me consent.
keep-words-no = All right. I do not keep your words in threads, only your answers. To change this: me consent.

## Asking in private, one question at a time

ask-field =
    { $label }
    Write it here, or the word pass.
ask-field-optional =
    { $label }
    Write it here, a dash (-) to leave it out, or the word pass.
ask-field-mood =
    { $label }
    Write a number from 1 (very low) to 5 (very good), a dash (-) to leave it out, or the word pass.
ask-field-choice =
    { $label }
    Write one of these, or its number: { $choices }
which-round = More than one round is open. Which one is your answer for? Write its number, or no to keep it to yourself.
which-round-entry = { $number } – { $round }, { $day }, for “{ $circle }”
share-this-question = Share this with “{ $circle }”? A yes makes it your answer to “{ $round }”.
not-shared = All right, I have shared nothing.

# What people type for these, with | between the forms.
typed-pass = pass | i pass
typed-skip = - | – | — | skip
typed-withdraw = withdraw | withdraw it
typed-yes = yes | y | yes please
typed-no = no | n | no thanks

## When something does not fit. What was written is never lost: it is shown again with this.

too-long = “{ $label }” takes at most { $max } characters, and yours has { $got }. Nothing is lost; please shorten it and send it again.
not-a-word = “{ $label }” takes one single word. Please send just the word.
not-a-choice = “{ $label }” is one of: { $choices }. Please choose one, by its name or its number.
not-a-mood = “{ $label }” is a number from 1 (very low) to 5 (very good).
field-missing = “{ $label }” is still missing.
no-such-field = This question has no field called “{ $key }”. It has: { $keys }.
answer-empty = There is nothing in this answer yet. Write a few words, or pass.
file-in-private = I do not keep files that are sent to me in private. Put it into the thread of the round, where your circle sees it too. Words I can take here.
no-open-round = No round is open here now. For what I can do, write: help
round-over = This round is over. Its summary stands; you can still take your answer back.
button-unknown = I do not know this button any more; it is from an earlier time. For what I can do now, write: help

## Notices

late-opened-notice = { $count ->
    [one] I was away when { $name } was due, { $due }, so it comes { $late } late.
   *[other] I was away, so { $count } rounds of { $name } come late. They were due { $due }.
}
late-skipped-notice = { $count ->
    [one] I was away, so 1 round of { $name } was skipped. It was due { $from }.
   *[other] I was away, so { $count } rounds of { $name } were skipped. They were due from { $from } to { $to }.
}
nudge = { $name } is open until { $until }, and I have nothing from you yet. Passing is fine. To stop these reminders: me nudges off.
retention-announced = { $days ->
    [one] What is said in rounds here is kept for 1 day. You can take back your own words at any time.
   *[other] What is said in rounds here is kept for { $days } days. You can take back your own words at any time.
}
room-gone-private = I have something to tell you in private, but I cannot write to you. Please allow direct messages from me, or write to me first.
