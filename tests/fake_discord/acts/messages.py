"""Messages come, change and go."""

import base64

from ..core import world as kinds
from ..core.clock import instant_of
from ..core.errors import Throttled
from ..rules import messages as rules
from ..views import messages as views
from . import mentions, threads

OLD, OLD_AGAIN = 3600.0, 20.0  # seconds after which edits of a message are limited, and until they may go on


def post(discord, channel, author, taken, files=(), default=mentions.ALL, tell=True, identity=None, **more):
    """A new message, from a body that was found right. Its thread comes to life again."""
    message = kinds.Message(
        id=identity or discord.next_id(), channel=channel.id, author=author, at=discord.clock.now(),
        content=taken.get("content") or "", flags=(taken.get("flags") or 0) & rules.SETTABLE,
        tts=bool(taken.get("tts")), embeds=taken.get("embeds") or [], components=taken.get("components") or [],
        nonce=taken.get("nonce"), **more)
    message.flags |= kinds.EPHEMERAL if message.ephemeral_to else 0
    message.attachments = attach(discord, channel, taken, files)
    _mention(discord, message, taken.get("allowed_mentions"), default)
    if channel.is_thread and not message.ephemeral_to:
        threads.spoken(discord, channel, author)
    discord.world.add(channel, message)
    mentions.ring(discord, message)
    if tell:
        discord.events.message("MESSAGE_CREATE", message)
    return message


def _mention(discord, message, allowed, default):
    """Makes the mentions of a message anew, from what it says now."""
    channel = discord.world.channels[message.channel]
    text = message.content + "\n" + rules.texts(message.components)
    found = mentions.find(discord, channel, message.author, text, allowed, _replied(discord, message), default)
    for name, value in found.items():
        setattr(message, name, value)


def _replied(discord, message):
    """Whose message this replies to."""
    if message.type != 19 or message.webhook:
        return None
    there = discord.world.channels[message.channel].messages.get(message.reference["message_id"])
    return there.author if there and not there.webhook_name else None


def attach(discord, channel, taken, files):
    """Keeps the files of a message, with what its `attachments` say of them."""
    told = {str(one["id"]): one for one in taken.get("attachments") or []}
    made = []
    for file in files:
        number = str(file["field"]).removeprefix("files[").removesuffix("]")
        about = told.get(number, {})
        identity = discord.next_id()
        discord.world.files[identity] = base64.b64encode(file["data"]).decode()
        more = {name: about[name] for name in ("description", "title") if about.get(name)}
        made.append(views.attachment(identity, channel.id, {
            "filename": about.get("filename") or file["filename"], "size": len(file["data"]), "type": file["type"],
            "base": discord.settings.cdn, "more": more}))
    return made


def edit(discord, message, taken, files=(), default=mentions.ALL):
    """Changes what a body names. Mentions are made anew where the text is, and ring nobody."""
    for name in ("content", "embeds", "components"):
        if name in taken:
            setattr(message, name, taken[name] or ("" if name == "content" else []))
    if taken.get("flags") is not None:
        kept = message.flags & (~kinds.SUPPRESS_EMBEDS | kinds.COMPONENTS_V2)
        message.flags = kept | taken["flags"] & rules.EDITABLE
    if taken.get("attachments") is not None:
        wanted = {str(one["id"]) for one in taken["attachments"]}
        message.attachments = [one for one in message.attachments if one["id"] in wanted]
    message.attachments += attach(discord, discord.world.channels[message.channel], taken, files)
    if ("components" if message.flags & kinds.COMPONENTS_V2 else "content") in taken:
        _mention(discord, message, taken.get("allowed_mentions"), default)
    message.flags &= ~kinds.LOADING
    message.edits, message.edited_at = message.edits + 1, discord.clock.now()
    discord.events.message("MESSAGE_UPDATE", message)
    return message


def old_edit(discord, message):
    """Counts an edit of a message older than an hour, and refuses it where the setting says so."""
    if discord.clock.now() - instant_of(message.id) < OLD:
        return
    if 0 <= discord.settings.old_edits <= message.old_edits:
        raise Throttled(30046, OLD_AGAIN)
    message.old_edits += 1


def delete(discord, message, tell=True):
    """A message goes; this server keeps it for the looks that ask for what is gone."""
    message.deleted = True
    channel = discord.world.channels[message.channel]
    channel.pins.pop(message.id, None)
    if channel.is_thread and not message.ephemeral_to:
        channel.thread.count = max(channel.thread.count - 1, 0)
    if not tell:
        return
    data = {"id": message.id, "channel_id": channel.id}
    if message.ephemeral_to:
        discord.events.send("MESSAGE_DELETE", None, lambda _: data, direct=True)
        return
    data |= {"guild_id": channel.guild} if channel.guild else {}
    discord.events.in_channel("MESSAGE_DELETE", channel, lambda _: data)


def delete_many(discord, channel, messages):
    """Several messages go at once."""
    for message in messages:
        delete(discord, message, tell=False)
    data = {"ids": [one.id for one in messages], "channel_id": channel.id, "guild_id": channel.guild}
    discord.events.in_channel("MESSAGE_DELETE_BULK", channel, lambda _: data)


def pin(discord, message, pinned):
    channel = discord.world.channels[message.channel]
    if pinned == (message.id in channel.pins):
        return
    if pinned:
        channel.pins[message.id] = discord.clock.now()
    else:
        del channel.pins[message.id]
    discord.events.message("MESSAGE_UPDATE", message)
    data = {"channel_id": channel.id, "last_pin_timestamp": None}
    data |= {"guild_id": channel.guild} if channel.guild else {}
    discord.events.in_channel("CHANNEL_PINS_UPDATE", channel, lambda _: data)
