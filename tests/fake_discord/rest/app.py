"""The road of every request: who asks, whether it is too much, what goes wrong, and what is noted."""

import asyncio
import base64
import json
import re
import time
import urllib.parse

from aiohttp import web

from ..core.errors import Refusal, Throttled
from . import channels, commands, guilds, interactions, limits, me, messages, pins, reactions, threads
from .answer import HTML, Answer
from .call import Call, read_body
from .limits import Limited
from .routes import routes

RESOURCES = (channels, commands, guilds, interactions, me, messages, pins, reactions, threads)  # each adds its routes
AGENT = re.compile(r"^DiscordBot \(\S+, \S+\)")
SECRET = ("interaction_token", "webhook_token")  # parts of a path that no ledger keeps
# Refusals that no change in the world explains: the request itself was against the rules.
BREACHES = {20012, 30032, 40005, 40058, 50006, 50008, 50016, 50024, 50034, 50035, 50109}
LARGEST = 25 << 20  # bytes of a request


class Broken(Exception):
    """The connection ends without an answer."""


class Road:
    """Serves /api/v10 for one application."""

    def __init__(self, discord):
        self.discord = discord

    async def serve(self, request):
        began = time.monotonic()
        path, steps, version = _path(request)
        route, params = routes.find(request.method, steps)
        call = Call(self.discord, request, route, params if route else {})
        for name in SECRET:
            path = path.replace(call.params.get(name) or "\0", f"{{{name}}}")
        try:
            answer = await self._answered(call, path, version)
        except Broken:
            self._note(call, path, Answer(0), began)
            request.transport.abort()
            raise asyncio.CancelledError from None
        self._note(call, path, answer, began)
        return answer.response()

    async def _answered(self, call, path, version):
        template = call.route.template if call.route else path
        fault = self.discord.faults.meet(call.request.method, template, path, call.params)
        bucket = None
        try:
            self._identify(call, path, version)
            self._found(call, path)
            if fault and not fault.after:
                await _strike(fault)
            bucket = self.discord.limits.admit(call.route, call.params)
            answer = await self._handled(call)
            if fault and fault.after:
                await _strike(fault)
        except Refusal as refusal:
            answer = _refused(refusal)
        except Limited as limited:
            body, headers = limits.answer(limited)
            answer, bucket = Answer(429, body, headers), None
            self.discord.ledger.throttled(template, path, limited.scope, limited.provoked)
        except Struck as struck:
            answer = struck.answer
        self.discord.budget.count(answer.status, answer.headers.get("X-RateLimit-Scope"))
        if bucket:
            answer.headers = bucket.headers(time.time()) | answer.headers
        return answer

    def _identify(self, call, path, version):
        """Who asks, and whether Cloudflare would let them."""
        agent = call.request.headers.get("User-Agent", "")
        if self.discord.budget.spent():
            raise Struck(Answer(403, text=HTML.format("Access denied: error code 1015")))
        if version != "v10":
            self.discord.ledger.violation("api-version", f"{version or 'none'}, not v10", path)
        if call.route and call.route.open_to_all:
            return
        if not agent.startswith("DiscordBot ("):
            self.discord.ledger.violation("user-agent", f"{agent!r} isn't «DiscordBot ($url, $version)»", path)
            raise Struck(Answer(403, text=HTML.format("Access denied: error code 1010")))
        if not AGENT.search(agent):
            self.discord.ledger.note("User-Agent without a comma between url and version", agent)
        token = self.discord.world.application.token
        if call.request.headers.get("Authorization") != f"Bot {token}":
            raise Refusal(0, 401, "401: Unauthorized")

    def _found(self, call, path):
        if call.route:
            return
        method, elsewhere = call.request.method, routes.find(call.request.method, _path(call.request)[1])[1]
        self.discord.ledger.violation("route", "there is no such route here", f"{method} {path}")
        status, words = (405, "405: Method Not Allowed") if elsewhere else (404, "404: Not Found")
        raise Refusal(0, status, words)

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
        code = answer.body.get("code") if isinstance(answer.body, dict) and answer.status >= 400 else None
        if code in BREACHES or answer.status in (413, 400) and code is None:
            self.discord.ledger.violation(
                "bad-request", json.dumps(answer.body, ensure_ascii=False), f"{call.request.method} {path}")
        self.discord.ledger.request(
            method=call.request.method, route=template, path=path, status=answer.status, code=code,
            body=call.raw, seconds=round(time.monotonic() - began, 4))
        self.discord.changed()


class Struck(Exception):
    """A fault, or something before Discord, answers instead."""

    def __init__(self, answer):
        self.answer = answer
        super().__init__(str(answer.status))


async def _strike(fault):
    more = fault.more
    if fault.kind in ("lost_request", "lost_reply"):
        raise Broken
    if fault.kind == "slow":
        await asyncio.sleep(more.get("seconds", 1.0))
    elif fault.kind == "limited":
        _limit(more.get("scope", "user"), more.get("seconds", 1.0))
    elif fault.kind == "refuse":
        raise Refusal(more["code"], more.get("status"), more.get("message"))
    elif fault.kind == "status":
        body = more.get("body")
        words = HTML.format(more["status"]) if body is None else None
        raise Struck(Answer(more["status"], body, text=words))


def _limit(scope, seconds):
    if scope == "cloudflare":
        raise Struck(Answer(429, text=HTML.format("Error 1015: You are being rate limited"),
                            headers={"Retry-After": str(int(seconds + 0.999))}))
    raise Limited(scope, seconds, provoked=False)


def _refused(refusal):
    headers = {"Retry-After": str(int(refusal.retry_after + 0.999))} if isinstance(refusal, Throttled) else {}
    return Answer(refusal.status, refusal.body, headers)


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
