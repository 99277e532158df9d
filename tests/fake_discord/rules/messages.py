"""Messages: the bodies that make and change them (resources/message: Create Message, Edit Message)."""

import re

from ..core import world as kinds
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Many, Maybe, OneOf, Or, Text, Truth, Whole, left_out
from .components import TEXT, components, walk
from .embeds import embeds

LONGEST = 2000
LARGEST_FILE = 10 << 20
# Characters that Discord "may strip" (Create Message, warning). Decided here: control characters
# other than line feed and tab go, as do byte order marks and lone surrogates; the rest is trimmed.
STRIPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]")

ALLOWED_MENTIONS = Fields(may={
    "parse": Maybe(Many(OneOf("users", "roles", "everyone"))), "users": Maybe(Many(Id(), 0, 100)),
    "roles": Maybe(Many(Id(), 0, 100)), "replied_user": Maybe(Truth())})
REFERENCE = Fields(may={
    "type": Maybe(Whole(0, 1)), "message_id": Maybe(Id()), "channel_id": Maybe(Id()), "guild_id": Maybe(Id()),
    "fail_if_not_exists": Maybe(Truth())})
ATTACHMENT = Fields(must={"id": Or(Id(), Whole(0))}, may={
    "filename": Maybe(Text(1, 1024)), "description": Maybe(Text(0, 1024)), "title": Maybe(Text(0, 1024))},
    ignored=("url", "proxy_url", "size", "content_type", "height", "width", "ephemeral", "content_scan_version"))

SETTABLE = kinds.SUPPRESS_EMBEDS | kinds.SILENT | kinds.COMPONENTS_V2
EDITABLE, ANSWERED = kinds.SUPPRESS_EMBEDS | kinds.COMPONENTS_V2, SETTABLE | kinds.EPHEMERAL
VOICE = 1 << 13


def clean(text):
    """A message's text as Discord keeps it."""
    return STRIPPED.sub("", text.replace("\r\n", "\n")).strip()


def content(value, place, faults):
    """The text of a message: what is stripped doesn't count."""
    taken = Text()(value, place, faults)
    if isinstance(taken, str):
        taken = clean(taken)
        Text(0, LONGEST)(taken, place, faults)
    return taken


def body(new_components, more=None):
    """The shape that all ways of writing a message share."""
    return {
        "content": Maybe(content), "embeds": Maybe(embeds), "allowed_mentions": Maybe(ALLOWED_MENTIONS),
        "components": Maybe(components(new_components)), "attachments": Maybe(Many(ATTACHMENT, 0, 10)),
        "flags": Maybe(Whole(0)), "tts": Maybe(Truth()), "poll": left_out,
    } | (more or {})


def create(raw):
    """The shape of POST /channels/…/messages, for this body."""
    return Fields(may=body(is_new(raw), {
        "nonce": Maybe(Or(Whole(-(1 << 63), (1 << 63) - 1), Text(0, 25))), "enforce_nonce": Maybe(Truth()),
        "message_reference": Maybe(REFERENCE), "sticker_ids": left_out}))


def edit(raw, flags):
    """The shape of an edit of a message that has these flags."""
    return Fields(may=body(bool(flags & kinds.COMPONENTS_V2) or is_new(raw), {"file": Maybe(Text())}),
                  ignored=("nonce", "message_reference", "enforce_nonce", "sticker_ids"))


def webhook(raw):
    """The shape of a follow-up."""
    return Fields(may=body(is_new(raw), {"username": Maybe(Text(1, 80)), "avatar_url": Maybe(Text(0, 2048)),
                                         "thread_name": Maybe(Text(0, 100))}))


def is_new(raw):
    """Whether a body asks for components of version 2."""
    flags = raw.get("flags") if isinstance(raw, dict) else None
    return isinstance(flags, int) and bool(flags & kinds.COMPONENTS_V2)


def nonce(raw, faults):
    """A nonce is a text of at most 25 characters, or a number, which counts as one."""
    value = raw.get("nonce")
    if value is not None and len(str(value)) > 25:
        faults.add(("nonce",), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")


def mentions(raw, faults):
    """`parse` and a list of the same kind exclude each other."""
    allowed = raw.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            faults.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                       f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')


def version_two(message):
    """With components of version 2 a message is made of them alone, `message` being what it was before."""
    def rule(taken, faults):
        if not (is_new(taken) or message and message.flags & kinds.COMPONENTS_V2):
            return
        for name in ("content", "embeds", "sticker_ids", "poll"):
            _alone(name, taken.get(name, getattr(message, name, None)), faults)
    return rule


def _alone(name, value, faults):
    if value:
        faults.add((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                   "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used with IS_COMPONENTS_V2")


def settable(flags):
    """Flags that can't be set here are ignored."""
    def rule(taken, faults):
        given = taken.get("flags") or 0
        if given & VOICE:
            faults.add(("flags",), "VOICE_MESSAGE", "Voice messages are left out of this server")
        faults.ignored += [("flags", str(1 << bit)) for bit in range(31) if given & ~flags & 1 << bit]
    return rule


def not_empty(taken, files):
    """A message has to have something in it."""
    if not any(taken.get(name) for name in ("content", "embeds", "components", "sticker_ids", "poll")) and not files:
        raise Refusal(50006)


def texts(message_components):
    """What components of version 2 say, for mentions."""
    return "\n".join(one["content"] for _, one in walk(message_components) if one["type"] == TEXT)
