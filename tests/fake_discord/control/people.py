"""What people do: speak, edit, delete, react, start threads, come and go."""

import base64

from ..acts import guilds, messages, reactions, threads
from ..core import permissions
from ..core import world as kinds
from ..rest.messages import SYSTEM, reply_to
from ..rules import messages as rules
from . import names
from .deeds import Unfit, deeds


def standing(discord, as_, channel, *needs):
    """Somebody in a room where they may do this."""
    who = names.person(discord, as_)
    if channel.recipient is not None:
        common = any(who.id in one.members and discord.world.bot_member(one) for one in discord.world.guilds.values())
        if who.id != channel.recipient or not common:
            raise Unfit(f"{who.name} can't write there")
        return who
    rights = discord.rights(who.id, channel)
    wanted = permissions.bits("VIEW_CHANNEL", *needs)
    if rights & wanted != wanted:
        missing = [name for name in ("VIEW_CHANNEL", *needs) if not rights & permissions.BITS[name]]
        raise Unfit(f"{who.name} has no {', '.join(missing)} in {channel.name}")
    return who


@deeds.add
def say(discord, as_, in_, text="", reply=None, attachments=(), stickers=()):
    who = names.person(discord, as_)
    channel = names.room(discord, in_, who)
    if channel.type in (kinds.FORUM, kinds.CATEGORY):
        raise Unfit(f"nothing can be said in {channel.name} itself")
    need = "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES"
    standing(discord, who.id, channel, need)
    rights = discord.rights(who.id, channel)
    _open(channel, rights)
    _slowly(discord, who, channel, rights)
    words = rules.clean(text)
    if len(words) > rules.LONGEST or not words and not attachments and not stickers:
        raise Unfit(f"a message has 1 to {rules.LONGEST} characters, this has {len(words)}")
    reference = reply_to(channel, names.message(discord, reply).id) if reply else None
    more = {"type": 19, "reference": reference} if reference else {}
    stuck = [{"id": str(number), "name": name, "format_type": 1} for number, name in enumerate(stickers, 1)]
    made = messages.post(discord, channel, who.id, {"content": words}, files(attachments), stickers=stuck, **more)
    return made.id


def _open(channel, rights):
    if channel.is_thread and channel.thread.locked and not rights & permissions.BITS["MANAGE_THREADS"]:
        raise Unfit(f"{channel.name} is locked")


def _slowly(discord, who, channel, rights):
    """Slow mode holds for people, unless they moderate."""
    free = permissions.bits("MANAGE_MESSAGES", "MANAGE_CHANNELS", "BYPASS_SLOWMODE")
    if not channel.slowmode or rights & free:
        return
    mine = [one.at for one in channel.messages.values() if one.author == who.id]
    if mine and discord.clock.now() - mine[-1] < channel.slowmode:
        raise Unfit(f"slow mode in {channel.name}: {channel.slowmode} s")


def files(attachments):
    """Files as people attach them; `text` or `base64` is what is inside."""
    return [{"field": f"files[{number}]", "filename": one["name"], "type": one.get("type", "text/plain; charset=utf-8"),
             "data": base64.b64decode(one["base64"]) if "base64" in one else one.get("text", "").encode()}
            for number, one in enumerate(attachments)]


def _awake(channel):
    if channel.is_thread and channel.thread.archived:
        raise Unfit(f"{channel.name} is archived")


def _seen(discord, as_, message):
    """A message that somebody sees, and where it is."""
    one = names.message(discord, message)
    who = names.person(discord, as_)
    if one.ephemeral_to not in (None, who.id):
        raise Unfit(f"{who.name} doesn't see that message")
    return who, one, discord.world.channels[one.channel]


@deeds.add
def edit(discord, as_, message, text):
    who, one, channel = _seen(discord, as_, message)
    if one.author != who.id:
        raise Unfit(f"the message is not {who.name}'s")
    _awake(channel)
    words = rules.clean(text)
    if len(words) > rules.LONGEST or not words and not one.attachments:
        raise Unfit(f"a message has 1 to {rules.LONGEST} characters, this has {len(words)}")
    return messages.edit(discord, one, {"content": words}).id


@deeds.add
def delete(discord, as_, message):
    who, one, channel = _seen(discord, as_, message)
    if one.author != who.id and one.ephemeral_to != who.id:
        if channel.recipient or not discord.may(who.id, channel, "MANAGE_MESSAGES"):
            raise Unfit(f"{who.name} may not delete that message")
    messages.delete(discord, one)


@deeds.add
def react(discord, as_, message, emoji):
    who, one, channel = _seen(discord, as_, message)
    _awake(channel)
    needs = ["READ_MESSAGE_HISTORY"] + ([] if emoji in one.reactions else ["ADD_REACTIONS"])
    standing(discord, who.id, channel, *needs)
    if one.ephemeral_to or len(one.reactions) >= reactions.MOST and emoji not in one.reactions:
        raise Unfit("nobody can react with that there")
    reactions.add(discord, one, who.id, emoji)


@deeds.add
def unreact(discord, as_, message, emoji):
    who, one, channel = _seen(discord, as_, message)
    _awake(channel)
    reactions.remove(discord, one, who.id, emoji)


@deeds.add
def thread(discord, as_, in_, name, message=None, private=False):
    channel = names.room(discord, in_)
    if channel.type not in (kinds.TEXT, kinds.ANNOUNCEMENT, kinds.FORUM):
        raise Unfit(f"there are no threads in {in_}")
    need = "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS"
    who = standing(discord, as_, channel, need)
    one = names.message(discord, message) if message else None
    if one and one.type not in SYSTEM:
        raise Unfit("no thread starts from a message of Discord's own")
    kind = kinds.PRIVATE_THREAD if private else None
    if channel.type == kinds.FORUM:
        kind = kinds.PUBLIC_THREAD
    return threads.start(discord, channel, who.id, name, one, kind).id


@deeds.add
def join(discord, as_, guild=None):
    one, who = names.guild(discord, guild), names.person(discord, as_)
    if who.id in one.banned:
        raise Unfit(f"{who.name} is banned from {one.name}")
    guilds.join(discord, one, who.id)


@deeds.add
def leave(discord, as_, guild=None):
    guilds.part(discord, names.guild(discord, guild), names.person(discord, as_).id)


@deeds.add
def dms(discord, as_, open):
    names.person(discord, as_).dms_open = bool(open)


@deeds.add
def webhook(discord, in_, text, name="Herald"):
    """A message by somebody's webhook."""
    channel = names.room(discord, in_)
    identity = discord.next_id()
    body = {"content": rules.clean(text)}
    return messages.post(discord, channel, identity, body, webhook=identity, webhook_name=name).id
