"""Messages over REST: read, said, changed, deleted, pinned."""

import itertools

from ..acts import messages
from ..core import permissions
from ..core import world as kinds
from ..core.clock import instant_of
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Many, Whole
from ..rules import messages as rules
from ..views import messages as views
from .channels import may_write
from .routes import routes

WEEKS = 14 * 86400
PAGE = Fields(may={"before": Id(), "after": Id(), "around": Id(), "limit": Whole(1, 100)})
SYSTEM = (0, 19, 20, 23)  # what isn't one of these is a message of Discord's own


def seen(call, message, nonce=False):
    return views.message(call.world, message, call.discord.reads_content(), nonce)


@routes.add("GET", "/channels/{channel_id}/messages")
async def history(call):
    """Newest first. Without READ_MESSAGE_HISTORY it is empty, and no error."""
    channel, page = call.channel(), call.queried(PAGE)
    given = [name for name in ("before", "after", "around") if name in page]
    if len(given) > 1:
        raise Refusal(50035, errors={"_errors": [{"code": "MUTUALLY_EXCLUSIVE", "message": "before, after, around"}]})
    if channel.type in (kinds.FORUM, kinds.CATEGORY):
        raise Refusal(50008)
    if not call.discord.rights(call.bot.id, channel) & permissions.HISTORY:
        return []
    return [seen(call, one) for one in _page(channel, page)]


