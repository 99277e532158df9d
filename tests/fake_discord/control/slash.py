"""What people type and choose as commands, checked as Discord's client would."""

from ..acts import interactions, messages
from ..rules import commands as rules
from ..views import messages as message_views
from ..views import people, rooms
from . import names
from .clicks import answered
from .deeds import Unfit, deeds
from .people import files


def _room(discord, as_, in_):
    who = names.person(discord, as_)
    channel = names.room(discord, in_, who)
    if channel.recipient is None and not discord.may(who.id, channel, "VIEW_CHANNEL", "USE_APPLICATION_COMMANDS"):
        raise Unfit(f"{who.name} can't use commands in {channel.name}")
    if channel.guild and discord.world.application.bot not in discord.world.guilds[channel.guild].members:
        raise Unfit("the bot isn't there, so its commands aren't either")
    if channel.is_thread and channel.thread.archived:
        raise Unfit(f"{channel.name} is archived")
    return who, channel


def registered(discord, channel, kind):
    """The commands that somebody is offered in a room; a guild's own beat the global ones."""
    commands = discord.world.application.commands
    own = list(commands.get(channel.guild, {}).values()) if channel.guild else []
    own_names = {(one["name"], one["type"]) for one in own}
    context = 0 if channel.guild else 1
    world = [one for one in commands.get(None, {}).values()
             if (one["name"], one["type"]) not in own_names and _offered(one, context)]
    return [one for one in own + world if one["type"] == kind]


def _offered(one, context):
    if one.get("contexts") is not None:
        return context in one["contexts"]
    return context == 0 or one.get("dm_permission", True)


def _found(discord, channel, command):
    """The command and the path to the options of its last word."""
    first, *rest = command.split()
    offered = registered(discord, channel, rules.CHAT)
    one = next((each for each in offered if each["name"] == first), None)
    if one is None:
        raise Unfit(f"no command /{first} is offered there; there are {[each['name'] for each in offered]}")
    options, path = one.get("options") or [], []
    for word in rest:
        inner = next((each for each in options if each["name"] == word and each["type"] in (1, 2)), None)
        if inner is None:
            raise Unfit(f"/{command}: there is no {word!r}; there are {[each['name'] for each in options]}")
        path.append(inner)
        options = inner.get("options") or []
    if any(each["type"] in (1, 2) for each in options):
        raise Unfit(f"/{command} needs one of {[each['name'] for each in options]}")
    return one, path, options


def _allowed(discord, who, channel, one):
    """`default_member_permissions` hides a command from those who haven't these permissions."""
    needed = one.get("default_member_permissions")
    if needed is None or channel.guild is None:
        return
    rights = discord.rights(who.id, channel)
    if rights & int(needed) != int(needed) or (int(needed) == 0 and not rights & 8):
        raise Unfit(f"/{one['name']} is hidden from {who.name}")


@deeds.add
async def slash(discord, as_, in_, command, options=None, wait=True):
    who, channel = _room(discord, as_, in_)
    one, path, known = _found(discord, channel, command.removeprefix("/"))
    _allowed(discord, who, channel, one)
    given = dict(options or {})
    resolved = {}
    told = [_value(discord, channel, each, given.pop(each["name"]), resolved)
            for each in known if each["name"] in given]
    if given:
        raise Unfit(f"/{command} has no option {', '.join(given)}; it has {[each['name'] for each in known]}")
    missing = [each["name"] for each in known if each.get("required") and each["name"] not in (options or {})]
    if missing:
        raise Unfit(f"/{command} needs {', '.join(missing)}")
    data = _data(one, path, told) | ({"resolved": resolved} if resolved else {})
    return await answered(discord, interactions.begin(discord, interactions.COMMAND, who.id, channel, data), wait)


def _data(one, path, told):
    """The data of a command: options inside sub-commands inside groups."""
    for step in reversed(path):
        told = [{"type": step["type"], "name": step["name"], "options": told}]
    data = {"id": one["id"], "name": one["name"], "type": one["type"]}
    data |= {"guild_id": one["guild_id"]} if one.get("guild_id") else {}
    return data | ({"options": told} if told or path else {})


def _value(discord, channel, option, value, resolved):
    """One option with its value, or why a client wouldn't take it."""
    kind, told = option["type"], {"type": option["type"], "name": option["name"]}
    if kind in (rules.STRING, rules.INTEGER, rules.BOOLEAN, rules.DECIMAL):
        _plain(option, value)
        return told | {"value": _choice(option, value)}
    if kind == rules.FILE:
        return told | {"value": _file(discord, channel, value, resolved)}
    return told | {"value": _thing(discord, channel, option, value, resolved)}


