# What commands answer. Short, plain, and always with the way on or the way out.

fault = Something went wrong on my side, and nothing was changed. I have noted it; please try again in a moment.
too-late = This reached me more than 15 minutes late, so I have not done it. Please send it again if you still want it.
perhaps-name = Perhaps “{ $name }”?
there-are = There are: { $names }.
nothing-to-change = Please say what to change, for example:
name-empty = It needs a name.
name-too-long = A name has at most { $most } characters.

signposts-none = The convenors have not named anybody here yet. You can turn to them: “role list” shows who they are.

## Where and who

no-community = You are in no community here yet. Ask in one of its rooms, or set one up:
no-community-here = This room belongs to no community yet. Somebody who manages it can set one up:
no-such-community = I know no community called “{ $name }” that you belong to.
which-community = You are in more than one community. Add which one:
no-circle = This community has no circle yet. A convenor can make one:
no-such-circle = There is no circle called “{ $name }”.
which-circle = There is more than one circle. Add which one:
no-ritual = There is no ritual yet. A convenor can add one:
no-such-ritual = There is no ritual called “{ $name }”.
which-ritual = There is more than one ritual. Which one?
no-round-yet = There has been no round yet.
no-such-round = There is no round called “{ $name }” that I could use here.
which-open-round = More than one round is open. Which one?
not-a-member = You do not take part in this community yet. Say something in one of its rooms first.
needs-convenor = Only convenors of { $community } can do that. “role list” shows who they are.
needs-steward = Only stewards of { $community } can do that. “role list” shows who they are.
needs-facilitator = Only the facilitator of this round and the convenors can do that.
needs-founder-list = Who may found a community here was set by the operator, and you are not on that list. Please ask them.
needs-founder-room = Please ask for this in a room that you manage. In a direct message I cannot see that you do.
needs-room-manager = Only somebody who manages this room on its platform can do that.
not-in-a-room = Please send this in the room it is about.
practice-only = Practice rooms are for trying things out; they do not mix with rooms of real people.

## Roles

roles = Who looks after { $community }:
role-member = member
role-facilitator = facilitator
role-convenor = convenor
role-steward = steward
role-granted = { $name } is { $role } now. “role revoke” takes it back.
role-held-already = { $name } was { $role } already.
role-revoked = { $name } is no longer { $role }.
role-not-held = { $name } is not { $role }.
last-steward = This is the last steward, and a community needs one. Make somebody else steward first.
no-such-account = I know nobody called “{ $name }” here. Use the name others see, or the account, like matrix:@ana:example.org.
which-account = More than one member is called “{ $name }”. Which one?

## Setting up

setup-needs-name = Good that you start! I need a name for the community and its time zone. For the rest I have suggestions. Send this with your own words:
setup-needs-zone = Good that you start! I still need your time zone. For the rest I have suggestions. Send this with your own words:
setup-already = This room already belongs to { $community }. To add a ritual:
setup-done = { $community } is set up, and { $room } is bound to the circle “{ $circle }”. You are its first steward.
setup-done-no-room = { $community } is set up with the circle “{ $circle }”. No room is bound yet: send “circle bind” in a room. You are its first steward.
setup-prompt = This is how the first question will look:
setup-preview = see the prompt as it will look
setup-start = start it now
setup-elsewhere = get a code that binds a room on another platform
setup-signposts = say where someone who has a hard time finds a person
setup-form = Set up a community
setup-form-name = Name of the community
setup-form-zone = Time zone, like Europe/Paris
setup-form-language = Language, en or fr
setup-form-circle = Name of the circle of this room
setup-form-when = First check-in: day and hour, like mon 09:00
circle-default = Everyone

## Community

community-created = { $name } is founded, in the time zone { $zone }. You are its first steward. Next, make a circle and bind a room to it:
community-name-taken = There is a community called “{ $name }” already.
community-edited = { $name } is changed.
community-facts = Time zone: { $zone }. Language: { $language }. Words are kept for { $days ->
    [one] 1 day
   *[other] { $days } days
}.
no-such-language = I do not speak “{ $given }” yet. I speak: { $languages }.
holidays = Days without rituals:
holidays-none = No days without rituals are set.
holiday-added = No rituals on { $day }.
holiday-removed = Rituals run again on { $day }.
no-such-holiday = { $day } was no day without rituals.

## Circles and rooms

