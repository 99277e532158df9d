"""Interactions: somebody presses, types or submits, and the application has three seconds."""

import secrets

from ..core import world as kinds
from ..core.errors import Refusal
from ..views import messages as views
from ..views import people, rooms
from . import messages
from .mentions import ONLY_USERS

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
NAMES = {MESSAGE: "message", DEFERRED: "deferred", DEFERRED_UPDATE: "deferred_update", UPDATE: "update",
         CHOICES: "choices", MODAL: "modal"}
KINDS = {COMMAND: "command", COMPONENT: "component", AUTOCOMPLETE: "autocomplete", SUBMIT: "submit"}
FIRST, LIFE = 3.0, 900.0  # seconds


class Interaction:
    """One of them, from the press to the end of its token. Plain data, so that it can be saved."""

    def __init__(self, identity, type, user, channel, guild, data, at, message=None, opened_by=None):
        self.id, self.type, self.user, self.channel, self.guild = identity, type, user, channel, guild
        self.data, self.at, self.message = data, at, message  # message: the one with the component
        self.opened_by = opened_by  # of a submit: metadata of the interaction that the form answered
        self.token = secrets.token_urlsafe(64)
        self.response = None  # the type of the first response
        self.responded_at = None
        self.original = None  # the message that @original is
        self.loading = False  # deferred, and nothing has come since
        self.ephemeral = False
        self.modal = None
        self.closed = False  # the form was sent or dismissed
        self.choices = None
        self.followups = []

    def state(self, now):
        if self.response is not None:
            return "answered"
        return "failed" if now - self.at > FIRST else "waiting"

    def facts(self, now):
        modal = self.modal and {"id": self.id} | self.modal
        return {"id": self.id, "kind": KINDS[self.type], "state": self.state(now), "user": self.user,
                "seconds": None if self.responded_at is None else round(self.responded_at - self.at, 4),
                "response": NAMES.get(self.response), "message": self.original, "loading": self.loading,
                "ephemeral": self.ephemeral, "modal": modal, "choices": self.choices, "followups": self.followups}


def begin(discord, type, user, channel, data, message=None, opened_by=None):
    """Sends INTERACTION_CREATE, which needs no intent."""
    one = Interaction(discord.next_id(), type, user, channel.id, channel.guild, data, discord.clock.now(),
                      message, opened_by)
    discord.world.interactions[one.token] = one
    discord.events.send("INTERACTION_CREATE", channel.guild, lambda _: payload(discord, one), direct=not channel.guild)
    return one


def payload(discord, one):
    """The interaction as the application gets it."""
    world, channel = discord.world, discord.world.channels[one.channel]
    bot = world.application.bot
    seen = {
        "id": one.id, "application_id": world.application.id, "type": one.type, "data": one.data, "token": one.token,
        "version": 1, "channel_id": channel.id, "locale": world.users[one.user].locale, "entitlements": [],
        "entitlement_sku_ids": [], "app_permissions": str(discord.rights(bot, channel)),
        "attachment_size_limit": 10 << 20, "authorizing_integration_owners": {"0": one.guild or "0"},
        "context": 0 if one.guild else 1,
        "channel": rooms.channel(world, channel) | {"permissions": str(discord.rights(one.user, channel))},
    }
    if one.guild:
        guild = world.guilds[one.guild]
        seen |= {"guild_id": guild.id, "guild_locale": guild.locale,
                 "guild": {"id": guild.id, "locale": guild.locale, "features": []},
                 "member": people.member(world, guild.members[one.user]) | {
                     "permissions": str(discord.rights(one.user, channel))}}
    else:
        seen["user"] = people.user(world.users[one.user])
    if one.message:
        seen["message"] = views.message(world, world.message(one.message))
    return seen


