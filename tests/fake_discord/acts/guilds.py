"""Guilds, their rooms, roles and members change."""

from ..core import permissions
from ..core import world as kinds
from ..views import people, rooms
from . import threads


def found(discord, name, owner, locale="en-US"):
    """A new guild with its @everyone role and its owner."""
    identity = discord.next_id()
    guild = kinds.Guild(identity, name, owner, locale)
    guild.roles[identity] = kinds.Role(identity, "@everyone", permissions.EVERYONE)
    discord.world.guilds[identity] = guild
    join(discord, guild, owner)
    return guild


def join(discord, guild, user):
    """Somebody comes in; if it is the bot, it learns of the guild."""
    if user in guild.members:
        return
    guild.banned.discard(user)
    guild.members[user] = kinds.Member(user, discord.clock.now())
    if user == discord.world.application.bot:
        return
    data = people.member(discord.world, guild.members[user]) | {"guild_id": guild.id}
    discord.events.in_guild("GUILD_MEMBER_ADD", guild.id, data)


def invite(discord, guild, rights):
    """The bot is invited: its own role comes with it."""
    bot = discord.world.bot()
    join(discord, guild, bot.id)
    if rights:
        role = kinds.Role(discord.next_id(), bot.name, rights, _top(guild) + 1, managed_by=bot.id)
        guild.roles[role.id] = role
        guild.members[bot.id].roles.append(role.id)
    if guild.available:
        discord.events.guild_create(guild)


def _top(guild):
    return max(role.position for role in guild.roles.values())


def part(discord, guild, user, banned=False):
    """Somebody goes or is sent away. The bot's role goes with it, and so do its guild's commands."""
    member = guild.members.get(user)
    if member is None:
        return
    bot = discord.world.application.bot
    if user == bot:
        discord.events.in_guild("GUILD_DELETE", guild.id, {"id": guild.id})
        for role in [one for one in guild.roles.values() if one.managed_by == bot]:
            del guild.roles[role.id]
        discord.world.application.commands.pop(guild.id, None)
    del guild.members[user]
    for thread in discord.world.channels_of(guild, threads=True):
        thread.thread.members.pop(user, None)
    if banned:
        guild.banned.add(user)
    if user != bot:
        gone = people.user(discord.world.users[user])
        discord.events.in_guild("GUILD_MEMBER_REMOVE", guild.id, {"guild_id": guild.id, "user": gone})
        if banned:
            discord.events.in_guild("GUILD_BAN_ADD", guild.id, {"guild_id": guild.id, "user": gone})


def outage(discord, guild, on):
    """A guild becomes unavailable, or is back."""
    if guild.available != on:
        return
    if on:
        if discord.world.bot_member(guild):
            discord.events.in_guild("GUILD_DELETE", guild.id, {"id": guild.id, "unavailable": True})
        guild.available = False
        return
    guild.available = True
    if discord.world.bot_member(guild):
        discord.events.guild_create(guild)


def remove(discord, guild):
    """A guild is deleted by its owner."""
    part(discord, guild, discord.world.application.bot)
    for channel in list(guild.channels.values()):
        discord.world.drop(channel)
    del discord.world.guilds[guild.id]


# --- rooms: the gateway tells of every channel of a guild, seen or not ---


def open_channel(discord, guild, name, type=kinds.TEXT, **more):
    position = len(discord.world.channels_of(guild))
    channel = kinds.Channel(discord.next_id(), type, name, guild.id, position=position, **more)
    discord.world.put(channel)
    discord.events.in_guild("CHANNEL_CREATE", guild.id, rooms.channel(discord.world, channel))
    return channel


def close_channel(discord, channel):
    """A channel is deleted, and its threads with it."""
    data = rooms.channel(discord.world, channel)
    discord.events.in_guild("CHANNEL_DELETE", channel.guild, data)
    for child in discord.world.inside(channel):
        if child.is_thread:
            discord.world.drop(child)
        else:
            child.parent = None
            channel_changed(discord, child)
    discord.world.drop(channel)


def channel_changed(discord, channel):
    if channel.is_thread:
        threads.updated(discord, channel)
    else:
        discord.events.in_guild("CHANNEL_UPDATE", channel.guild, rooms.channel(discord.world, channel))


def permit(discord, channel, who, allow, deny):
    """An overwrite comes, changes or, without bits, goes."""
    bot = discord.world.application.bot
    saw = bool(discord.rights(bot, channel) & permissions.VIEW)
    if allow or deny:
        channel.overwrites[who] = (allow, deny)
    else:
        channel.overwrites.pop(who, None)
    sees = bool(discord.rights(bot, channel) & permissions.VIEW)
    channel_changed(discord, channel)
    if sees and not saw:
        _gained(discord, channel)


def _gained(discord, channel):
    """A channel that comes into view: its active threads are told."""
    inside = [one for one in discord.world.inside(channel) if one.is_thread and not one.thread.archived]
    bot = discord.world.application.bot
    data = {"guild_id": channel.guild, "channel_ids": [channel.id],
            "threads": [rooms.thread(discord.world, one) for one in inside],
            "members": [rooms.thread_member(one, bot) for one in inside if bot in one.thread.members]}
    discord.events.in_guild("THREAD_LIST_SYNC", channel.guild, data)


# --- roles and members ---


def new_role(discord, guild, name, rights=0, position=None, mentionable=False):
    role = kinds.Role(discord.next_id(), name, rights, position or 1, mentionable)
    guild.roles[role.id] = role
    discord.events.in_guild("GUILD_ROLE_CREATE", guild.id, {"guild_id": guild.id, "role": people.role(role)})
    return role


def role_changed(discord, guild, role):
    discord.events.in_guild("GUILD_ROLE_UPDATE", guild.id, {"guild_id": guild.id, "role": people.role(role)})


def remove_role(discord, guild, role):
    del guild.roles[role.id]
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    for channel in discord.world.channels_of(guild):
        channel.overwrites.pop(role.id, None)
    discord.events.in_guild("GUILD_ROLE_DELETE", guild.id, {"guild_id": guild.id, "role_id": role.id})


def member_changed(discord, guild, member):
    """GUILD_MEMBER_UPDATE: about itself an application hears without GUILD_MEMBERS, too."""
    data = people.member(discord.world, member) | {"guild_id": guild.id}
    if member.user != discord.world.application.bot:
        discord.events.in_guild("GUILD_MEMBER_UPDATE", guild.id, data)
    elif guild.available:
        discord.events.each("GUILD_MEMBER_UPDATE", guild.id, lambda _: data, always=True)


def guild_changed(discord, guild):
    discord.events.in_guild("GUILD_UPDATE", guild.id, rooms.guild(discord.world, guild))
