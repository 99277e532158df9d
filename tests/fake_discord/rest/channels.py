"""Channels: looked at, changed, deleted, typed into, invited to."""

from ..acts import guilds, threads
from ..core import permissions
from ..core import world as kinds
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Many, Maybe, OneOf, Text, Truth, Whole, left_out
from ..views import people, rooms
from .routes import routes


@routes.add("GET", "/channels/{channel_id}")
async def channel(call):
    return rooms.channel(call.world, call.channel())


LEFT_OUT = dict.fromkeys(("nsfw", "permission_overwrites", "available_tags", "flags",
                          "default_auto_archive_duration"), left_out)
CHANGE = Fields(may=LEFT_OUT | {
    "name": Maybe(Text(1, 100)), "topic": Maybe(Text(0, 1024)), "position": Maybe(Whole(0)), "type": left_out,
    "rate_limit_per_user": Maybe(Whole(0, 21600)), "parent_id": Maybe(Id())})
CHANGE_THREAD = Fields(may={
    "name": Maybe(Text(1, 100)), "archived": Maybe(Truth()), "locked": Maybe(Truth()), "invitable": Maybe(Truth()),
    "auto_archive_duration": Maybe(OneOf(*threads.DURATIONS)), "rate_limit_per_user": Maybe(Whole(0, 21600)),
    "flags": left_out, "applied_tags": Maybe(Many(Id(), 0, 5))})


@routes.add("PATCH", "/channels/{channel_id}")
async def change(call):
    one = call.channel()
    if one.recipient:
        raise Refusal(50003)
    return rooms.channel(call.world, _thread(call, one) if one.is_thread else _channel(call, one))


def _channel(call, one):
    taken = call.body(CHANGE)
    call.need(call.discord.rights(call.bot.id, one), "MANAGE_CHANNELS")
    if taken.get("name", one.name) != one.name or taken.get("topic", one.topic) != one.topic:
        call.discord.limits.rename(one.id)
    one.name = taken.get("name") or one.name
    one.topic = taken.get("topic", one.topic)
    one.parent = taken.get("parent_id", one.parent)
    one.position = one.position if taken.get("position") is None else taken["position"]
    if taken.get("rate_limit_per_user") is not None:
        one.slowmode = taken["rate_limit_per_user"]
    guilds.channel_changed(call.discord, one)
    return one


def _thread(call, one):
    """Who may do what to a thread: topics/threads, Editing & Deleting Threads."""
    taken, facts = call.body(CHANGE_THREAD), one.thread
    rights = call.discord.rights(call.bot.id, one)
    moderator = bool(rights & permissions.BITS["MANAGE_THREADS"])
    _may_change(call, taken, facts, rights, moderator)
    if facts.archived and taken.get("archived") is not False:
        raise Refusal(50083)
    if taken.get("name", one.name) != one.name:
        call.discord.limits.rename(one.id)
    one.name = taken.get("name") or one.name
    facts.auto_archive = taken.get("auto_archive_duration") or facts.auto_archive
    facts.tags = taken["applied_tags"] if taken.get("applied_tags") is not None else facts.tags
    if taken.get("rate_limit_per_user") is not None:
        one.slowmode = taken["rate_limit_per_user"]
    if taken.get("invitable") is not None:
        facts.invitable = taken["invitable"]
    archived = facts.archived if taken.get("archived") is None else taken["archived"]
    threads.set_archived(call.discord, one, archived, taken.get("locked"))
    return one


def _may_change(call, taken, facts, rights, moderator):
    owner = facts.owner == call.bot.id
    if not moderator and ("locked" in taken or "rate_limit_per_user" in taken or facts.locked):
        raise Refusal(50013)
    waking = taken.get("archived") is False
    if waking and facts.archived and not moderator:
        call.need(rights, "SEND_MESSAGES_IN_THREADS")
        if call.bot.id not in facts.members and not owner:
            raise Refusal(50013)
    rest = taken.keys() - ({"archived"} if waking else set())
    if rest and not moderator and not owner:
        raise Refusal(50013)


@routes.add("DELETE", "/channels/{channel_id}")
async def delete(call):
    one = call.channel()
    if one.recipient:
        return rooms.channel(call.world, one)
    call.need(call.discord.rights(call.bot.id, one), "MANAGE_THREADS" if one.is_thread else "MANAGE_CHANNELS")
    seen = rooms.channel(call.world, one)
    (threads.remove if one.is_thread else guilds.close_channel)(call.discord, one)
    return seen


@routes.add("POST", "/channels/{channel_id}/typing")
async def typing(call):
    one = call.channel()
    may_write(call, one)
    data = {"channel_id": one.id, "user_id": call.bot.id, "timestamp": int(call.discord.clock.now())}
    data |= {"guild_id": one.guild} if one.guild else {}
    call.discord.events.in_channel("TYPING_START", one, lambda _: data)


BITS = Maybe(Text(0, 20, r"^\d*$"))
OVERWRITE = Fields(must={"type": Whole(0, 1)}, may={"allow": BITS, "deny": BITS})


@routes.add("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
async def overwrite(call):
    one, taken = call.channel("channel_id", "MANAGE_ROLES"), call.body(OVERWRITE)
    if one.is_thread or one.recipient:
        raise Refusal(50024)
    allow, deny = int(taken.get("allow") or 0), int(taken.get("deny") or 0)
    mine = call.discord.rights(call.bot.id, one)
    if (allow | deny) & ~mine:
        raise Refusal(50013)
    guilds.permit(call.discord, one, call.params["overwrite_id"], allow, deny)


@routes.add("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
async def no_overwrite(call):
    one = call.channel("channel_id", "MANAGE_ROLES")
    if call.params["overwrite_id"] not in one.overwrites:
        raise Refusal(10009)
    guilds.permit(call.discord, one, call.params["overwrite_id"], 0, 0)


INVITE = Fields(may={"max_age": Maybe(Whole(0, 604800)), "max_uses": Maybe(Whole(0, 100)),
                     "temporary": Maybe(Truth()), "unique": Maybe(Truth())})


@routes.add("POST", "/channels/{channel_id}/invites")
async def invite(call):
    one = call.channel("channel_id", "CREATE_INSTANT_INVITE")
    taken = call.body(INVITE)  # no body at all is refused, an empty object isn't
    guild = call.world.guilds[one.guild]
    return {"type": 0, "code": f"fake{one.id[-6:]}", "inviter": people.user(call.bot), "expires_at": None, "flags": 0,
            "max_age": taken.get("max_age", 86400), "max_uses": taken.get("max_uses", 0), "uses": 0, "temporary": False,
            "guild": {"id": guild.id, "name": guild.name, "icon": None, "splash": None, "banner": None,
                      "description": None, "features": [], "verification_level": 0, "vanity_url_code": None,
                      "nsfw_level": 0, "nsfw": False, "premium_subscription_count": 0},
            "channel": {"id": one.id, "type": one.type, "name": one.name}, "guild_id": guild.id}


def may_write(call, one):
    """Whether the bot may say something there, by its permissions and the thread's state."""
    if one.recipient:
        return
    if one.type == kinds.FORUM:
        raise Refusal(40058)
    if one.type == kinds.CATEGORY:
        raise Refusal(50008)
    call.need(call.discord.rights(call.bot.id, one), "SEND_MESSAGES_IN_THREADS" if one.is_thread else "SEND_MESSAGES")
