"""A fake Discord for the tests: REST over TLS, the gateway, and the people who are there.

    scripts/discord start DIR     starts one and prints what a bot and a test have to know
    scripts/discord test          its own tests

WHAT IT IS FOR. The bot's adapter is tried against it: set-up, rounds, cuts of every kind, refusals, lost
replies, moderators who change the world. Tests move the people and the faults through the control
interface, which `control/__init__.py` describes to the last word, and then look at what stands where,
whom it rang, and which rules the bot broke.

WHAT IT NEVER DOES. It is built from what Discord documents (discord-api-docs, `developers/`), never from
what our bot happens to send. It is never loosened so that a test of the bot passes: where the bot and the
documents disagree, the bot is wrong. It takes nothing that it doesn't do: what is left out is refused and
written down as a violation, not swallowed. It keeps no token in what it writes down. It listens on
loopback alone.

    core/      the clock, ids, the world's data, permissions, shapes of bodies, the ledger of what was noticed
    rules/     what Discord takes: messages, components, embeds, forms, commands, and their limits
    acts/      what happens: each act changes the world and tells the gateway
    views/     how Discord writes things down as JSON
    rest/      version 10 of the HTTP API; limits, faults and the invalid-request budget beside the road
    gateway/   sessions, the handshake, connections, and every way to lose one
    control/   the tests' side: people, moderators, looks, faults, time, load
    host.py    where it listens · server.py what belongs to one · saved.py the world in a file
    tests/     a plain client, and discord.py, which nobody here wrote

HOW FAITHFUL. Bodies are checked by shape, with Discord's nested errors; unknown keys are ignored and noted.
Each permission is computed as topics/permissions says; every limit of discord-api-docs that concerns a bot
of text rooms is held. Answers were compared with Discord's own OpenAPI description.

Decided here, where the documents are silent or at odds:
- Lengths count code points (Discord's staff: discord-api-docs issue 1315); 2,000 for a message, though the
  OpenAPI description says 4,000.
- What Discord "may strip" from a text: control characters but line feed and tab, byte order marks, lone
  surrogates; a carriage return before a line feed; white space at both ends.
- A nonce is remembered per author and channel for `nonce_window`, 180 seconds. Of a message that is gone
  by then the answer is 10008, and no new one is made (discord-api-docs pull request 6647).
- Mentions in code ring nobody.
- A message can have one thread ever (resources/channel: the thread has its id), even if that is deleted.
- Waking a thread by PATCH takes SEND_MESSAGES_IN_THREADS and being in it (topics/threads), and a locked one
  MANAGE_THREADS (resources/channel).
- A thread begun from a message older than ten minutes, or from none, is announced in its channel.
- 30046 only where `old_edits` says so, with status 429 and 20 seconds to wait: the number is nowhere.
- In a thread that is locked and asleep 50083 comes with 403 (discord-api-docs issue 7707), else with 400.
- Of a violation that Discord answers by a disconnect the close code is the one its table suggests; for
  missing heartbeats it is 4000.
- Rate limits are plausible, since Discord's are secret: rest/limits.py. 20028 and 20029 never come.
- During a guild's outage its people go on and REST answers; only the gateway is silent.
- An IDENTIFY may come 50 ms early, which a network can do to one that kept the five seconds.
- A broken session can be resumed for `resume_window`, 180 seconds, with `session_buffer` events.

Left out: voice, stages, scheduled events, polls, stickers, emojis and soundboards of guilds, forwards,
auto-moderation, webhooks but those of interactions, audit logs, templates, onboarding, monetisation,
user-installed apps, presences, ETF and zstd-stream, HTTP/2, and what OAuth2 does for people.
"""
