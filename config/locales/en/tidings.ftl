# What the bot tells about its own work, and small replies of the flow.

room-paused = I cannot write in { $room } any more, so what runs there waits. Please check that I am still a member there and may send messages. It goes on by itself when I can.
room-replaced = The room { $room } was given up for a new one, as happens when a room is upgraded. What runs there waits. Shall I go along, so that it goes on in the new room? If so, write to me:
post-gone = Somebody took away my post about { $name } in { $room }. The round goes on, and I do not post it again by myself. To post it again: round show.
post-frozen = { $room } does not let me change my post about { $name } any more, so it may not say what was edited or taken back since. To see what stands now: round show.
thread-gone = The thread of { $name } in { $room } was taken away. The round goes on: people can answer in the other ways. The answers that were given there are kept, other words are not.
post-unsure = I cannot tell whether my post about { $name } in { $room } went out, so I do not send it again. Please look there, and see: round show.
reach-out-told = { $person } said in { $name } that one of you may get in touch with them.
reply-yes-or-no = Please write yes or no.
your-words-back = What you wrote:
    { $words }
ask-done = Thank you, that is all I wanted to ask.
prompt-how-to-react = Or tap below, which everybody sees: { $pass } passes, { $ask } or any other lets me ask you in a direct message.

# What can't be decrypted.
unread-told =
    { $count ->
        [one] I could not read a message that was written here at { $when }:
       *[other] I could not read { $count } messages that were written here since { $when }:
    } the key to it did not reach me. I have asked for it, and as soon as it comes I take in what was said. If it cannot wait, please write it again.
unread-read = For a while I could not read something that was written here, because its key was late. Nothing is missing any more.

# Verifying the bot's device.
verify-not-you = Thank you for wanting to verify my device. I take that only from whoever runs me and from convenors, so I have declined it. Nothing is wrong.
verify-compare = These are my symbols. If your app shows the same ones in the same order, confirm it there. If they differ, say so there and tell whoever runs me: somebody may be standing between us. The same symbols are in my log.
verify-done = Done: we have verified each other.

# The bot's own device and keys.
device-new = On { $platform } I am on a new device since now. It is signed by my account's own key, so your apps can trust it as they did before, and I can still read what I could read. There is nothing you have to do.
device-new-unwell = On { $platform } I am on a new device since now, and I could not bring all my keys along. I may not be able to read what was written in encrypted rooms before, and your apps may warn you about me. Whoever runs me finds the mend with “samovar check”.
keys-no-recovery-key = { $platform }: my recovery key is missing, so nobody can see that this device is mine, and I can't read what was written before. Whoever runs me finds the mend with “samovar check”.
keys-wrong-recovery-key = { $platform }: my recovery key does not open my keys, so nobody can see that this device is mine. Whoever runs me finds the mend with “samovar check”.
keys-needs-password = { $platform }: the server wants my password before it takes my keys, so nobody can see yet that this device is mine. Whoever runs me finds the mend with “samovar check”.
keys-unverified = { $platform }: nobody can see yet that this device is mine; some apps may keep their words from me. I go on trying.
keys-not-backed-up = { $platform }: my keys are not backed up yet, so on another machine I could not read what was written before. I go on trying.

# The zone of a profile.
zone-offer = Your profile says that you are in the time zone { $zone }. Shall I tell you times by it when we talk in private?
zone-not = All right: I keep to the time zone of your community. You can set your own at any time with: me zone