circles = The circles of { $community }:
circle-created = The circle “{ $name }” is made. To bind a room to it, send this there:
circle-name-taken = There is a circle called “{ $name }” already.
circle-no-room = no room yet
circle-has-no-room = The circle “{ $circle }” has no room yet, so nothing can be posted. Send “circle bind” in a room.
room-named-paused = { $room } on { $platform } (paused: I cannot write there)
room-is-mute = I may not write in this room. Please let me, and try again.
circle-bound = { $room } is bound to the circle “{ $circle }”. For a room on another platform:
circle-unbound = { $room } is no longer bound to the circle “{ $circle }”. What was stored stays.
room-language-set = In { $room } I speak “{ $language }” from now on.
bound-already = This room is bound to the circle “{ $circle }” already.
bound-elsewhere = This room is bound to the circle “{ $circle }”. A room belongs to one circle only. To let it go:
bound-to-another-community = This room is bound already. A room belongs to one circle only.
not-bound = This room is bound to no circle.
unbind-first = { $room } would no longer get what is posted to the circle “{ $circle }”. If you are sure:
follow-nothing = None of my rooms here was replaced by another, so there is nothing to follow.
follow-which = More than one room was replaced. Say which:
follow-cant-enter = I could not get into the room that takes the place of { $room }. Invite me there, then send this again:
follow-unencrypted-first = { $room } was encrypted, and the room that takes its place is not: what people of the circle “{ $circle }” write would be shown there without encryption. If everybody knows and agrees:
followed = I am in the new room of { $room } now. It takes the old one's place in its circle, and what is open goes on there.
bind-encrypted-first = This room is encrypted, and the circle “{ $circle }” has rooms that are not: what people write here would be shown there without encryption. If everybody knows and agrees:
bind-unencrypted-first = This room is not encrypted, and the circle “{ $circle }” has rooms that are: what people write there would be shown here without encryption. If everybody knows and agrees:
rooms-mix-encryption = Some rooms of this circle are encrypted and some are not. What you write in an encrypted room is also shown in the others, without encryption.
circle-invite = With this one-time code, somebody who manages a room elsewhere binds it to the circle “{ $circle }”. Invite me there first, then send this in that room:
circle-invite-then = It holds for 24 hours. I ask you before I bind anything.
code-unknown = This code does not work (any more). A convenor can make a new one with “circle invite”.
bind-asked = { $name } ({ $account }) wants to bind the room “{ $room }” on { $platform } to the circle “{ $circle }”, with your code.
bind-asked-how = If you know them and want this, press Yes or send the following. Otherwise do nothing.
bind-waits = Thank you. I have asked the one who made this code; when they say yes, this room is bound.
request-unknown = There is no such request (any more).

## Rituals

methods = The methods:
ritual-method-missing = Its method “{ $name }” cannot be used now; “ritual methods” says why.
rituals = The rituals of { $community }:
ritual-added = “{ $name }” is added to the circle “{ $circle }”.
ritual-edited = “{ $name }” is changed. An open round stays as it is.
ritual-skip-stays = { $day } stays skipped.
ritual-skip-over = { $day } was skipped; now it is no day of this ritual.
ritual-hints = See how it will look: { $preview }. Change it: { $edit }.
ritual-name-taken = There is a ritual called “{ $name }” already.
ritual-needs-rhythm = When should it run? For example:
ritual-runs = Method { $method }, in the circle “{ $circle }”.
ritual-asks = It asks:
ritual-window = Answers are taken for { $window }.
ritual-origin = Where it comes from: { $origin }
ritual-is-paused = paused
ritual-is-paused-now = “{ $name }” is paused. To resume it:
ritual-never-again = it has no next time
ritual-preview = “{ $name }” will look like this; nothing was posted:
ritual-started = “{ $name }” has started. Answers are taken until { $until }.
ritual-open-before = An earlier round of it is open as well. To close that one: { $command }
ritual-skipped = “{ $name }” will not be held on { $when }.
ritual-paused = “{ $name }” is paused. An open round goes on. To resume it:
ritual-resumed = “{ $name }” runs again.
ritual-removed = “{ $name }” is removed; its past rounds stay. For ten minutes you can take this back:
start-without-room = The circle of “{ $name }” has no room yet. Send “circle bind” in a room first.
next-times = “{ $name }” comes next:
rhythm = { $when } ({ $zone })
rhythm-every = { $when }, every { $every } weeks ({ $zone })
rhythm-days = { $days } at { $time }
rhythm-cron = cron { $cron }
late-once = If I was away: the newest time I missed is held late, if half its window is left.
late-skip = If I was away: after { $grace } it is skipped.
late-always = If I was away: every time I missed is held late.
last-rounds = Last rounds:
round-is-open = { $due }: open ({ $id })
round-is-closed = { $due }: closed ({ $id })
round-is-skipped = { $due }: skipped
ask-not-here = The method { $method } asks more than one question, so your own cannot take their place.
ask-too-long = A question has at most { $most } characters.
window-out-of-bounds = Answers can be taken for at least five minutes and at most sixty days, like 24h or 7d.
schedule-never = This never comes due in { $years } years. Try for example:
schedule-too-often = This comes due { $count } times a day. Rituals are daily or rarer. Try for example:
schedule-no-day = It needs at least one day. Try for example:
schedule-every-zero = “Every 0 weeks” never comes. Leave --every out, or give 1 or more. Try for example:
schedule-no-anchor = From which week should I count? Add --anchor with a date. Try for example:
schedule-fields = A cron expression has five fields, and this one has { $found }. Easier:
schedule-field = I cannot read “{ $text }” as the { $field } of a cron expression. Easier:
cron-minute = minute
cron-hour = hour
cron-day = day of the month
cron-month = month
cron-weekday = day of the week
suggest-empty = What would you like to suggest? For example:
suggest-too-long = A suggestion has at most { $most } characters.
suggested = Thank you. The convenors have your suggestion.
suggest-told = { $name } suggests, for { $community }: { $words }

