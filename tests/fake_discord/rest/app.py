"""The road of every request: who asks, whether it is too much, what goes wrong, and what is noted."""

import asyncio
import base64
import json
import re
import time
import traceback
import urllib.parse

from aiohttp import web

from ..core.errors import Refusal
from ..core.shape import Id, OneOf, Or, Table, Text
from . import channels, commands, guilds, interactions, limits, me, messages, pins, reactions, threads
from .answer import Answer, blocked, refused
from .call import Call, read_body
from .faults import Broken, strike
from .limits import Limited
from .routes import routes

RESOURCES = (channels, commands, guilds, interactions, me, messages, pins, reactions, threads)  # each adds its routes
AGENT = re.compile(r"^DiscordBot \(\S+, \S+\)")
SECRET = ("interaction_token", "webhook_token")  # parts of a path that no ledger keeps
# Refusals that no change in the world explains: the request itself was against the rules.
BREACHES = {20012, 30032, 40005, 40058, 50006, 50008, 50016, 50024, 50034, 50035, 50109}
PATH = Table(Text(), Or(Id(), OneOf("@original")))  # the ids in a path, by name
LARGEST = 25 << 20  # bytes of a request


class Road:
    """Serves /api/v10 for one application."""

    def __init__(self, discord):
        self.discord = discord

    async def serve(self, request):
        """One request, from its path to its answer and its line in the ledger."""
        began = time.monotonic()
        path, steps, version = _path(request)
        route, params = routes.find(request.method, steps)
        call = Call(self.discord, request, route, params if route else {})
        for name in SECRET:
            path = path.replace(call.params.get(name) or "\0", f"{{{name}}}")
        try:
            answer = await self._met(call, path, version)
        except Broken:
            self._note(call, path, Answer(0), began)
            request.transport.abort()
            raise asyncio.CancelledError from None  # nothing is left to write an answer to
        self._note(call, path, answer, began)
        return answer.response()

    async def _met(self, call, path, version):
        """The answer, or what a fault makes of it before or after the effect."""
        template = call.route.template if call.route else path
        fault = self.discord.faults.meet(call.request.method, template, path, call.params)
        instead = await strike(fault) if fault and not fault.after else None
        answer = instead or await self._answered(call, path, version)
        if fault and fault.after:
            instead = await strike(fault)
        answer = instead or answer
        if answer.status == 429:
            code = isinstance(answer.body, dict) and answer.body.get("code")
            scope = code or answer.headers.get("X-RateLimit-Scope", "cloudflare")
            self.discord.ledger.throttled(template, path, scope, provoked=instead is None)
        self.discord.budget.count(answer.status, answer.headers.get("X-RateLimit-Scope"))
        return answer

    async def _answered(self, call, path, version):
        """What Discord itself answers."""
        if block := self._blocked(call, path, version):
            return block
        bucket = None
        try:
            self._identify(call)
            self._found(call, path)
            bucket = self.discord.limits.admit(call.route, call.params)
            answer = await self._handled(call)
        except Refusal as refusal:
            answer = refused(refusal)
        except Limited as limited:
            return limits.answer(limited)
        except Exception as fault:  # noqa: BLE001 (this server's own fault, which a test has to see)
            traceback.print_exc()
            self.discord.ledger.violation("fake-discord", f"a fault of this server: {fault!r}", path)
            answer = Answer(500, {"message": "500: Internal Server Error", "code": 0})
        if bucket:
            answer.headers = bucket.headers(time.time()) | answer.headers
        return answer

    def _blocked(self, call, path, version):
        """Cloudflare's answer, where Discord isn't even asked."""
        agent = call.request.headers.get("User-Agent", "")
        if self.discord.budget.spent():
            return blocked(1015)
        if version != "v10":
            self.discord.ledger.violation("api-version", f"{version or 'none'}, not v10", path)
        if call.route and call.route.open_to_all:
            return None
        if not agent.startswith("DiscordBot ("):
            self.discord.ledger.violation("user-agent", f"{agent!r} isn't «DiscordBot ($url, $version)»", path)
            return blocked(1010)
        if not AGENT.search(agent):
            self.discord.ledger.note("User-Agent without a comma between url and version", agent)
        return None

    def _identify(self, call):
        if call.route and call.route.open_to_all:
            return
        if call.request.headers.get("Authorization") != f"Bot {self.discord.world.application.token}":
            raise Refusal(0, 401, "401: Unauthorized")

    def _found(self, call, path):
        """The route has to be there, and the ids in its path have to be some."""
        if call.route is None:
            method, elsewhere = call.request.method, routes.find(call.request.method, _path(call.request)[1])[1]
            self.discord.ledger.violation("route", "there is no such route here", f"{method} {path}")
            status, words = (405, "405: Method Not Allowed") if elsewhere else (404, "404: Not Found")
            raise Refusal(0, status, words)
        call.checked(PATH, {name: value for name, value in call.params.items() if name.endswith("_id")})

    async def _handled(self, call):
        if (call.request.content_length or 0) > LARGEST:
            raise Refusal(40005)
        await read_body(call)
        return Answer.of(await call.route.handler(call))

    def _note(self, call, path, answer, began):
        template = call.route.template if call.route else "?"
        for place in call.ignored:
            key = ".".join("n" if isinstance(step, int) else step for step in place)
            self.discord.ledger.note(f"key {key}", f"{call.request.method} {template}")
        for key in call.request.query.keys() - call.asked if call.route else ():
            self.discord.ledger.note(f"query {key}", f"{call.request.method} {template}")
        code = answer.body.get("code") if isinstance(answer.body, dict) and answer.status >= 400 else None
        if code in BREACHES or answer.status in (413, 400) and code is None:
            self.discord.ledger.violation(
                "bad-request", json.dumps(answer.body, ensure_ascii=False), f"{call.request.method} {path}")
        self.discord.ledger.request(
            method=call.request.method, route=template, path=path, status=answer.status, code=code,
            body=call.raw, seconds=round(time.monotonic() - began, 4))
        self.discord.changed()


def _path(request):
    """The path under the version, in steps that are decoded, and the version."""
    raw = request.rel_url.raw_path.removeprefix("/api")
    version = None
    if re.match(r"/v\d+(/|$)", raw):
        version, _, raw = raw[1:].partition("/")
        raw = f"/{raw}"
    steps = [urllib.parse.unquote(step) for step in raw.strip("/").split("/")]
    return raw, steps, version


def application(discord):
    """The web application that answers as discord.com."""
    app = web.Application(client_max_size=LARGEST + (1 << 20))

    async def file(request):
        """A file of a message, as cdn.discordapp.com gives it to anybody."""
        kept = discord.world.files.get(request.match_info["identity"])
        return web.Response(status=404) if kept is None else web.Response(body=base64.b64decode(kept))
    app.router.add_get("/attachments/{channel}/{identity}/{name}", file)
    app.router.add_route("*", "/{tail:.*}", Road(discord).serve)
    return app
