"""Threads over REST: begun, joined, left, listed."""

from ..acts import messages, threads
from ..core import world as kinds
from ..core.clock import instant_from_iso, iso
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Many, Maybe, OneOf, Text, Truth, Whole
from ..rules import messages as rules
from ..views import messages as views
from ..views import people, rooms
from .answer import Answer
from .routes import routes

BASE = {"auto_archive_duration": Maybe(OneOf(*threads.DURATIONS)), "rate_limit_per_user": Maybe(Whole(0, 21600))}
NAME = {"name": Text(1, 100)}
FROM_MESSAGE = Fields(must=NAME, may=BASE)
WITHOUT = Fields(must=NAME, may=BASE | {"type": Maybe(OneOf(10, 11, 12)), "invitable": Maybe(Truth())})


def _created(call, thread, message=None):
    seen = rooms.thread(call.world, thread)
    return Answer(201, seen | ({"message": views.message(call.world, message)} if message else {}))


def _more(taken):
    return {"auto_archive": taken.get("auto_archive_duration") or 4320,
            "slowmode": taken.get("rate_limit_per_user") or 0}


@routes.add("POST", "/channels/{channel_id}/messages/{message_id}/threads")
async def from_message(call):
    channel, taken = call.channel(), call.body(FROM_MESSAGE)
    if channel.type not in (kinds.TEXT, kinds.ANNOUNCEMENT):
        raise Refusal(50024)
    call.need(call.discord.rights(call.bot.id, channel), "CREATE_PUBLIC_THREADS")
    message = call.message(channel)
    return _created(call, threads.start(call.discord, channel, call.bot.id, taken["name"], message, **_more(taken)))


@routes.add("POST", "/channels/{channel_id}/threads")
async def without_message(call):
    channel = call.channel()
    if channel.type == kinds.FORUM:
        return _post(call, channel)
    if channel.type not in (kinds.TEXT, kinds.ANNOUNCEMENT):
        raise Refusal(50024)
    taken = call.body(WITHOUT)
    kind = taken.get("type") or kinds.PRIVATE_THREAD  # Discord's default in version 10
    need = "CREATE_PRIVATE_THREADS" if kind == kinds.PRIVATE_THREAD else "CREATE_PUBLIC_THREADS"
    call.need(call.discord.rights(call.bot.id, channel), need)
    more = _more(taken) | ({"invitable": taken["invitable"]} if taken.get("invitable") is not None else {})
    return _created(call, threads.start(call.discord, channel, call.bot.id, taken["name"], type=kind, **more))


def _post(call, forum):
    """A post of a forum: a thread whose first message has its id."""
    inner = (call.raw or {}).get("message") or {}
    shape = Fields(must=NAME | {"message": rules.create(inner)}, may=BASE | {"applied_tags": Maybe(Many(Id(), 0, 5))})
    taken = call.checked(shape, call.raw or {})
    call.need(call.discord.rights(call.bot.id, forum), "SEND_MESSAGES")
    tags = taken.get("applied_tags") or []
    if forum.flags & 1 << 4 and not tags:
        raise Refusal(40067)
    if set(tags) - {one["id"] for one in forum.tags}:
        raise Refusal(50035, errors={"applied_tags": {"_errors": [{"code": "UNKNOWN_TAG", "message": "Unknown tag"}]}})
    rules.not_empty(taken["message"], call.files)
    thread = threads.start(
        call.discord, forum, call.bot.id, taken["name"], type=kinds.PUBLIC_THREAD, tags=tags, **_more(taken))
    message = messages.post(call.discord, thread, call.bot.id, taken["message"], call.files, identity=thread.id)
    thread.thread.count = thread.thread.total = 0
    return _created(call, thread, message)


# --- members ---


def _thread(call, *needs):
    channel = call.channel("channel_id", *needs)
    if not channel.is_thread:
        raise Refusal(50024)
    return channel


def _awake(thread):
    if thread.thread.archived:
        raise Refusal(50083)


@routes.add("PUT", "/channels/{channel_id}/thread-members/@me")
async def join(call):
    thread = _thread(call)
    _awake(thread)
    threads.join(call.discord, thread, call.bot.id)


