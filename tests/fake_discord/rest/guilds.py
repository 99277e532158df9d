"""Guilds, their channels, roles and members."""

from ..acts import guilds
from ..core import permissions
from ..core import world as kinds
from ..core.clock import instant_from_iso
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Many, Maybe, Text, Whole, left_out
from ..views import people, rooms
from .answer import Answer
from .channels import LEFT_OUT
from .routes import routes


@routes.add("GET", "/guilds/{guild_id}")
async def guild(call):
    return rooms.guild(call.world, call.guild(), counts=call.asks("with_counts"))


@routes.add("GET", "/guilds/{guild_id}/channels")
async def channels(call):
    """Every channel of the guild, seen or not; no threads."""
    return [rooms.channel(call.world, one) for one in call.world.channels_of(call.guild())]


@routes.add("GET", "/guilds/{guild_id}/roles")
async def roles(call):
    return [people.role(one) for one in call.guild().roles.values()]


@routes.add("GET", "/guilds/{guild_id}/roles/{role_id}")
async def role(call):
    found = call.guild().roles.get(call.params["role_id"])
    if found is None:
        raise Refusal(10011)
    return people.role(found)


PAGE = Fields(may={"limit": Whole(1, 1000), "after": Id()})


@routes.add("GET", "/guilds/{guild_id}/members")
async def members(call):
    """Needs the GUILD_MEMBERS intent in the portal."""
    one, page = call.guild(), call.queried(PAGE)
    if "members" not in call.world.application.privileged:
        raise Refusal(50001)
    found = sorted((int(user), member) for user, member in one.members.items())
    after = [member for user, member in found if user > int(page.get("after", 0))]
    return [people.member(call.world, each) for each in after[:page.get("limit", 1)]]


SEARCH = Fields(must={"query": Text(1, 100)}, may={"limit": Whole(1, 1000)})


@routes.add("GET", "/guilds/{guild_id}/members/search")
async def search(call):
    one, page = call.guild(), call.queried(SEARCH)
    start = page["query"].lower()
    found = [each for user, each in one.members.items()
             if call.world.users[user].name.startswith(start) or (each.nick or "").lower().startswith(start)]
    return [people.member(call.world, each) for each in found[:page.get("limit", 1)]]


def _member(call, one):
    user = call.params.get("user_id", call.bot.id)
    found = one.members.get(user)
    if found is None:
        raise Refusal(10007 if user in call.world.users else 10013)
    return found


@routes.add("GET", "/guilds/{guild_id}/members/{user_id}")
async def member(call):
    return people.member(call.world, _member(call, call.guild()))


@routes.add("GET", "/users/@me/guilds/{guild_id}/member")
async def own_member(call):
    """Discord gives this to users with a scope, not to bots."""
    raise Refusal(20001, 403, "Bots cannot use this endpoint")


NICK = Fields(may={"nick": Maybe(Text(0, 32))})


@routes.add("PATCH", "/guilds/{guild_id}/members/@me")
async def own_nick(call):
    one = call.guild()
    taken = call.body(NICK)
    call.need_in_guild(one, "CHANGE_NICKNAME")
    mine = call.world.bot_member(one)
    mine.nick = taken.get("nick") or None
    guilds.member_changed(call.discord, one, mine)
    return people.member(call.world, mine)


CHANGE = Fields(may=dict.fromkeys(("mute", "deaf", "channel_id", "flags"), left_out) | {
    "nick": Maybe(Text(0, 32)), "roles": Maybe(Many(Id())), "communication_disabled_until": Maybe(Text(1, 64))})


@routes.add("PATCH", "/guilds/{guild_id}/members/{user_id}")
async def change_member(call):
    one = call.guild()
    other, taken = _member(call, one), call.body(CHANGE)
    if "nick" in taken:
        call.need_in_guild(one, "MANAGE_NICKNAMES")
        _above(call, one, other)
        other.nick = taken["nick"] or None
    if taken.get("roles") is not None:
        call.need_in_guild(one, "MANAGE_ROLES")
        for changed in set(taken["roles"]) ^ set(other.roles):
            _may_grant(call, one, changed)
        other.roles = taken["roles"]
    if "communication_disabled_until" in taken:
        call.need_in_guild(one, "MODERATE_MEMBERS")
        _above(call, one, other)
        other.timeout = instant_from_iso(taken["communication_disabled_until"])
    guilds.member_changed(call.discord, one, other)
    return people.member(call.world, other)


def _above(call, one, other):
    """Kicks, bans, nicknames and time-outs obey the hierarchy."""
    mine = call.world.bot_member(one)
    if permissions.highest(one, mine) <= permissions.highest(one, other):
        raise Refusal(50013)


def _may_grant(call, one, identity):
    if identity not in one.roles:
        raise Refusal(10011)
    if one.roles[identity].managed_by:
        raise Refusal(50028)
    if permissions.highest(one, call.world.bot_member(one)) <= one.roles[identity].position:
        raise Refusal(50013)


@routes.add("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def grant(call):
    _change_role(call, True)


@routes.add("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def revoke(call):
    _change_role(call, False)


def _change_role(call, granted):
    one = call.guild()
    other, identity = _member(call, one), call.params["role_id"]
    call.need_in_guild(one, "MANAGE_ROLES")
    _may_grant(call, one, identity)
    if granted and identity not in other.roles:
        other.roles.append(identity)
    if not granted and identity in other.roles:
        other.roles.remove(identity)
    guilds.member_changed(call.discord, one, other)


@routes.add("DELETE", "/guilds/{guild_id}/members/{user_id}")
async def kick(call):
    one = call.guild()
    other = _member(call, one)
    call.need_in_guild(one, "KICK_MEMBERS")
    _above(call, one, other)
    guilds.part(call.discord, one, other.user)


@routes.add("GET", "/guilds/{guild_id}/threads/active")
async def active_threads(call):
    """All active threads that the bot can see."""
    one = call.guild()
    found = [each for each in call.world.channels_of(one, threads=True)
             if not each.thread.archived and call.discord.rights(call.bot.id, each) & permissions.VIEW]
    found.sort(key=lambda each: int(each.id), reverse=True)
    return {"threads": [rooms.thread(call.world, each) for each in found],
            "members": [rooms.thread_member(each, call.bot.id) for each in found if call.bot.id in each.thread.members],
            "has_more": False}


NEW = Fields(must={"name": Text(1, 100)}, may=LEFT_OUT | {
    "type": Maybe(Whole(0, 16)), "topic": Maybe(Text(0, 1024)), "parent_id": Maybe(Id()), "position": left_out,
    "rate_limit_per_user": Maybe(Whole(0, 21600))})


@routes.add("POST", "/guilds/{guild_id}/channels")
async def new_channel(call):
    one, taken = call.guild(), call.body(NEW)
    call.need_in_guild(one, "MANAGE_CHANNELS")
    if taken.get("type", 0) not in (kinds.TEXT, kinds.VOICE, kinds.CATEGORY, kinds.ANNOUNCEMENT, kinds.FORUM):
        raise Refusal(50024)
    made = guilds.open_channel(
        call.discord, one, taken["name"], taken.get("type") or kinds.TEXT, topic=taken.get("topic"),
        parent=taken.get("parent_id"), slowmode=taken.get("rate_limit_per_user") or 0)
    return Answer(201, rooms.channel(call.world, made))
