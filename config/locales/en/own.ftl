# A person's own words: to have, to take away, and how long they are kept.

## me consent

me-consent-change = { $said }. To change that: { $command }
me-consent-answers = Each answer you give is a yes to show it to those named under its question, and to nobody else. To take one back: withdraw
me-reach-out-yes = you said in { $name } ({ $date }) that a convenor may get in touch with you
me-reach-out-none = no convenor was told to get in touch with you; I ask that only when it matters
me-reach-out-gone = All right. I have taken that back, and the message to the convenors with it, as far as I can.

## me export

me-export = This is everything that I keep of you:
me-export-part = Part { $part } of { $parts }.
me-export-next = The next part:
me-export-as-data = The same as data, for a program:
me-export-as-page = The same as a page to read:
me-export-links = Or as a file, as a page and as data. Each link works once, within ten minutes:

own-title = What Samovar keeps of you
own-accounts = Your accounts
own-chosen = What you chose
own-zone = Time zone
own-language = Language
own-joined = here since
own-place = You here
own-reach-out = a convenor may get in touch with you
own-messages = What you said in threads
own-overtaken = Given earlier, and overtaken since:
own-no-words = (your words were not kept)
own-challenge = A challenge that waits for a round
own-suggestion = A suggestion
own-questions = What I asked you and you have not answered
own-told = What I told you in private
own-deeds = What you did, by command
own-state-given = given
own-state-passed = passed
own-state-withdrawn = taken back
own-private = for the convenors only
own-anonymous = without your name
own-listed = listed for the circle

own-page-title = What is kept of you
own-page-about = Here you get everything that Samovar keeps of you, as a file. The link works once.
own-page-fetch = Fetch the file
own-page-over = This link does not work (any more). Ask Samovar for a new one: me export

## me forget

me-forget-first = This forgets everything that you gave, for good:
me-forget-where = in { $list }
me-forget-count = { $given ->
    [one] 1 thing given to rounds
   *[other] { $given } things given to rounds
}, { $said ->
    [one] 1 message in threads
   *[other] { $said } messages in threads
}, your challenges and suggestions, your name, your roles, every yes of yours; and what I showed of it in rooms, summaries and later exports
me-forget-last-steward = you are the last steward of { $community }: the convenor who has been one longest takes your place; if there is none, nobody can appoint convenors there any more. To choose somebody: role grant
me-forget-not = Not what you wrote in rooms yourself: that is yours, and you can delete it there.
me-forget-sure = To have it all first: me export. If you are sure:
me-forgotten = It is done: I have forgotten you. What I showed of your words in rooms goes now, too. What you wrote in rooms yourself is still there; you can delete it there. Copies of my database made before today may hold your words until they are replaced, and I forget you in them again should one be put back. If you take part again, we begin anew.
steward-handed-over = The last steward of { $community } has left, so you are its steward now. You can appoint others: role grant
somebody-forgotten = somebody who has left

## How long words are kept

retention-shortened = { $days ->
    [one] From { $from } on, what is said in rounds here is kept for 1 day.
   *[other] From { $from } on, what is said in rounds here is kept for { $days } days.
} What is older goes then. To have your own words before: me export
words-over = { $name }, { $date }: { $days ->
    [one] what was said in this round was kept for 1 day, as agreed here, and is gone now.
   *[other] what was said in this round was kept for { $days } days, as agreed here, and is gone now.
}
