"""Messages as JSON, and how much of them an application without Message Content gets to see."""

import urllib.parse

from ..core.clock import iso
from . import people, rooms

HIDDEN = {"content": "", "attachments": [], "embeds": [], "components": []}


def readable(world, message, content_intent):
    """Whether the application may read what a message says (events/gateway: Message Content Intent)."""
    bot = world.application.bot
    return (content_intent or message.author == bot or bot in message.mentions
            or world.channels[message.channel].recipient is not None or message.ephemeral_to is not None)


def message(world, one, content_intent=True, nonce=False, nested=True):
    """A message as REST gives it; the nonce only to who has just sent it."""
    seen = {
        "id": one.id, "channel_id": one.channel, "type": one.type, "author": author(world, one),
        "content": one.content, "timestamp": iso(one.at), "edited_timestamp": iso(one.edited_at),
        "tts": one.tts, "mention_everyone": one.mention_everyone,
        "mentions": [people.user(world.users[who]) for who in one.mentions],
        "mention_roles": list(one.mention_roles), "attachments": one.attachments, "embeds": one.embeds,
        "components": one.components, "pinned": one.id in world.channels[one.channel].pins, "flags": one.flags,
    }
    seen |= _optional(world, one)
    if one.reference:
        seen |= _reference(world, one, content_intent, nested)
    if nonce and one.nonce is not None:
        seen["nonce"] = one.nonce
    return seen if readable(world, one, content_intent) else seen | HIDDEN


def author(world, one):
    return people.webhook_user(one) if one.webhook_name else people.user(world.users[one.author])


def _optional(world, one):
    seen = {}
    if one.reactions:
        seen["reactions"] = [reaction(world, emoji, who) for emoji, who in one.reactions.items()]
    if one.stickers:
        seen["sticker_items"] = one.stickers
    if one.webhook:
        seen["webhook_id"] = one.webhook
    if one.interaction:
        seen["interaction_metadata"] = interaction_metadata(world, one.interaction)
    if one.webhook == world.application.id:
        seen["application_id"] = world.application.id
    if one.thread and one.thread in world.channels:
        seen["thread"] = rooms.thread(world, world.channels[one.thread])
    return seen


def _reference(world, one, content_intent, nested):
    seen = {"message_reference": one.reference}
    if nested and one.type in (19, 21, 23) and "message_id" in one.reference:
        where = world.channels.get(one.reference["channel_id"])
        there = where.messages.get(one.reference["message_id"]) if where else None
        gone = there is None or there.deleted
        seen["referenced_message"] = None if gone else message(world, there, content_intent, nested=False)
    return seen


def interaction_metadata(world, facts):
    seen = facts | {"user": people.user(world.users[facts["user"]])}
    if "triggering_interaction_metadata" in seen:
        seen["triggering_interaction_metadata"] = interaction_metadata(world, facts["triggering_interaction_metadata"])
    return seen


def emoji(written):
    """An emoji as an object, from how it stands in a URL: a character, or name:id."""
    name, _, number = written.partition(":")
    return {"id": number or None, "name": name}


def reaction(world, written, who):
    return {"emoji": emoji(written), "count": len(who), "me": world.application.bot in who, "me_burst": False,
            "count_details": {"burst": 0, "normal": len(who)}, "burst_colors": []}


def created(world, one, content_intent):
    """A message as MESSAGE_CREATE and MESSAGE_UPDATE give it: with the guild and the member."""
    seen = message(world, one, content_intent, nonce=True)
    channel = world.channels[one.channel]
    seen["channel_type"] = channel.type
    if channel.guild is None or one.ephemeral_to:
        return seen
    guild = world.guilds[channel.guild]
    seen["guild_id"] = guild.id
    if one.author in guild.members and not one.webhook_name:
        seen["member"] = people.partial_member(guild.members[one.author])
    for who in seen["mentions"]:
        if who["id"] in guild.members:
            who["member"] = people.partial_member(guild.members[who["id"]])
    return seen


def attachment(identity, channel, file):
    """The metadata of a file; `base` is where its bytes can be had."""
    name = file["filename"]
    url = f"{file['base']}/attachments/{channel}/{identity}/{urllib.parse.quote(name)}?ex=0&is=0&hm=0"
    return {"id": identity, "filename": name, "size": file["size"], "url": url, "proxy_url": url,
            "content_type": file["type"], "content_scan_version": 0} | file.get("more", {})