@routes.add("PUT", "/channels/{channel_id}/thread-members/{user_id}")
async def add(call):
    thread = _thread(call, "SEND_MESSAGES_IN_THREADS")
    _awake(thread)
    if call.params["user_id"] not in call.world.guilds[thread.guild].members:
        raise Refusal(10007)
    threads.join(call.discord, thread, call.params["user_id"])


@routes.add("DELETE", "/channels/{channel_id}/thread-members/@me")
async def leave(call):
    thread = _thread(call)
    _awake(thread)
    threads.leave(call.discord, thread, call.bot.id)


@routes.add("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
async def remove(call):
    thread = _thread(call)
    _awake(thread)
    own = thread.type == kinds.PRIVATE_THREAD and thread.thread.owner == call.bot.id
    if not own:
        call.need(call.discord.rights(call.bot.id, thread), "MANAGE_THREADS")
    threads.leave(call.discord, thread, call.params["user_id"])


def _member(call, thread, user):
    seen = rooms.thread_member(thread, user)
    if call.asks("with_member"):
        seen["member"] = people.member(call.world, call.world.guilds[thread.guild].members[user])
    return seen


@routes.add("GET", "/channels/{channel_id}/thread-members/{user_id}")
async def member(call):
    thread = _thread(call)
    user = call.bot.id if call.params["user_id"] == "@me" else call.params["user_id"]
    if user not in thread.thread.members:
        raise Refusal(10007)
    return _member(call, thread, user)


MEMBERS = Fields(may={"with_member": Text(), "after": Id(), "limit": Whole(1, 100)})


@routes.add("GET", "/channels/{channel_id}/thread-members")
async def members(call):
    """Needs the GUILD_MEMBERS intent in the portal."""
    thread, page = _thread(call), call.queried(MEMBERS)
    if "members" not in call.world.application.privileged:
        raise Refusal(50001)
    found = sorted(thread.thread.members, key=int)
    if call.asks("with_member"):
        found = [user for user in found if int(user) > int(page.get("after", 0))][:page.get("limit", 100)]
    return [_member(call, thread, user) for user in found]


# --- archives ---

PAGE = Fields(may={"before": Text(1, 64), "limit": Whole(2, 100)})


@routes.add("GET", "/channels/{channel_id}/threads/archived/public")
async def archived_public(call):
    return _archive(call, lambda one: one.type != kinds.PRIVATE_THREAD, "READ_MESSAGE_HISTORY")


@routes.add("GET", "/channels/{channel_id}/threads/archived/private")
async def archived_private(call):
    return _archive(call, lambda one: one.type == kinds.PRIVATE_THREAD, "READ_MESSAGE_HISTORY", "MANAGE_THREADS")


@routes.add("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
async def archived_joined(call):
    """Those that the bot is in, by id; `before` is one."""
    return _archive(call, lambda one: one.type == kinds.PRIVATE_THREAD and call.bot.id in one.thread.members,
                    "READ_MESSAGE_HISTORY", by_id=True)


def _archive(call, wanted, *needs, by_id=False):
    channel, page = call.channel("channel_id", *needs), call.queried(PAGE)

    def place(one):
        return int(one.id) if by_id else one.thread.archive_at
    before = None
    if "before" in page:
        before = int(page["before"]) if by_id else instant_from_iso(page["before"])
        if before is None:
            raise Refusal(50035, errors={"before": {"_errors": [{
                "code": "DATE_TIME_TYPE_PARSE", "message": "Could not parse. Should be ISO8601."}]}})
    found = [one for one in call.world.inside(channel) if one.is_thread and one.thread.archived and wanted(one)
             and (before is None or _earlier(one, place, before, by_id))]
    found.sort(key=place, reverse=True)
    most = page.get("limit", 50)
    seen = [rooms.thread(call.world, one) for one in found[:most]]
    mine = [rooms.thread_member(one, call.bot.id) for one in found[:most] if call.bot.id in one.thread.members]
    return {"threads": seen, "members": mine, "has_more": len(found) > most}


def _earlier(one, place, before, by_id):
    """Times are compared as they are written, to the microsecond."""
    return place(one) < before if by_id else iso(place(one)) < iso(before)
