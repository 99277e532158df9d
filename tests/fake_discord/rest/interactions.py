"""Answers to interactions: the first response, @original, and follow-ups."""

from ..acts import interactions as acts
from ..acts import messages
from ..core.errors import Refusal
from ..rules import callbacks
from ..rules import messages as rules
from ..views import messages as views
from .messages import awake, checked, unlocked
from .routes import routes

HOOK = "/webhooks/{webhook_id}/{webhook_token}"
OPEN = {"open_to_all": True, "beyond_global": True}


@routes.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", **OPEN)
async def callback(call):
    one = _waiting(call)
    raw = call.raw or {}
    taken = call.checked(callbacks.callback(raw, one), raw, _rules)
    if callbacks.retired(taken):
        call.discord.ledger.note("text input in an action row of a modal", "interaction callback")
    data = taken.get("data") or {}
    if taken["type"] in (acts.MESSAGE, acts.DEFERRED):
        unlocked(call, _room(call, one))
    if taken["type"] == acts.MESSAGE:
        rules.not_empty(data, call.files)
    if taken["type"] == acts.UPDATE:
        _standing(call, one.message)
    acts.respond(call.discord, one, taken["type"], data, call.files)
    if call.asks("with_response"):
        return _with_response(call, one)
    return None


def _rules(taken, faults):
    if taken.get("type") in (acts.MESSAGE, acts.UPDATE):
        for rule in (rules.mentions, rules.version_two(None), rules.settable(rules.ANSWERED)):
            rule(taken["data"], faults)


def _room(call, one):
    """Where the interaction came from, if that is there still."""
    if one.channel not in call.world.channels:
        raise Refusal(10003)
    return call.world.channels[one.channel]


def _waiting(call):
    """The interaction, if it still waits for its first response."""
    one = call.world.interactions.get(call.params["interaction_token"])
    if one is None or one.id != call.params["interaction_id"]:
        raise Refusal(10062)
    if one.response is not None:
        raise Refusal(40060)
    late = call.discord.clock.now() - one.at
    if late > acts.FIRST:
        call.discord.ledger.violation("late-answer", f"{late:.2f} s after the interaction", one.id)
        raise Refusal(10062)
    return one


def _with_response(call, one):
    message = one.original and call.world.message(one.original)
    seen = {"id": one.id, "type": one.type, "channel_id": one.channel} | ({"guild_id": one.guild} if one.guild else {})
    if message is None:
        return {"interaction": seen}
    seen |= {"response_message_id": message.id, "response_message_loading": one.loading,
             "response_message_ephemeral": bool(message.ephemeral_to)}
    if one.response not in (acts.MESSAGE, acts.UPDATE):
        return {"interaction": seen}
    return {"interaction": seen, "resource": {"type": one.response, "message": views.message(call.world, message)}}


def _hook(call):
    """The interaction whose token this is, once it was answered and while the token lives."""
    if call.params["webhook_id"] != call.world.application.id:
        raise Refusal(10015)
    one = call.world.interactions.get(call.params["webhook_token"])
    if one is None:
        raise Refusal(10015)
    if call.discord.clock.now() - one.at > acts.LIFE:
        raise Refusal(50027)
    if one.response is None or one.response == acts.CHOICES:
        raise Refusal(10015)
    return one


def _seen(call, message):
    return views.message(call.world, message)


@routes.add("POST", HOOK, **OPEN)
async def follow(call):
    one = _hook(call)
    unlocked(call, _room(call, one))
    taken = checked(call, rules.webhook(call.raw or {}), flags=rules.ANSWERED)
    rules.not_empty(taken, call.files)
    if one.loading:
        call.discord.ledger.note("a follow-up right after a deferral instead of an edit of @original", "webhooks")
    return _seen(call, acts.follow(call.discord, one, taken, call.files))


@routes.add("GET", HOOK + "/messages/{message_id}", **OPEN)
async def read(call):
    return _seen(call, _message(call, _hook(call)))


@routes.add("PATCH", HOOK + "/messages/{message_id}", **OPEN)
async def edit(call):
    one = _hook(call)
    message = _message(call, one)
    awake(_room(call, one))
    taken = checked(call, rules.edit(call.raw or {}, message.flags), message, rules.EDITABLE)
    if message.id == one.original:
        return _seen(call, acts.complete(call.discord, one, taken, call.files))
    return _seen(call, messages.edit(call.discord, message, taken, call.files, acts.ONLY_USERS))


@routes.add("DELETE", HOOK + "/messages/{message_id}", **OPEN)
async def delete(call):
    """What was loading isn't any more: a follow-up is a message of its own then."""
    one = _hook(call)
    message = _message(call, one)
    one.loading = one.loading and message.id != one.original
    messages.delete(call.discord, message)


def _message(call, one):
    """@original, or one of this interaction's own messages."""
    wanted = call.params["message_id"]
    if wanted == "@original":
        return acts.original(call.discord, one)
    if wanted not in (one.original, *one.followups):
        raise Refusal(10008)
    return _standing(call, wanted)


def _standing(call, identity):
    message = call.world.message(identity)
    if message is None or message.deleted:
        raise Refusal(10008)
    return message
