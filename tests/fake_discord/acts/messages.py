"""Messages come, change and go."""

import base64

from ..core import world as kinds
from ..core.clock import instant_of
from ..core.errors import Refusal
from ..rules import messages as rules
from ..views import messages as views
from . import mentions, threads

OLD = 3600.0  # seconds after which edits of a message are limited


def post(discord, channel, author, taken, files=(), default=mentions.ALL, tell=True, identity=None, **more):
    """A new message, from a body that was found right. Its thread comes to life again."""
    now = discord.clock.now()
    message = kinds.Message(
        id=identity or discord.next_id(), channel=channel.id, author=author, content=taken.get("content") or "", at=now,
        flags=(taken.get("flags") or 0) & rules.SETTABLE, tts=bool(taken.get("tts")), embeds=taken.get("embeds") or [],
        components=taken.get("components") or [], nonce=taken.get("nonce"), **more)
    message.flags |= kinds.EPHEMERAL if message.ephemeral_to else 0
    message.attachments = attach(discord, channel, taken, files)
    reply_to = _replied(discord, message)
    text = message.content + "\n" + rules.texts(message.components)
    for name, value in mentions.find(
            discord, channel, author, text, taken.get("allowed_mentions"), reply_to, default).items():
        setattr(message, name, value)
    if channel.is_thread and not message.ephemeral_to:
        threads.spoken(discord, channel, author)
    discord.world.add(channel, message)
    mentions.ring(discord, message)
    if tell:
        discord.events.message("MESSAGE_CREATE", message)
    return message


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
    for index, file in enumerate(files):
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
    """Changes what a body names. Mentions are made anew, and ring nobody."""
    channel = discord.world.channels[message.channel]
    for name in ("content", "embeds", "components"):
        if name in taken:
            setattr(message, name, taken[name] or ("" if name == "content" else []))
    if taken.get("flags") is not None:
        keep = ~kinds.SUPPRESS_EMBEDS | kinds.COMPONENTS_V2
        message.flags = (message.flags & keep) | (taken["flags"] & (kinds.SUPPRESS_EMBEDS | kinds.COMPONENTS_V2))
    if taken.get("attachments") is not None:
        wanted = {str(one["id"]) for one in taken["attachments"]}
        message.attachments = [one for one in message.attachments if one["id"] in wanted]
    message.attachments += attach(discord, channel, taken, files)
    if "content" in taken or "components" in taken:
        text = message.content + "\n" + rules.texts(message.components)
        found = mentions.find(discord, channel, message.author, text, taken.get("allowed_mentions"),
                              _replied(discord, message), default)
        for name, value in found.items():
            setattr(message, name, value)
    message.flags &= ~kinds.LOADING
    message.edits += 1
    message.edited_at = discord.clock.now()
    discord.events.message("MESSAGE_UPDATE", message)
    return message


def old_edit(discord, message):
    """Counts an edit of a message older than an hour, and refuses it where the setting says so."""
    if discord.clock.now() - instant_of(message.id) < OLD:
        return
    if 0 <= discord.settings.old_edits <= message.old_edits:
        raise Refusal(30046, 429)
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
