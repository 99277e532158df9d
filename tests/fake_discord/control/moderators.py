"""The world as its moderators, or Discord itself, change it."""

from ..acts import guilds, messages, threads
from ..core import world as kinds
from . import names
from .deeds import Unfit, deeds

TYPES = {"text": kinds.TEXT, "voice": kinds.VOICE, "category": kinds.CATEGORY, "announcement": kinds.ANNOUNCEMENT,
         "forum": kinds.FORUM}


@deeds.add
def user(discord, name, id=None, display=None, locale="en-US", bot=False):
    identity = id or discord.next_id()
    if identity in discord.world.users or any(one.name == name for one in discord.world.users.values()):
        raise Unfit(f"there is a {name!r} already")
    discord.world.users[identity] = kinds.User(identity, name, display or name.capitalize(), bot, locale)
    return identity


@deeds.add
def guild(discord, name, owner, members=(), channels=(), bot=True, permissions=None, locale="en-US"):
    one = guilds.found(discord, name, names.person(discord, owner).id, locale)
    for member in members:
        guilds.join(discord, one, names.person(discord, member).id)
    for each in channels:
        guilds.open_channel(discord, one, each)
    if bot:
        guilds.invite(discord, one, names.permissions(permissions))
    return one.id


@deeds.add
def invite(discord, guild=None, permissions=None):
    one = names.guild(discord, guild)
    if discord.world.bot_member(one):
        raise Unfit(f"the bot is in {one.name} already")
    guilds.invite(discord, one, names.permissions(permissions))


@deeds.add
def channel(discord, name, guild=None, type="text", parent=None, topic=None, slowmode=0, tags=()):
    one = names.guild(discord, guild)
    more = {"topic": topic, "slowmode": slowmode, "parent": names.room(discord, parent).id if parent else None}
    made = guilds.open_channel(discord, one, name, TYPES[type], **more)
    made.tags = [{"id": discord.next_id(), "name": tag} for tag in tags]
    return made.id


@deeds.add
def role(discord, name, guild=None, permissions=None, position=None, mentionable=False):
    one = names.guild(discord, guild)
    return guilds.new_role(discord, one, name, names.permissions(permissions), position, mentionable).id


CHANGES = {"channel": {"name", "topic", "slowmode", "parent"}, "guild": {"name", "locale"},
           "role": {"name", "permissions", "position", "mentionable"}, "user": {"name", "display", "locale"}}


@deeds.add
def change(discord, channel=None, role=None, guild=None, user=None, **fields):
    """One thing there is gets other fields."""
    what = "channel" if channel else "role" if role else "user" if user else "guild"
    if unknown := fields.keys() - CHANGES[what]:
        raise Unfit(f"a {what} has no {', '.join(sorted(unknown))}; it has {sorted(CHANGES[what])}")
    if "permissions" in fields:
        fields["permissions"] = names.permissions(fields["permissions"])
    if "parent" in fields:
        fields["parent"] = fields["parent"] and names.room(discord, fields["parent"]).id
    thing = (names.room(discord, channel) if channel else names.person(discord, user) if user
             else names.role(discord, names.guild(discord, guild), role) if role else names.guild(discord, guild))
    for name, value in fields.items():
        setattr(thing, name, value)
    _tell(discord, what, thing, guild)


def _tell(discord, what, thing, guild):
    if what == "channel":
        guilds.channel_changed(discord, thing)
    elif what == "role":
        guilds.role_changed(discord, names.guild(discord, guild), thing)
    elif what == "guild":
        guilds.guild_changed(discord, thing)
    else:
        for one in discord.world.guilds.values():
            if thing.id in one.members:
                guilds.member_changed(discord, one, one.members[thing.id])


@deeds.add
def remove(discord, channel=None, role=None, guild=None, message=None):
    if message:
        messages.delete(discord, names.message(discord, message))
    elif channel:
        found = names.room(discord, channel)
        (threads.remove if found.is_thread else guilds.close_channel)(discord, found)
    elif role:
        one = names.guild(discord, guild)
        guilds.remove_role(discord, one, names.role(discord, one, role))
    else:
        guilds.remove(discord, names.guild(discord, guild))


@deeds.add
def archive(discord, thread, locked=None):
    threads.set_archived(discord, _thread(discord, thread), True, locked)


@deeds.add
def unarchive(discord, thread, locked=None):
    threads.set_archived(discord, _thread(discord, thread), False, locked)


def _thread(discord, name):
    found = names.room(discord, name)
    if not found.is_thread:
        raise Unfit(f"{name} is no thread")
    return found


@deeds.add
def permit(discord, in_, for_, allow=None, deny=None):
    found = names.room(discord, in_)
    if found.is_thread or found.recipient:
        raise Unfit("only channels have overwrites; a thread has its channel's")
    one = discord.world.guilds[found.guild]
    try:
        whom = names.role(discord, one, for_).id
    except Unfit:
        whom = names.person(discord, for_).id
    guilds.permit(discord, found, whom, names.permissions(allow), names.permissions(deny))


def _member(discord, who, guild):
    one = names.guild(discord, guild)
    member = one.members.get(names.person(discord, who).id)
    if member is None:
        raise Unfit(f"{who} is not in {one.name}")
    return one, member


@deeds.add
def grant(discord, who, role, guild=None):
    one, member = _member(discord, who, guild)
    identity = names.role(discord, one, role).id
    if identity not in member.roles:
        member.roles.append(identity)
        guilds.member_changed(discord, one, member)


@deeds.add
def revoke(discord, who, role, guild=None):
    one, member = _member(discord, who, guild)
    identity = names.role(discord, one, role).id
    if identity in member.roles:
        member.roles.remove(identity)
        guilds.member_changed(discord, one, member)


@deeds.add
def nick(discord, who, nick=None, guild=None):
    one, member = _member(discord, who, guild)
    member.nick = nick
    guilds.member_changed(discord, one, member)


@deeds.add
def timeout(discord, who, seconds, guild=None):
    one, member = _member(discord, who, guild)
    member.timeout = discord.clock.now() + seconds if seconds else None
    guilds.member_changed(discord, one, member)


@deeds.add
def kick(discord, who, guild=None):
    one, member = _member(discord, who, guild)
    guilds.part(discord, one, member.user)


@deeds.add
def ban(discord, who, guild=None):
    one, member = _member(discord, who, guild)
    guilds.part(discord, one, member.user, banned=True)


@deeds.add
def outage(discord, on, guild=None):
    guilds.outage(discord, names.guild(discord, guild), bool(on))


@deeds.add
def portal(discord, message_content=None, members=None, presences=None, public=None, reset_token=False):
    """The developer portal."""
    application = discord.world.application
    for name, on in {"message_content": message_content, "members": members, "presences": presences}.items():
        if on is not None:
            (application.privileged.add if on else application.privileged.discard)(name)
    if public is not None:
        application.public = public
    if reset_token:
        discord.reset_token()
    return {"token": application.token, "privileged": sorted(application.privileged), "public": application.public}
