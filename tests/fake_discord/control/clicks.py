"""What people click: buttons, menus, forms. Only what their client would let them."""

import asyncio
import time

from ..acts import interactions
from ..rules import components as parts
from ..views import people, rooms
from . import names
from .deeds import Unfit, deeds

DONE_WAIT = 30.0  # real seconds for what ends a deferral


def _component(discord, as_, message, wanted, kinds, *by):
    """The person, the message, and the one component of it that is meant."""
    one = names.message(discord, message)
    who = names.person(discord, as_)
    if one.ephemeral_to not in (None, who.id):
        raise Unfit(f"{who.name} doesn't see that message")
    channel = discord.world.channels[one.channel]
    if not discord.may(who.id, channel, "VIEW_CHANNEL"):
        raise Unfit(f"{who.name} doesn't see that room")
    if one.author != discord.world.application.bot:
        raise Unfit("that message is not the bot's")
    here = [each for _, each in parts.walk(one.components) if each["type"] in kinds]
    found = [each for each in here if any(each.get(name) == wanted for name in by)]
    if len(found) != 1:
        shown = [each.get("label") or each.get("custom_id") for each in here]
        raise Unfit(f"{len(found)} of {wanted!r} on that message; there are {shown}")
    if found[0].get("disabled"):
        raise Unfit(f"{wanted!r} is disabled")
    return who, one, channel, found[0]


@deeds.add
async def press(discord, as_, message, button, wait=True):
    who, one, channel, found = _component(discord, as_, message, button, (parts.BUTTON,), "custom_id", "label")
    if found["style"] in (parts.LINK, parts.PREMIUM):
        raise Unfit(f"{button!r} is a link")
    data = {"component_type": parts.BUTTON, "custom_id": found["custom_id"], "id": found["id"]}
    begun = interactions.begin(discord, interactions.COMPONENT, who.id, channel, data, message=one.id)
    return await answered(discord, begun, wait)


@deeds.add
async def select(discord, as_, message, menu, values, wait=True):
    who, one, channel, found = _component(discord, as_, message, menu, parts.SELECTS, "custom_id")
    data = {"component_type": found["type"], "custom_id": found["custom_id"], "id": found["id"]}
    data |= _chosen(discord, channel, found, values)
    begun = interactions.begin(discord, interactions.COMPONENT, who.id, channel, data, message=one.id)
    return await answered(discord, begun, wait)


def _chosen(discord, channel, menu, values):
    """The values of a select menu, and what they resolve to."""
    low, high = menu.get("min_values", 1), menu.get("max_values", 1)
    if not low <= len(values) <= high:
        raise Unfit(f"{low} to {high} values, not {len(values)}")
    if menu["type"] == parts.SELECT:
        _known(values, [one["value"] for one in menu["options"]], menu["custom_id"])
        return {"values": values}
    if menu["type"] == parts.USERS:
        found = [names.person(discord, one) for one in values]
        return {"values": [one.id for one in found], "resolved": {"users": {one.id: people.user(one) for one in found}}}
    if menu["type"] == parts.ROLES:
        found = [names.role(discord, discord.world.guilds[channel.guild], one) for one in values]
        return {"values": [one.id for one in found], "resolved": {"roles": {one.id: people.role(one) for one in found}}}
    if menu["type"] == parts.CHANNELS:
        found = [names.room(discord, one) for one in values]
        seen = {one.id: rooms.channel(discord.world, one) | {"permissions": "0"} for one in found}
        return {"values": [one.id for one in found], "resolved": {"channels": seen}}
    raise Unfit("menus of people and roles together are left out of this server")


def _known(values, options, what):
    if unknown := [one for one in values if one not in options]:
        raise Unfit(f"{what!r} has no option {unknown}; there are {options}")


# --- forms ---


def open_forms(discord, who):
    """The forms in front of somebody, newest last."""
    return [one for one in discord.world.interactions.values() if one.user == who.id and one.modal and not one.closed]


def _form(discord, as_, modal):
    who = names.person(discord, as_)
    forms = [one for one in open_forms(discord, who) if modal in (None, one.id, one.modal["custom_id"])]
    if not forms:
        raise Unfit(f"{who.name} has no such form open")
    return who, forms[-1]


@deeds.add
def dismiss(discord, as_, modal=None):
    _form(discord, as_, modal)[1].closed = True
    discord.changed()


@deeds.add
async def submit(discord, as_, fields, modal=None, wait=True):
    who, form = _form(discord, as_, modal)
    left = dict(fields)
    filled = [_filled(discord, one, left) for one in form.modal["components"]]
    if left:
        raise Unfit(f"the form has no field {', '.join(left)}")
    form.closed = True
    channel = discord.world.channels[form.channel]
    data = {"custom_id": form.modal["custom_id"], "components": filled}
    begun = interactions.begin(discord, interactions.SUBMIT, who.id, channel, data, form.message,
                               interactions.metadata(form))
    return await answered(discord, begun, wait)


def _filled(discord, one, left):
    """A component of a form with what was entered, as a submit carries it."""
    told = {"type": one["type"], "id": one["id"]}
    if one["type"] == parts.ROW:
        return told | {"components": [_entered(each, left, each.get("label")) for each in one["components"]]}
    if one["type"] == parts.LABEL:
        return told | {"component": _entered(one["component"], left, one["label"])}
    return told


def _entered(one, left, label):
    told = {"type": one["type"], "id": one["id"], "custom_id": one["custom_id"]}
    value = left.pop(one["custom_id"], None)
    if one["type"] == parts.INPUT:
        return told | {"value": _text(one, one.get("value", "") if value is None else value, label)}
    if one["type"] == 23:
        return told | {"value": bool(one.get("default") if value is None else value)}
    values = [] if value is None else value if isinstance(value, list) else [value]
    if not values and one.get("required", True) and one["type"] != 22:
        raise Unfit(f"{label!r} has to be filled in")
    if one.get("options"):
        _known(values, [each["value"] for each in one["options"]], label)
    return told | ({"value": values[0] if values else None} if one["type"] == 21 else {"values": values})


def _text(one, value, label):
    low = one.get("min_length", 0)
    if one.get("required", True) and not value.strip():
        raise Unfit(f"{label!r} has to be filled in")
    if value and not low <= len(value) <= one.get("max_length", 4000):
        raise Unfit(f"{label!r} takes {low} to {one.get('max_length', 4000)} characters, not {len(value)}")
    return value


# --- what comes back ---


async def answered(discord, one, wait):
    """The interaction, once it was answered or the three seconds are over."""
    if wait:
        overdue = asyncio.ensure_future(discord.clock.until(one.at + interactions.FIRST + 0.01))
        while one.state(discord.clock.now()) == "waiting" and not overdue.done():
            await discord.change(0.25)
        overdue.cancel()
    until = time.monotonic() + DONE_WAIT
    while wait == "done" and one.loading and time.monotonic() < until:
        await discord.change(0.25)
    return facts(discord, one)


def facts(discord, one):
    """An interaction with names for ids, and with the words of its answer."""
    seen = one.facts(discord.clock.now())
    said = one.original and discord.world.message(one.original)
    return seen | {"user": discord.world.users[one.user].name, "text": said.content if said else None,
                   "in": discord.world.channels[one.channel].name if one.channel in discord.world.channels else None}