def _plain(option, value):
    types = {rules.STRING: str, rules.INTEGER: int, rules.BOOLEAN: bool, rules.DECIMAL: (int, float)}
    name, kind = option["name"], option["type"]
    if not isinstance(value, types[kind]) or isinstance(value, bool) != (kind == rules.BOOLEAN):
        raise Unfit(f"{name} doesn't take {value!r}")
    if kind == rules.STRING and not option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000):
        raise Unfit(f"{name} takes {option.get('min_length', 0)} to {option.get('max_length', 6000)} characters")
    if kind in (rules.INTEGER, rules.DECIMAL):
        low, high = option.get("min_value", -(1 << 53)), option.get("max_value", 1 << 53)
        if not low <= value <= high:
            raise Unfit(f"{name} takes {low} to {high}")


def _choice(option, value):
    """Where there are choices it is one of them, by its name or its value."""
    choices = option.get("choices")
    if not choices:
        return value
    for one in choices:
        if value in (one["name"], one["value"]):
            return one["value"]
    raise Unfit(f"{option['name']} is one of {[one['name'] for one in choices]}")


def _thing(discord, channel, option, value, resolved):
    """A person, a role or a room, and what it resolves to."""
    kind, one = option["type"], discord.world.guilds.get(channel.guild)
    if kind == rules.ROOM:
        found = names.room(discord, value)
        wanted = option.get("channel_types")
        if wanted and found.type not in wanted:
            raise Unfit(f"{option['name']} takes no room of that type")
        resolved.setdefault("channels", {})[found.id] = rooms.channel(discord.world, found) | {"permissions": "0"}
        return found.id
    if kind == rules.ROLE:
        found = names.role(discord, one, value)
        resolved.setdefault("roles", {})[found.id] = people.role(found)
        return found.id
    found = names.person(discord, value)
    resolve_person(discord, one, found, resolved)
    return found.id


def resolve_person(discord, one, user, resolved):
    resolved.setdefault("users", {})[user.id] = people.user(user)
    if one and user.id in one.members:
        resolved.setdefault("members", {})[user.id] = people.partial_member(one.members[user.id]) | {"permissions": "0"}


def _file(discord, channel, value, resolved):
    made = messages.attach(discord, channel, {}, files([value]))[0]
    resolved.setdefault("attachments", {})[made["id"]] = made | {"ephemeral": True}
    return made["id"]


@deeds.add
async def complete(discord, as_, in_, command, focused, options=None, wait=True):
    """Somebody types in an option that completes itself."""
    who, channel = _room(discord, as_, in_)
    one, path, known = _found(discord, channel, command.removeprefix("/"))
    option = next((each for each in known if each["name"] == focused), None)
    if option is None or not option.get("autocomplete"):
        raise Unfit(f"/{command} completes no {focused!r}")
    typed = {focused: ""} | dict(options or {})
    told = [{"type": each["type"], "name": each["name"], "value": typed[each["name"]]}
            for each in known if each["name"] in typed]
    for each in told:
        if each["name"] == focused:
            each |= {"focused": True, "value": str(each["value"])}
    begun = interactions.begin(discord, interactions.AUTOCOMPLETE, who.id, channel, _data(one, path, told))
    return await answered(discord, begun, wait)


@deeds.add
async def menu(discord, as_, command, message=None, user=None, in_=None, wait=True):
    """A context menu, on a message or on a person."""
    kind = rules.MESSAGE if message else rules.USER
    there = names.message(discord, message) if message else None
    who, channel = _room(discord, as_, there.channel if there else in_)
    offered = registered(discord, channel, kind)
    one = next((each for each in offered if each["name"] == command), None)
    if one is None:
        raise Unfit(f"no menu {command!r} there; there are {[each['name'] for each in offered]}")
    _allowed(discord, who, channel, one)
    if there:
        target, resolved = there.id, {"messages": {there.id: message_views.message(discord.world, there)}}
    else:
        person, resolved = names.person(discord, user), {}
        target = person.id
        resolve_person(discord, discord.world.guilds.get(channel.guild), person, resolved)
    data = _data(one, [], []) | {"target_id": target, "resolved": resolved}
    return await answered(discord, interactions.begin(discord, interactions.COMMAND, who.id, channel, data), wait)