def metadata(one, follows=None):
    """`interaction_metadata` of the messages that answer it; `follows` is the first of them."""
    facts = {"id": one.id, "type": one.type, "user": one.user,
             "authorizing_integration_owners": {"0": one.guild or "0"}}
    if one.type == COMPONENT:
        facts["interacted_message_id"] = one.message
    if one.type == SUBMIT:
        facts["triggering_interaction_metadata"] = one.opened_by
    if one.type == COMMAND and one.data["type"] == 3:
        facts["target_message_id"] = one.data["target_id"]
    return facts | ({"original_response_message_id": follows} if follows else {})


# --- the first response ---


def respond(discord, one, kind, taken, files=()):
    """What a first response brings about; that it may come was asked before."""
    one.response, one.responded_at = kind, discord.clock.now()
    if kind == MESSAGE:
        one.original = _say(discord, one, taken, files).id
    elif kind == DEFERRED:
        flags = kinds.LOADING | ((taken.get("flags") or 0) & kinds.EPHEMERAL)
        message = _say(discord, one, {"flags": flags & kinds.EPHEMERAL}, (), loading=True)
        one.original, one.loading = message.id, True
    elif kind in (UPDATE, DEFERRED_UPDATE):
        one.original = one.message
        if kind == UPDATE:
            messages.edit(discord, discord.world.message(one.message), taken, files, ONLY_USERS)
    elif kind == CHOICES:
        one.choices = taken["choices"]
    elif kind == MODAL:
        one.modal = taken
    discord.changed()


def _say(discord, one, taken, files, loading=False):
    """A message of the application in answer to an interaction."""
    channel = discord.world.channels[one.channel]
    ephemeral = bool((taken.get("flags") or 0) & kinds.EPHEMERAL)
    one.ephemeral = one.ephemeral or (one.original is None and ephemeral)
    type, reference = _type_and_reference(discord, one)
    message = messages.post(
        discord, channel, discord.world.application.bot, taken, files, ONLY_USERS, tell=False, type=type,
        reference=reference, webhook=discord.world.application.id, interaction=metadata(one),
        ephemeral_to=one.user if ephemeral else None)
    if loading:
        message.flags |= kinds.LOADING
    discord.events.message("MESSAGE_CREATE", message)
    return message


def _type_and_reference(discord, one):
    """20 after a slash command, 23 after a context menu, 19 as a reply to what was pressed."""
    if one.type == COMMAND and one.data["type"] == 3:
        return 23, _pointing(one, one.data["target_id"])
    if one.type == COMMAND:
        return (20 if one.data["type"] == 1 else 23), None
    return (19, _pointing(one, one.message)) if one.message else (0, None)


def _pointing(one, message):
    """A reference to a message of the same room."""
    reference = {"type": 0, "message_id": message, "channel_id": one.channel}
    return reference | {"guild_id": one.guild} if one.guild else reference


# --- what comes after it ---


def follow(discord, one, taken, files=()):
    """A follow-up. Right after a deferral it takes the place of what is loading, as ephemeral as that."""
    if one.loading:
        return complete(discord, one, taken, files)
    channel = discord.world.channels[one.channel]
    first = one.original and discord.world.message(one.original)
    ephemeral = bool((taken.get("flags") or 0) & kinds.EPHEMERAL)
    reference = _pointing(one, first.id) if first and not first.deleted else None
    message = messages.post(
        discord, channel, discord.world.application.bot, taken, files, ONLY_USERS, type=19 if reference else 0,
        reference=reference, webhook=discord.world.application.id, interaction=metadata(one, one.original),
        ephemeral_to=one.user if ephemeral else None)
    one.followups.append(message.id)
    return message


def complete(discord, one, taken, files=()):
    """An edit of @original; what was loading is there now."""
    message = original(discord, one)
    one.loading = False
    return messages.edit(discord, message, taken, files, ONLY_USERS)


def original(discord, one):
    message = one.original and discord.world.message(one.original)
    if message is None or message.deleted:
        raise Refusal(10008)
    return message
