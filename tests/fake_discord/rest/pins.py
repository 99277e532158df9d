"""Pinned messages."""

from ..acts import messages
from ..core import permissions
from ..core.clock import iso
from ..core.errors import Refusal
from .messages import awake, seen
from .routes import routes

MOST = 250


@routes.add("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
async def pin(call):
    _pin(call, True)


@routes.add("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
async def unpin(call):
    _pin(call, False)


@routes.add("PUT", "/channels/{channel_id}/pins/{message_id}")
async def old_pin(call):
    _retired(call)
    _pin(call, True)


@routes.add("DELETE", "/channels/{channel_id}/pins/{message_id}")
async def old_unpin(call):
    _retired(call)
    _pin(call, False)


def _retired(call):
    call.discord.ledger.note("retired route", call.route.template)


def _pin(call, pinned):
    channel = call.channel()
    message = call.message(channel)
    if not channel.recipient:
        call.need(call.discord.rights(call.bot.id, channel), "PIN_MESSAGES")
    awake(channel)
    if pinned and len(channel.pins) >= MOST:
        raise Refusal(30003)
    messages.pin(call.discord, message, pinned)


@routes.add("GET", "/channels/{channel_id}/messages/pins")
async def pins(call):
    channel = call.channel()
    if not call.discord.rights(call.bot.id, channel) & permissions.HISTORY:
        return {"items": [], "has_more": False}
    newest = sorted(channel.pins.items(), key=lambda pin: -pin[1])[:50]
    items = [{"pinned_at": iso(when), "message": seen(call, channel.messages[identity])} for identity, when in newest]
    return {"items": items, "has_more": len(channel.pins) > 50}