## Challenges

challenge-empty = What is your challenge? For example:
challenge-too-long = A challenge has at most { $most } characters. Nothing is lost; please shorten it and send it again.
challenge-shared = Thank you. The convenors see your challenge; it joins the next round that gathers challenges. To take it back: challenge withdraw.
challenge-shared-unnamed = Thank you. The convenors see your challenge without your name; it joins the next round that gathers challenges. To take it back: challenge withdraw.
challenge-shared-listed = Thank you. Your challenge is listed for the circle, with your name; it joins the next round that gathers challenges. To take it back: challenge withdraw.
challenge-shared-listed-unnamed = Thank you. Your challenge is listed for the circle, without your name; it joins the next round that gathers challenges. To take it back: challenge withdraw.
challenge-none = There are no challenges to see.
challenge-list = Challenges:
challenge-yours = yours
challenge-withdrawn = Your challenge is taken back.
challenge-not-yours = I found no challenge of yours with that number. “challenge list” shows them.
which-challenge = You have more than one challenge. Which one?
anonymous-in-public = Others can read this here, with your name. Please write it to me directly if it should be without your name.

## Rounds

round-open-until = Open until { $until }.
round-closed-at = Closed { $until }.
round-was-skipped = Skipped.
round-counts = { $given ->
    [one] 1 answer
   *[other] { $given } answers
}, { $passed ->
    [one] 1 pass
   *[other] { $passed } passes
}; not shown to the circle: { $private }.
round-kept = Only for convenors
round-reach-out = You may get in touch with: { $names }. They said yes to that.
round-will-be = The summary as it would be now (moods are told only at the close)
round-id = Round { $id }
round-closed = “{ $name }” is closed, and the summary goes out. For ten minutes you can take this back:
round-closed-already = This round is closed already.
round-may-repost = Somebody took away what I had posted. To post it again:
round-reposted = { $count ->
    [one] I post it again.
   *[other] I post { $count } messages again.
}
nothing-to-repost = Nothing of this round was taken away.
post-waits = The { $what } for { $room } waits to go out.
post-dead = The { $what } for { $room } could not be posted: { $reason }.
post-in-doubt = I cannot tell whether the { $what } is in { $room }; please look there.
post-taken-away = Somebody took the { $what } in { $room } away.
purpose-prompt = prompt
purpose-summary = summary
purpose-notice = notice
purpose-nudge = reminder
topic-length = A topic has 1 to { $most } characters.
topics-full = A round has at most { $most } topics.
topics-now = Topics of “{ $name }”: { $topics }.
topics-none = “{ $name }” has no topics now.
no-such-topic = “{ $topic }” is not among its topics: { $topics }.
note-empty = What should the note say? For example:
note-set = The note is with “{ $name }” now.
note-gone = The note of “{ $name }” is gone.
note-too-long = A note has at most { $most } characters.

## Undo

nothing-to-undo = There is nothing from the past ten minutes that I could take back.
close-undone = “{ $name }” is open again, until { $until }.
remove-undone = “{ $name }” is back.

## Oneself

