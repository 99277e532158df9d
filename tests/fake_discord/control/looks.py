"""What can be looked at, and waiting until it is as one wants."""

import asyncio
import time

from ..core import permissions
from ..rules import components as parts
from ..views import messages as views
from ..views import rooms
from . import clicks, names
from .deeds import Unfit, deeds


BREATH = 0.005  # seconds between two looks, so that a flood isn't looked at message by message


@deeds.look
def messages(discord, in_=None, as_=None, by=None, contains=None, after=None, mentions=None, embeds=None,
             buttons=None, ephemeral=None, deleted=False, reply=None):
    who = names.person(discord, as_) if as_ else None
    where = [names.room(discord, in_, who)] if in_ else list(discord.world.channels.values())
    author = names.person(discord, by).id if by else None
    named = names.person(discord, mentions).id if mentions else None
    found = [one for channel in where if who is None or discord.rights(who.id, channel) & permissions.VIEW
             for one in channel.after(after) if deleted or not one.deleted]
    wanted = {
        "by": author and (lambda one: one.author == author),
        "contains": contains and (lambda one: contains in one.content or contains in text_of(one)),
        "mentions": named and (lambda one: named in one.mentions),
        "embeds": embeds is not None and (lambda one: bool(one.embeds) == embeds),
        "buttons": buttons is not None and (lambda one: bool(one.components) == buttons),
        "ephemeral": ephemeral is not None and (lambda one: bool(one.ephemeral_to) == ephemeral),
        "reply": reply and (lambda one: (one.reference or {}).get("message_id") == reply),
        "as": who and (lambda one: one.ephemeral_to in (None, who.id)),
    }
    tests = [test for test in wanted.values() if test]
    found = [one for one in found if all(test(one) for test in tests)]
    return [shown(discord, one) for one in sorted(found, key=lambda one: int(one.id))]


def text_of(one):
    """What a message says besides its text: in embeds, and in components of version 2."""
    texts = []
    for embed in one.embeds:
        texts += [embed.get("title", ""), embed.get("description", "")]
        texts += [text for field in embed.get("fields", []) for text in (field["name"], field["value"])]
    texts += [each["content"] for _, each in parts.walk(one.components) if each["type"] == parts.TEXT]
    return "\n".join(texts)


def shown(discord, one):
    """A message with what only this side knows."""
    world = discord.world
    author = one.webhook_name or world.users[one.author].name
    pings = [ping["who"] for ping in world.pings if ping["message"] == one.id] if one.mentions or \
        one.mention_roles or one.mention_everyone else []
    return views.message(world, one) | {
        "in": world.channels[one.channel].name, "by": author, "deleted": one.deleted, "edits": one.edits,
        "ephemeral_to": one.ephemeral_to and world.users[one.ephemeral_to].name, "pings": pings,
        "thread_id": one.thread}


@deeds.look
def message(discord, message):
    return shown(discord, names.message(discord, message, deleted=True))


@deeds.look
def reactions(discord, message):
    one = names.message(discord, message)
    return {emoji: [discord.world.users[user].name for user in who] for emoji, who in one.reactions.items()}


@deeds.look
def threads(discord, in_=None, archived=None):
    parent = names.room(discord, in_).id if in_ else None
    found = [one for one in discord.world.channels.values() if one.is_thread and parent in (None, one.parent)]
    users = discord.world.users
    return [rooms.thread(discord.world, one) | {"members": [users[who].name for who in one.thread.members]}
            for one in found if archived in (None, one.thread.archived)]


@deeds.look
def commands(discord, guild=None):
    scope = names.guild(discord, guild).id if guild else None
    return list(discord.world.application.commands.get(scope, {}).values())


@deeds.look
def members(discord, guild=None):
    one = names.guild(discord, guild)
    return [_member(discord, one, each) for each in one.members.values()]


