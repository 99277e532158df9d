"""The world in a file, so that a stopped server starts again as it was; and the world of a new one."""

import os
import pickle

from .acts import guilds
from .core import world as kinds
from .core.clock import Ids

OWNER, MEMBERS, ROOMS = "ana", ["ben", "chloe", "dev", "emma", "farid"], ["kitchen", "workshop"]


def load(path):
    """The saved world, or None. The file is this server's own: nobody else writes it."""
    return pickle.loads(path.read_bytes()) if path.exists() else None


def save(path, discord):
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps({"world": discord.world, "ahead": discord.clock.ahead}))
    os.replace(part, path)


def begin(now, privileged):
    """A world with the application, its bot and its owner, and no guild yet."""
    ids = Ids()
    world = kinds.World()
    owner = kinds.User(ids.next(now), OWNER, OWNER.capitalize())
    bot = kinds.User(ids.next(now), "samovar", None, bot=True)
    world.users = {owner.id: owner, bot.id: bot}
    world.application = kinds.Application(
        bot.id, "Samovar", bot.id, owner.id, kinds.token_for(bot.id, now), set(privileged))
    world.last_id = ids.last
    return world


def people(discord, rights):
    """The small world: one guild with two rooms, six people and the bot."""
    world = discord.world
    commons = guilds.found(discord, "commons", world.application.owner)
    for name in MEMBERS:
        user = kinds.User(discord.next_id(), name, name.capitalize())
        world.users[user.id] = user
        guilds.join(discord, commons, user.id)
    for name in ROOMS:
        guilds.open_channel(discord, commons, name)
    guilds.invite(discord, commons, rights)
