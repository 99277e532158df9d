"""What the words of a deed mean: people, guilds, rooms, roles and permissions by name or id."""

from ..core import permissions as bits
from ..rest.me import direct
from .deeds import Unfit


def person(discord, name):
    """A user by name or id; "bot" is the bot."""
    world = discord.world
    if name == "bot":
        return world.bot()
    if name in world.users:
        return world.users[name]
    return _only([one for one in world.users.values() if one.name == name], f"person {name!r}")


def guild(discord, name=None):
    """A guild by name or id; without a name the only one there is."""
    guilds = discord.world.guilds
    if name in guilds:
        return guilds[name]
    return _only([one for one in guilds.values() if name in (None, one.name)], f"guild {name!r}")


def room(discord, name, who=None):
    """A channel, thread or direct messages."""
    channels = discord.world.channels
    if name in channels:
        return channels[name]
    if not isinstance(name, str):
        raise Unfit(f"a room is a name or an id, not {name!r}")
    if name.startswith("@"):
        other = person(discord, name[1:])
        return direct(discord, who.id if other.bot and who else other.id)
    where, _, last = name.rpartition("/")
    home = guild(discord, where).id if where else None
    return _only([one for one in channels.values() if one.name == last and one.guild and home in (None, one.guild)],
                 f"room {name!r}")


def role(discord, one, name):
    if name in one.roles:
        return one.roles[name]
    if name == "@everyone":
        return one.roles[one.id]
    return _only([each for each in one.roles.values() if each.name == name], f"role {name!r}")


def message(discord, identity, deleted=False):
    found = discord.world.message(str(identity))
    if found is None or found.deleted and not deleted:
        raise Unfit(f"there is no message {identity!r}" + (" any more" if found else ""))
    return found


def permissions(given):
    """Bits from a list of names or a number."""
    if given is None:
        return 0
    if isinstance(given, list):
        unknown = [name for name in given if name not in bits.BITS]
        if unknown:
            raise Unfit(f"no permission is called {', '.join(unknown)}")
        return bits.bits(*given)
    return int(given)


def _only(found, what):
    if len(found) != 1:
        raise Unfit(f"there is no {what}" if not found else f"there are {len(found)} of {what}: say which by its id")
    return found[0]
