"""Reactions come and go."""

import re

from ..core.errors import Refusal
from ..views import messages as views
from ..views import people

MOST = 20
CUSTOM = re.compile(r"^\w{2,32}:\d{1,20}$")


def known(written):
    """An emoji as it stands in a URL, once decoded: a character of its own, or name:id."""
    if CUSTOM.match(written) or not re.search(r"[^\x00-\x7f]", written) or re.search(r"[A-Za-z<>:%\s]", written):
        raise Refusal(10014)
    return written


def add(discord, message, user, written):
    who = message.reactions.setdefault(known(written), [])
    if user in who:
        return
    who.append(user)
    _tell(discord, "MESSAGE_REACTION_ADD", message, user, written, added=True)


def remove(discord, message, user, written):
    who = message.reactions.get(written, [])
    if user not in who:
        return
    who.remove(user)
    if not who:
        del message.reactions[written]
    _tell(discord, "MESSAGE_REACTION_REMOVE", message, user, written)


def clear(discord, message, written=None):
    """All reactions go, or all with one emoji."""
    for one in [written] if written else list(message.reactions):
        message.reactions.pop(one, None)
    event = "MESSAGE_REACTION_REMOVE_EMOJI" if written else "MESSAGE_REACTION_REMOVE_ALL"
    channel = discord.world.channels[message.channel]
    data = _where(channel, message) | ({"emoji": views.emoji(written)} if written else {})
    discord.events.in_channel(event, channel, lambda _: data)


def _where(channel, message):
    place = {"channel_id": channel.id, "message_id": message.id}
    return place | {"guild_id": channel.guild} if channel.guild else place


def _tell(discord, event, message, user, written, added=False):
    channel = discord.world.channels[message.channel]
    data = _where(channel, message) | {
        "user_id": user, "emoji": views.emoji(written), "burst": False, "type": 0}
    if added:
        data["message_author_id"] = message.author
        if channel.guild:
            data["member"] = people.member(discord.world, discord.world.guilds[channel.guild].members[user])
    discord.events.in_channel(event, channel, lambda _: data)