def _page(channel, page):
    most = page.get("limit", 50)
    if "after" in page:
        return _standing(channel.after(page["after"]), most)[::-1]
    if "around" in page:
        older = _standing(channel.before(int(page["around"]) + 1), most // 2 + 1)
        return _standing(channel.after(page["around"]), most - len(older))[::-1] + older
    return _standing(channel.before(page.get("before")), most)


def _standing(messages_, most):
    """The first so many that anybody can see."""
    return list(itertools.islice((one for one in messages_ if not one.deleted and not one.ephemeral_to), most))


@routes.add("GET", "/channels/{channel_id}/messages/{message_id}")
async def one(call):
    channel = call.channel("channel_id", "READ_MESSAGE_HISTORY")
    return seen(call, call.message(channel))


@routes.add("POST", "/channels/{channel_id}/messages")
async def create(call):
    channel = call.channel()
    taken = checked(call, rules.create(call.raw or {}))
    may_write(call, channel)
    unlocked(call, channel)
    _reachable(call, channel)
    _rights(call, channel, taken)
    known = _said_before(call, channel, taken)
    if known is not None:
        return seen(call, known, nonce=True)
    reference = _reference(call, channel, taken)
    rules.not_empty(taken, call.files)
    message = messages.post(call.discord, channel, call.bot.id, taken, call.files, reference=reference,
                            type=19 if reference else 0)
    if taken.get("nonce") is not None:
        key = (call.bot.id, channel.id, str(taken["nonce"]))
        call.world.nonces[key] = (call.discord.clock.now(), message.id)
    return seen(call, message, nonce=True)


def checked(call, shape, message=None, flags=rules.SETTABLE):
    """The body of a message, with the rules that look at more than one of its fields.

    `message` is the one that it edits, `flags` are those that can be set here.
    """
    together = (rules.nonce, rules.mentions, rules.version_two(message), rules.settable(flags))
    taken = call.checked(shape, {} if call.raw is None else call.raw, *together)
    if any(len(file["data"]) > rules.LARGEST_FILE for file in call.files):
        raise Refusal(40005)
    told = {str(one["id"]) for one in taken.get("attachments") or []}
    sent = {file["field"].removeprefix("files[").removesuffix("]") for file in call.files}
    if call.request.method == "POST" and told - sent:
        raise Refusal(50035, errors={"attachments": {"_errors": [{
            "code": "ATTACHMENT_NOT_FOUND", "message": f"no files[n] for {', '.join(sorted(told - sent))}"}]}})
    return taken


def _reachable(call, channel):
    """A direct message takes a guild in common, and somebody who wants it."""
    if channel.recipient is None:
        return
    user = call.world.users[channel.recipient]
    common = any(user.id in one.members and call.world.bot_member(one) for one in call.world.guilds.values())
    if not common:
        raise Refusal(50278)
    if not user.dms_open:
        raise Refusal(50007)


def _rights(call, channel, taken):
    if channel.recipient:
        return
    rights = call.discord.rights(call.bot.id, channel)
    if taken.get("tts"):
        call.need(rights, "SEND_TTS_MESSAGES")
    if call.files:
        call.need(rights, "ATTACH_FILES")
    if taken.get("embeds") and not rights & permissions.BITS["EMBED_LINKS"]:
        raise Refusal(50013)


def _said_before(call, channel, taken):
    """The message with the same nonce, where it is to be unique; 10008 if that is gone by now."""
    nonce = taken.get("nonce")
    if nonce is None or not taken.get("enforce_nonce"):
        return None
    when, identity = call.world.nonces.get((call.bot.id, channel.id, str(nonce)), (0, None))
    if identity is None or call.discord.clock.now() - when > call.discord.settings.nonce_window:
        return None
    message = channel.messages[identity]
    if message.deleted:
        raise Refusal(10008)
    return message


def _reference(call, channel, taken):
    """What a reply points to, or None."""
    given = taken.get("message_reference")
    if not given or not given.get("message_id"):
        return None
    if given.get("type"):
        raise Refusal(50035, errors={"message_reference": {"_errors": [{
            "code": "FORWARD", "message": "Forwards are left out of this server"}]}})
    there = channel.messages.get(given["message_id"])
    if there is None or there.deleted or there.ephemeral_to or given.get("channel_id", channel.id) != channel.id:
        if given.get("fail_if_not_exists") is False:
            return None
        raise Refusal(50035, errors={"message_reference": {"_errors": [{
            "code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]}})
    if there.type not in SYSTEM:
        raise Refusal(50035, errors={"message_reference": {"_errors": [{
            "code": "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "message": "Cannot reply to a system message"}]}})
    if not call.discord.rights(call.bot.id, channel) & permissions.HISTORY:
        raise Refusal(160002)
    return reply_to(channel, there.id)


def reply_to(channel, message):
    reference = {"type": 0, "message_id": message, "channel_id": channel.id}
    return reference | {"guild_id": channel.guild} if channel.guild else reference


@routes.add("PATCH", "/channels/{channel_id}/messages/{message_id}")
async def edit(call):
    channel = call.channel()
    message = call.message(channel)
    taken = checked(call, rules.edit(call.raw or {}, message.flags), message, rules.EDITABLE)
    if message.author != call.bot.id or message.webhook_name:
        if taken.keys() - {"flags"} or not call.discord.may(call.bot.id, channel, "MANAGE_MESSAGES"):
            raise Refusal(50005)
    if message.type not in SYSTEM:
        raise Refusal(50021)
    awake(channel)
    unlocked(call, channel)
    messages.old_edit(call.discord, message)
    _stays_something(message, taken, call.files)
    return seen(call, messages.edit(call.discord, message, taken, call.files))


def awake(channel):
    """Nothing but deletion happens in an archived thread."""
    if channel.is_thread and channel.thread.archived:
        raise Refusal(50083)


def unlocked(call, channel):
    """In a locked thread it takes a moderator to write or to edit; one that sleeps as well says so."""
    if channel.is_thread and channel.thread.locked and not call.discord.may(call.bot.id, channel, "MANAGE_THREADS"):
        raise Refusal(50083, 403) if channel.thread.archived else Refusal(160005)


def _stays_something(message, taken, files):
    after = {name: taken[name] if name in taken else getattr(message, name)
             for name in ("content", "embeds", "components")}
    kept = message.attachments if taken.get("attachments") is None else taken["attachments"]
    rules.not_empty(after | {"sticker_ids": message.stickers}, [*files, *kept])


@routes.add("DELETE", "/channels/{channel_id}/messages/{message_id}")
async def delete(call):
    channel = call.channel()
    message = call.message(channel)
    if message.author != call.bot.id:
        if channel.recipient:
            raise Refusal(50003)
        call.need(call.discord.rights(call.bot.id, channel), "MANAGE_MESSAGES")
    if message.type == 21:
        raise Refusal(50021)
    if channel.is_thread and channel.thread.archived:
        unlocked(call, channel)
    messages.delete(call.discord, message)


BULK = Fields(must={"messages": Many(Id())})


@routes.add("POST", "/channels/{channel_id}/messages/bulk-delete")
async def delete_many(call):
    channel = call.channel()
    ids = call.body(BULK)["messages"]
    if channel.recipient:
        raise Refusal(50003)
    call.need(call.discord.rights(call.bot.id, channel), "MANAGE_MESSAGES")
    if not 2 <= len(ids) <= 100:
        raise Refusal(50016)
    if len(set(ids)) < len(ids):
        raise Refusal(50035, errors={"messages": {"_errors": [{
            "code": "SET_TYPE_CONTAINS_DUPLICATES", "message": "Duplicates"}]}})
    if any(call.discord.clock.now() - instant_of(identity) > WEEKS for identity in ids):
        raise Refusal(50034)
    there = [channel.messages[identity] for identity in ids if identity in channel.messages]
    messages.delete_many(call.discord, channel, [each for each in there if not each.deleted])
