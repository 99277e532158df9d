"""Reactions over REST."""

from ..acts import reactions
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Whole
from ..views import people
from .messages import awake
from .routes import routes

MESSAGE = "/channels/{channel_id}/messages/{message_id}/reactions"


def _there(call, *needs):
    channel = call.channel("channel_id", *needs)
    return channel, call.message(channel)


@routes.add("PUT", MESSAGE + "/{emoji}/@me")
async def add(call):
    """The first with an emoji takes ADD_REACTIONS as well."""
    channel, message = _there(call, "READ_MESSAGE_HISTORY")
    emoji = reactions.known(call.params["emoji"])
    awake(channel)
    if emoji not in message.reactions:
        call.need(call.discord.rights(call.bot.id, channel), "ADD_REACTIONS")
        if len(message.reactions) >= reactions.MOST:
            raise Refusal(30010)
    reactions.add(call.discord, message, call.bot.id, emoji)


@routes.add("DELETE", MESSAGE + "/{emoji}/@me")
async def remove_own(call):
    channel, message = _there(call)
    awake(channel)
    reactions.remove(call.discord, message, call.bot.id, reactions.known(call.params["emoji"]))


@routes.add("DELETE", MESSAGE + "/{emoji}/{user_id}")
async def remove(call):
    channel, message = _there(call, "MANAGE_MESSAGES")
    awake(channel)
    reactions.remove(call.discord, message, call.params["user_id"], reactions.known(call.params["emoji"]))


PAGE = Fields(may={"type": Whole(0, 1), "after": Id(), "limit": Whole(1, 100)})


@routes.add("GET", MESSAGE + "/{emoji}")
async def who(call):
    _, message = _there(call, "READ_MESSAGE_HISTORY")
    page = call.queried(PAGE)
    users = sorted(message.reactions.get(reactions.known(call.params["emoji"]), []), key=int)
    users = [one for one in users if int(one) > int(page.get("after", 0))]
    return [people.user(call.world.users[one]) for one in users[:page.get("limit", 25)]]


@routes.add("DELETE", MESSAGE)
async def clear(call):
    channel, message = _there(call, "MANAGE_MESSAGES")
    awake(channel)
    reactions.clear(call.discord, message)


@routes.add("DELETE", MESSAGE + "/{emoji}")
async def clear_one(call):
    channel, message = _there(call, "MANAGE_MESSAGES")
    awake(channel)
    reactions.clear(call.discord, message, reactions.known(call.params["emoji"]))