me = You are { $name } to me. Your time zone: { $zone }. Your language: { $language }.
me-as-community = as in the community
me-in-community = { $community }: { $role }; { $nudges }; { $words }
me-nudges-are-on = reminders on
me-nudges-are-off = reminders off
me-words-ask = you have not said whether your other words in threads may be kept, so they are not
me-words-yes = your other words in threads may be kept
me-words-no = your other words in threads are not kept
me-link-code = With this one-time code you tell me that an account on another platform is yours too. Write me this in private, with that account:
me-link-code-then = It holds for ten minutes. I ask you here before I join anything.
me-link-unknown = This code does not work (any more). Make a new one with “me link”.
me-link-waits = Thank you. I have asked in private the account that made this code. When you say yes there, the two are one person to me.
me-link-asked = { $name } ({ $account }) on { $platform } has sent your code and wants to be the same person as you. Then your latest answer counts wherever you give it, and with either account everything of both can be read and forgotten.
me-link-asked-how = If that is you, press Yes or send the following. Otherwise do nothing.
me-link-asked-roles = No role goes along. If that account is to have your roles too, send { $command } instead.
me-linked = { $name } ({ $account }) and you are one person to me from now on. Your latest answer counts, wherever you give it. To undo this:
me-link-same = You have sent this with the account that made the code. Please send it with the other one.
me-link-already = These accounts are one person to me already.
me-link-taken = One of these accounts is joined to another one. Take it apart first:
me-link-platform = You have an account on { $platform } already, and one on each platform can be joined.
me-not-linked = This account is joined to no other. To join one:
me-unlinked = Apart again: { $accounts }. Each account has its own answers back, and no role of the other.
me-accounts = Your accounts: { $accounts }.
me-zone = Your time zone: { $zone }. To set it:
me-zone-set = Your time zone is { $zone } now; there it is { $now }.
me-language = Your language: { $language }. To set it:
me-language-set = I write to you in English now.
me-nudges-on = I will remind you in private before a round of { $community } closes, once at most. To stop: me nudges off.
me-nudges-off = I will not remind you any more about { $community }.
me-consent = What you said yes to in { $community }:
me-consent-ask = I keep nothing of your other words now, and will ask you again.

## Why, and how things stand

why = This is how things stand here:
why-not-bound = This room is bound to no circle, so I only answer when I am asked.
why-bound = This room is bound to the circle “{ $circle }” of { $community }.
why-direct = In direct messages I only answer; rituals run in rooms.
why-room-paused = I cannot write in this room, so what runs here waits. Please check that I am still a member and may send messages.
lacks-seeing = I do not see this room. Please give me the permission View Channel here.
lacks-speaking = I may not write here. Please give me the permission Send Messages.
lacks-reading = I may not read what was said here before, so I miss what is said while I am away. Please give me the permission Read Message History.
lacks-threads = I may not make threads here, so people answer in the other ways. To have threads, give me the permissions Create Public Threads and Send Messages in Threads.
lacks-removing = I may not take away a mood that somebody types here by mistake. To let me, give me the permission Manage Messages.
lacks-hearing = I am not shown what is written here, only what is sent to me: people answer by button, form, command, direct message or by mentioning me.
why-unread =
    { $count ->
        [one] There is a message here that I can't read, since { $since }: I was not given its key. I take it in when the key comes.
       *[other] There are { $count } messages here that I can't read, since { $since }: I was not given their keys. I take them in when the keys come.
    }
why-replaced = This room was given up for a new one. A convenor can let me go along:
why-no-ritual = There is no ritual here yet.
why-ritual-paused = “{ $name }” is paused: a convenor can resume it.
why-holiday = “{ $name }” is not held on { $day }: it is a day without rituals.
why-next = “{ $name }” comes next on { $when }.
why-skipped-by = “{ $name }” was not held on { $when }: { $by } skipped it.
why-skipped-late = “{ $name }” was not held on { $when }: I was away then, and it was too late afterwards.
why-last-command = The last I did for you here: { $command }, { $when }.
status-next = Next in { $community }
status-nothing-next = Nothing is planned in { $community }
status-open = “{ $name }” is open until { $until }.
status-health = How I am
status-store-ok = My records are at hand.
status-store-was = My records were out of reach for { $lasted } of late ({ $why }). What came in meanwhile is stored.
status-connected = { $platform }: I am there.
status-down = { $platform }: I am not connected now. What is meant for there waits, and nothing is lost.
status-waiting = { $platform }: { $count ->
    [one] 1 message waits
   *[other] { $count } messages wait
} to go out.
status-late = I am { $late } late with what is due.
status-on-time = Nothing is late.

curate-link = Here is your way in to the page of { $community }. Open it, and press the button there:
curate-link-then = It is for you alone: it works once, within ten minutes.
curate-link-loopback = This address can only be reached on the computer that I run on. To reach the page from elsewhere, whoever looks after that computer sets web.public_url.
curate-no-page = The page is not being served at the moment, so I have no address to give you. Whoever looks after me starts it with: samovar serve

## The database is in trouble

trouble-full = there is no space left on its disk
trouble-read-only = it can only be read
trouble-locked = another process holds it
trouble-disk = its disk does not work as it should
trouble-away = it does not answer
trouble-since = The database can't be written to: { $why }, since { $since }. What was taken in waits and is not lost.
trouble-waits = I can't write anything down just now: { $why }. I keep what you sent and take it up by myself as soon as I can; you need not send it again.