def _member(discord, guild, member):
    rights = permissions.in_guild(guild, member, discord.clock.now())
    return {"id": member.user, "name": discord.world.users[member.user].name, "nick": member.nick,
            "roles": [guild.roles[role].name for role in member.roles],
            "permissions": [name for name, bit in permissions.BITS.items() if rights & bit]}


@deeds.look
def modals(discord, as_):
    return [{"id": one.id} | one.modal for one in clicks.open_forms(discord, names.person(discord, as_))]


@deeds.look
def interactions(discord, as_=None, state=None, kind=None):
    who = names.person(discord, as_).name if as_ else None
    found = [clicks.facts(discord, one) for one in discord.world.interactions.values()]
    return [one for one in found if who in (None, one["user"]) and state in (None, one["state"])
            and kind in (None, one["kind"])]


@deeds.look
def interaction(discord, id):
    found = [one for one in discord.world.interactions.values() if one.id == id]
    if not found:
        raise Unfit(f"there is no interaction {id}")
    return clicks.facts(discord, found[0])


@deeds.look
def pings(discord, who=None, in_=None):
    channel = names.room(discord, in_).id if in_ else None
    return [one for one in discord.world.pings if who in (None, one["who"]) and channel in (None, one["channel"])]


@deeds.look
def sessions(discord, state=None):
    return [one.facts() for one in discord.events.sessions.values() if state in (None, one.state)]


@deeds.look
def identifies(discord):
    return discord.identifies.answers


@deeds.look
def requests(discord, method=None, route=None, path=None, status=None, since=None):
    return [one for one in discord.ledger.requests if method in (None, one["method"]) and route in (None, one["route"])
            and (path or "") in one["path"] and status in (None, one["status"]) and one["n"] > (since or 0)]


@deeds.look
def counters(discord):
    ledger = discord.ledger
    return {"requests": dict(ledger.counts), "events": dict(ledger.events), "429": len(ledger.limited),
            "invalid": discord.budget.total, "identifies": len(discord.identifies.answers), "last": ledger.number}


@deeds.look
def limited(discord, provoked=None):
    return [one for one in discord.ledger.limited if provoked in (None, one["provoked"])]


@deeds.look
def refused(discord, least=1):
    return discord.ledger.refused(least)


@deeds.look
def violations(discord):
    return discord.ledger.violations


@deeds.look
def noted(discord):
    return discord.ledger.notes()


@deeds.look
def world(discord):
    one = discord.world
    return {
        "application": {"id": one.application.id, "name": one.application.name, "bot": one.application.bot},
        "users": {each.name: each.id for each in one.users.values()},
        "guilds": {each.name: each.id for each in one.guilds.values()},
        "channels": {each.name: each.id for each in one.channels.values() if each.name},
        "directs": {one.users[each.recipient].name: each.id for each in one.channels.values() if each.recipient},
        "roles": {each.name: {role.name: role.id for role in each.roles.values()} for each in one.guilds.values()},
    }


@deeds.look
def loads(discord, load=None):
    return [one.facts() for one in discord.loads.values() if load in (None, one.id)]


@deeds.add
async def wait(discord, look, count=1, gone=False, seconds=10):
    """Until the look shows what is waited for; its rows."""
    function, given = deeds.find(look)
    if not getattr(function, "look", False):
        raise Unfit(f"{look['do']} is no look")
    until = time.monotonic() + seconds
    while True:
        rows = function(discord, **given)
        enough = not rows if gone else bool(rows) if isinstance(rows, dict) else len(rows) >= count
        if enough:
            return rows
        left = until - time.monotonic()
        if left <= 0:
            last = rows if isinstance(rows, dict) else rows[-3:]
            raise Unfit(f"waited {seconds} s for {'none' if gone else count} of {look}; last {last}")
        await discord.change(left)
        await asyncio.sleep(min(BREATH, left))


@deeds.add
def forget(discord):
    discord.ledger.clear()
