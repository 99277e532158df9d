"""Many guilds and many messages, for measurements: frames are made beforehand where that is possible."""

import asyncio
import itertools
import time

from ..acts import guilds, messages
from ..core import world as kinds
from ..gateway import intents
from ..gateway.session import encoded
from ..views import messages as views
from . import names
from .deeds import Unfit, deeds

TICK = 0.01  # seconds between two handfuls of messages


@deeds.add
def crowd(discord, guilds=1, channels=1, members=1, prefix="crowd"):
    """Guilds that have the bot; their members only count, but for one owner each."""
    made = []
    owner = discord.world.application.owner
    for number in range(guilds):
        made.append(_guild(discord, f"{prefix}-{number}", owner, channels, members))
    return {"guilds": [one.id for one in made]}


def _guild(discord, name, owner, channels, members):
    one = guilds.found(discord, name, owner)
    for number in range(channels):
        guilds.open_channel(discord, one, f"{name}-{number}", topic="A room of a crowd, where nothing is bound")
    one.extra_members = max(members - 2, 0)
    guilds.invite(discord, one, 0)
    return one


class Load:
    """A flood that goes on by itself."""

    numbers = itertools.count(1)

    def __init__(self, wanted):
        self.id, self.wanted = str(next(self.numbers)), wanted
        self.sent, self.edited, self.began, self.ended = 0, 0, time.time(), None
        self.fault = None

    def facts(self):
        took = (self.ended or time.time()) - self.began
        return {"id": self.id, "wanted": self.wanted, "sent": self.sent, "edited": self.edited,
                "done": bool(self.ended), "fault": self.fault, "seconds": round(took, 3),
                "per_second": round(self.sent / took, 1) if took else 0.0}


@deeds.add
async def flood(discord, in_, count, rate=0, authors=None, text="Message {n} of {who}", stored=True, edits=0):
    """Begins a flood; {n} and {who} stand for the number and the author."""
    where = [names.room(discord, one) for one in in_]
    who = [names.person(discord, one) for one in authors or []] or _anybody(discord, where[0])
    load = Load(count)
    discord.loads[load.id] = load
    step = _stored if stored else _sent(discord, where, who, text)
    load.task = asyncio.create_task(_run(discord, load, step, where, who, rate, text, edits))
    return load.id


def _anybody(discord, channel):
    if channel.guild is None:
        return [discord.world.users[channel.recipient]]
    found = [discord.world.users[one] for one in discord.world.guilds[channel.guild].members]
    people = [one for one in found if not one.bot]
    if not people:
        raise Unfit("nobody is there who could say anything")
    return people


async def _run(discord, load, step, where, who, rate, text, edits):
    began = time.monotonic()
    try:
        while load.sent < load.wanted:
            due = load.wanted if not rate else min(int((time.monotonic() - began) * rate) + 1, load.wanted)
            for _ in range(min(due - load.sent, 200)):
                message = step(discord, load.sent, where, who, text)
                load.sent += 1
                if edits and message and load.sent % edits == 0:
                    messages.edit(discord, message, {"content": message.content + ", edited"})
                    load.edited += 1
            await _breathe(discord, rate)
    except Exception as fault:  # noqa: BLE001 (whoever waits for the load has to hear of it)
        load.fault = repr(fault)
    load.ended = time.time()
    discord.changed()


async def _breathe(discord, rate):
    """Keeps to the rate; without one, to what the sockets take."""
    if rate:
        await asyncio.sleep(TICK)
        return
    await asyncio.sleep(0)
    while any(one.queue.qsize() > 2000 for one in discord.connections):
        await asyncio.sleep(0.001)


def _stored(discord, number, where, who, text):
    """A message that stands in its room."""
    author = who[number % len(who)]
    content = text.format(n=number, who=author.name)
    return messages.post(discord, where[number % len(where)], author.id, {"content": content})


def _sent(discord, where, who, text):
    """Events alone. All but the id and the text is encoded once for each room and author."""
    made = {}

    def halves(channel, author):
        example = kinds.Message("0", channel.id, author.id, "\u2603", at=discord.clock.now())
        whole = encoded(views.created(discord.world, example, True))
        return whole.replace('"id":"0"', '"id":"%s"', 1).replace("\u2603", "%s", 1)

    def step(discord, number, where, who, text):
        channel, author = where[number % len(where)], who[number % len(who)]
        key = (channel.id, author.id)
        if key not in made:
            made[key] = halves(channel, author)
        content = encoded(text.format(n=number, who=author.name))[1:-1]
        identity = discord.next_id()
        for session in discord.events.live():
            wanted = intents.wants(session.intents, "MESSAGE_CREATE", channel.guild is None)
            if wanted and session.covers(channel.guild):
                readable = session.intents & intents.CONTENT
                session.dispatch("MESSAGE_CREATE", made[key] % (identity, content if readable else ""))
        return None
    return step
