"""What goes wrong, on demand: requests, connections, sessions; what time it is, and how the server is set."""

import dataclasses
import time

from ..gateway.cuts import HOW, cut as cut_one
from . import names
from .deeds import Unfit, deeds


@deeds.add
def fault(discord, kind, in_=None, **facts):
    if in_:
        facts["channel"] = names.room(discord, in_).id
    try:
        return discord.faults.add(kind, **facts)
    except ValueError as problem:
        raise Unfit(str(problem)) from None


@deeds.look
def faults(discord):
    return [one.facts() for one in discord.faults.waiting]


@deeds.add
def calm(discord, fault=None):
    discord.faults.calm(fault)


@deeds.add
async def cut(discord, how, session=None, **more):
    """Does it to every live connection, or to one session's; how many it met."""
    if how not in HOW:
        raise Unfit(f"no cut is called {how}: {', '.join(HOW)}")
    live = [one for one in discord.connections if not one.silent]
    met = [one for one in live if session is None or one.session and one.session.id == session]
    for one in met:
        await cut_one(one, how, **more)
    discord.changed()
    return len(met)


@deeds.add
def gateway(discord, refuse=None, unavailable=None, forget=False, silent=None):
    refusing = discord.refusing
    if refuse:
        refusing.code, refusing.codes = refuse["code"], refuse.get("count", 1)
    if unavailable is not None:
        refusing.unavailable = unavailable
    if silent is not None:
        refusing.silents = silent
    if forget:
        discord.events.forget()


@deeds.add
def settings(discord, **values):
    try:
        discord.settings.change(**values)
    except ValueError as problem:
        raise Unfit(str(problem)) from None
    return dataclasses.asdict(discord.settings)


@deeds.add
def time_(discord, advance=0):
    """Discord's clock: what it is, and by how much it goes ahead."""
    if advance < 0:
        raise Unfit("time doesn't go back")
    if advance:
        discord.clock.advance(advance)
        discord.tick()
        discord.changed()
    return {"now": discord.clock.now(), "real": time.time(), "ahead": discord.clock.ahead}


@deeds.add
def stop(discord):
    discord.stopped.set()
