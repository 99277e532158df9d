"""One request as a handler sees it: its parameters, its checked body, and what the bot may see."""

import json

from ..core import permissions
from ..core.errors import Refusal
from ..core.shape import Faults
from ..core.world import User


class Call:
    """A request of the bot. Helpers raise Discord's own refusals."""

    def __init__(self, discord, request, route, params):
        self.discord, self.world, self.request = discord, discord.world, request
        self.route, self.params, self.query = route, params, request.query
        self.raw, self.files = None, []
        self.ignored, self.asked = [], set()  # keys of the body without effect; keys of the query with one

    @property
    def bot(self) -> User:
        return self.world.bot()

    # --- what was sent ---

    def body(self, shape):
        """The body by its shape."""
        if self.raw is None:
            raise Refusal(50109)
        return self.checked(shape, self.raw)

    def checked(self, shape, value, *rules):
        """A value by its shape, and then by rules that look at the whole: rule(value, faults)."""
        faults = Faults()
        taken = shape(value, (), faults)
        if not faults.found:
            for rule in rules:
                rule(taken, faults)
        self.ignored += faults.ignored
        faults.end()
        return taken

    def queried(self, shape):
        """The query string by its shape."""
        self.asked |= shape.may.keys() | shape.must.keys()
        return self.checked(shape, {key: value for key, value in self.query.items() if key in self.asked})

    def asks(self, name):
        """A truth in the query: Discord takes True, true and 1 (reference: Boolean Query Strings)."""
        self.asked.add(name)
        return self.query.get(name) in ("true", "True", "1")

    # --- what there is ---

    def guild(self, name="guild_id"):
        guild = self.world.guilds.get(self.params[name])
        if guild is None:
            raise Refusal(10004)
        if self.world.bot_member(guild) is None:
            raise Refusal(50001)
        return guild

    def channel(self, name="channel_id", *needs):
        """A channel that the bot can see and where it has these permissions."""
        channel = self.world.channels.get(self.params[name])
        if channel is None:
            raise Refusal(10003)
        rights = self.discord.rights(self.bot.id, channel)
        if not rights & permissions.VIEW:
            raise Refusal(50001)
        self.need(rights, *needs)
        return channel

    @staticmethod
    def need(rights, *names):
        wanted = permissions.bits(*names)
        if rights & wanted != wanted:
            raise Refusal(50013)

    def need_in_guild(self, guild, *names):
        member = self.world.bot_member(guild)
        self.need(permissions.in_guild(guild, member, self.discord.clock.now()), *names)

    def message(self, channel, name="message_id"):
        """A message that stands there and isn't for somebody else alone."""
        message = channel.messages.get(self.params[name])
        if message is None or message.deleted or message.ephemeral_to:
            raise Refusal(10008)
        return message


async def read_body(call):
    """Takes in a JSON or multipart body; what isn't one is refused."""
    request = call.request
    kind = request.content_type
    if kind == "multipart/form-data":
        await _multipart(call)
        return
    text = await request.read()
    if not text:
        return
    if kind != "application/json":
        raise Refusal(50035, errors={"_errors": [{
            "code": "CONTENT_TYPE_INVALID",
            "message": "Expected \"Content-Type\" header to be one of {'application/json'}."}]})
    call.raw = _json(text)


async def _multipart(call):
    reader = await call.request.multipart()
    async for part in reader:
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            call.raw = _json(data)
        else:
            call.files.append({"field": part.name, "filename": part.filename or "unknown", "data": data,
                               "type": part.headers.get("Content-Type", "application/octet-stream")})
    call.raw = {} if call.raw is None else call.raw


def _json(text):
    try:
        value = json.loads(text)
    except ValueError:
        raise Refusal(50109) from None
    if not isinstance(value, (dict, list)):
        raise Refusal(50109)
    if b"\\ud" in text.lower():  # escaped halves of a character; where the other half is missing they go
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore"))
    return value
