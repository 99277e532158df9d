"""How a test moves the fake Discord: what people do there, what one sees, what goes wrong, what time it is.

Everything is one JSON object in a `POST` to the control address; its "do" says what. The answer is
{"ok": …} with status 200, or {"error": "words"} with 400. A list of objects is done in order and
answered by a list. Nothing here takes a token: the control address is for tests on this machine.

    curl -s $CONTROL -d '{"do": "say", "as": "ana", "in": "kitchen", "text": "Good morning"}'

WORDS. A person is a user name or an id; "bot" is the bot. A room ("in") is a channel or thread by
name or id, "guild/name" where a name is not enough, "@ana" for the direct messages of the bot with
ana. A guild, a role and an emoji go by name or id as well. "guild" may be left out where there is
only one. Permissions are a list of Discord's names (["SEND_MESSAGES"]) or its number. Ids are
strings. Fields after "·" may be left out.

PEOPLE, as themselves, with what their permissions allow and their client lets them do
    say      {as, in, text · reply, attachments: [{name, text or base64 · type}], stickers} -> message id
    edit     {as, message, text}                  own messages
    delete   {as, message}                        own messages; others' with MANAGE_MESSAGES
    react    {as, message, emoji}   unreact {as, message, emoji}
    thread   {as, in, name · message, private}    starts a thread                  -> thread id
    join     {as, guild}   leave {as, guild}
    dms      {as, open: bool}                     whether members of their guilds may write to them
    press    {as, message, button · wait}         by custom_id or label            -> interaction
    select   {as, message, menu, values · wait}   by custom_id                     -> interaction
    submit   {as, fields: {custom_id: value} · modal, wait}   the newest open modal of theirs
    dismiss  {as · modal}                         closes a modal without sending it
    slash    {as, in, command · options, wait}    "ritual start"; options by name; people, rooms and
                                                  roles by name; "files" as attachments
    complete {as, in, command, focused · options, wait}       options as typed so far
    menu     {as, command, message | user · in, wait}         a context menu
  An interaction is refused here if the person's client would not send it: no such button, it is
  disabled, the command isn't registered or its required options or choices don't fit. It is
      {id, kind: command|component|autocomplete|submit, state: waiting|answered|failed, seconds, user, in,
       response, message, text, loading, ephemeral, modal, choices, followups}
  where response is message|deferred|deferred_update|update|modal|choices, message the id of the
  message that is @original, text what that says, loading whether it is still deferred, seconds how
  long the first response took, and choices what was offered to an autocomplete. By default a deed waits
  until the first response or until the 3 seconds are over (failed); "wait": false doesn't;
  "wait": "done" also waits for what ends a deferral, at most 30 seconds.

THE WORLD, by its moderators or by Discord itself
    user     {name · id, display, locale, bot}                                      -> user id
    guild    {name, owner · members: [names], channels: [names], bot: bool, permissions, locale}
    channel  {guild, name · type, parent, topic, slowmode, tags}                    -> channel id
             type: text (default), announcement, forum, voice, category
    role     {guild, name · permissions, position, mentionable}                     -> role id
    change   {channel | role | guild | user, …}   the same fields, of something there is
    remove   {channel | role | guild | message}   a thread is a channel
    archive  {thread · locked}   unarchive {thread}
    permit   {in, for · allow, deny}    an overwrite for a role, a person or "@everyone"; without
                                        allow and deny it goes away
    grant    {who, role}   revoke {who, role}   timeout {who, seconds}   kick {who}   ban {who}
    nick     {who, nick}
    invite   {guild · permissions}      the bot comes (again); kick {"who": "bot"} sends it away
    outage   {guild, on: bool}          a guild becomes unavailable, or is back
    portal   {· message_content, members, presences, public, reset_token}   the developer portal:
             privileged intents as booleans; reset_token makes a new one          -> {token, …}
    webhook  {in, text, name}           a message by a webhook                      -> message id
    crowd    {guilds, channels, members}   many guilds that have the bot, for measurements
    flood    {in: [rooms], count · rate, authors, text, stored, edits}   messages by members at so
             many a second (0: as fast as the socket takes them); stored: false sends the events
             only; edits: every n-th is edited once            -> load id, see the look "loads"

LOOKS, each a list unless it says otherwise
    messages     {· in, as, by, contains, after, mentions, reply, embeds, buttons, ephemeral, deleted}
                 oldest first; with "as" what that person sees, ephemeral ones too; without it all;
                 "contains" looks into embeds and components as well, "reply" is the message replied to;
                 `deleted: true` also those that are gone. A message is as in REST, with content whatever
                 the intents, and {in, by, pings: [names | "@everyone"], ephemeral_to, deleted, edits,
                 thread_id}
    message      {message}              one of them (an object)
    threads      {· in, archived}       reactions {message} -> {emoji: [names]}   (an object)
    commands     {· guild}              registered: without guild the global ones
    members      {· guild}              {id, name, nick, roles: [names], permissions: [names]}
    modals       {as}                   open forms of a person, newest last, as the bot sent them
    interactions {· as, state, kind}    interaction {id} (an object)
    pings        {· who, in}            every ping that rang, {message, who, in}
    sessions     {· state}              of the gateway: {id, state: connected|broken|dead, shard,
                                        intents, seq, identified_at, resumes, heartbeats}
    identifies   {}                     times in seconds, and what each was answered
    requests     {· method, route, path, status, since}   the newest 20,000, no secrets:
                                        {n, at, method, route, path, status, code, body, seconds}
    counters     {}                     an object: requests by route and status, events by name, 429s
    limited      {· provoked}           every 429: {at, route, scope, provoked: false if a fault did it}
    refused      {· least}              every 4xx but 429 by method, path, status and code, with its count
    violations   {}                     every breach of a documented rule: {n, at, rule, why, request}
    noted        {}                     what Discord lets pass and a tidy bot doesn't do: keys it
                                        ignores, retired shapes
    world        {}                     an object: users, guilds, channels, roles with ids
    loads        {· load}
    wait     {look: {do: …}, · count, gone, seconds, real}
             until the look has count (default 1) rows, or none with "gone": its rows. An object
             counts as one row where it isn't empty. Deadline 10 seconds of real time by default,
             then an error that shows the last rows.
    forget   {}                         empties requests, counters, limited, refused, violations, noted

FAULTS
    fault    {kind · method, route, path, in, count, skip, …}                       -> fault id
             for the next count (default 1) requests that fit, after skip others. route is written as
             in Discord's pages: "/channels/{channel_id}/messages". kind:
               lost_request  the connection closes before anything happens
               lost_reply    it happens, then the connection closes without an answer
               slow          {seconds · after: bool}    answers late, after the effect or (default) before
               status        {status · body, after: bool}   500, 502 with HTML, 503 …
               limited       {scope: user|global|shared|cloudflare · seconds}   a 429
               refuse        {status, code · message}   one of Discord's error bodies
    faults   {}   those that still wait        calm {· fault}   takes one or all away
    cut      {how · session, count, …}         how:
               close {· code, reason}   bare_close (a close frame without a code, then EOF)
               eof (FIN, no close frame)   reset (RST)   half_open (nothing more in either direction)
               no_ack (heartbeats are not acknowledged any more)   heartbeat (op 1)
               reconnect (op 7)   invalid {resumable: bool} (op 9)
    gateway  {· refuse: {code · count}, unavailable: count, forget: bool, silent: count}
               refuse: answer the next IDENTIFY with this close code (4004, 4013, 4014 …)
               unavailable: the next connections fail with 503    silent: … get no HELLO
               forget: every session is gone, so that RESUME is answered by op 9 false

TIME
    time     {· advance: seconds}              -> {now, real, ahead}, seconds since 1970
             Discord's clock. It moves what Discord remembers: ids and timestamps, the 3 seconds and
             15 minutes of an interaction, the nonce window, auto-archiving, daily budgets. Buckets,
             heartbeats and IDENTIFY's 5 seconds are always real: the bot waits by its own clock.
    settings {· heartbeat, limits: real|lifted, nonce_window, session_buffer, compress_from,
              resume_window, old_edits, cdn}    -> all of them; server.py says what each is
    stop     {}                                 as SIGTERM: saves the world and ends
"""
