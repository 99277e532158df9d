"""A plain client: REST, the gateway and control, each as thin as it can be."""

import asyncio
import json
import pathlib
import ssl
import tempfile
import time
import unittest
import zlib

import aiohttp

from fake_discord import saved
from fake_discord.host import Host
from fake_discord.server import Discord, Settings

AGENT = "DiscordBot (https://example.org/samovar, 1.0)"
INTENTS = 1 | 1 << 9 | 1 << 10 | 1 << 12 | 1 << 15
PATIENCE = 5.0
_folder = pathlib.Path(tempfile.mkdtemp(prefix="fake-discord-"))  # the certificate, made once


class Resolver(aiohttp.abc.AbstractResolver):
    """Whatever the name, it is the fake's address."""

    def __init__(self, address):
        self.host, port = address.split(":")
        self.port = int(port)

    async def resolve(self, host, port=0, family=0):
        return [{"hostname": host, "host": self.host, "port": self.port, "family": 2, "proto": 0, "flags": 0}]

    async def close(self):
        pass


class Case(unittest.IsolatedAsyncioTestCase):
    """A fresh world for each test."""

    limits, heartbeat, privileged, rights = "lifted", 41.25, ["message_content"], 0

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)  # which unittest switches on, at half the speed
        discord = Discord(saved.begin(time.time(), self.privileged), Settings(self.heartbeat, self.limits))
        saved.people(discord, self.rights)
        self.host = Host(discord, _folder)
        await self.host.begin({})
        tls = ssl.create_default_context(cafile=self.host.ca_file)
        connector = aiohttp.TCPConnector(resolver=Resolver(self.host.address("rest")), ssl=tls)
        self.web = aiohttp.ClientSession(connector=connector)
        self.plain = aiohttp.ClientSession()
        self.facts = await self.do("world")
        self.token = (await self.do("portal"))["token"]
        self.kitchen, self.commons = self.facts["channels"]["kitchen"], self.facts["guilds"]["commons"]
        self.bot, self.application = self.facts["users"]["samovar"], self.facts["application"]["id"]
        self.headers, self.sockets = {}, []

    async def asyncTearDown(self):
        for socket in self.sockets:
            await socket.close()
        await self.web.close()
        await self.plain.close()
        await self.host.end()

    # --- control ---

    async def tries(self, do, **fields):
        """A deed; fields that are words of Python's end with an underscore."""
        body = {"do": do} | {name.removesuffix("_"): value for name, value in fields.items()}
        async with self.plain.post(f"http://{self.host.address('control')}", json=body) as reply:
            return await reply.json()

    async def do(self, do, **fields):
        answer = await self.tries(do, **fields)
        self.assertIn("ok", answer, f"{do} {fields}: {answer}")
        return answer["ok"]

    async def refused(self, words, do, **fields):
        """A deed that has to be refused, in words that hold these."""
        self.assertIn(words, (await self.tries(do, **fields)).get("error", "it was done"))

    async def rules(self):
        """The rules that were broken so far."""
        return [one["rule"] for one in await self.do("violations")]

    # --- REST ---

    async def call(self, method, path, body=None, query=None, token=True, agent=AGENT, files=None, raw=None):
        """(status, body); the headers are kept in self.headers."""
        headers = {"User-Agent": agent} | ({"Authorization": f"Bot {self.token}"} if token else {})
        data = raw
        if files is not None:
            data = aiohttp.FormData()
            data.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
            for number, (name, inside) in enumerate(files):
                data.add_field(f"files[{number}]", inside, filename=name, content_type="text/plain")
            body = None
        if raw is not None:
            headers["Content-Type"] = "application/json"
        url = f"https://discord.com/api/v10{path}"
        async with self.web.request(method, url, json=body, params=query, headers=headers, data=data) as reply:
            self.headers = reply.headers
            text = await reply.text()
            plain = reply.headers.get("Content-Type") == "application/json"
            return reply.status, json.loads(text) if plain else text

    async def ok(self, method, path, body=None, **more):
        status, answer = await self.call(method, path, body, **more)
        self.assertLess(status, 300, answer)
        return answer

    async def fails(self, status, code, method, path, body=None, **more):
        """A request that has to be refused so; the body."""
        got, answer = await self.call(method, path, body, **more)
        self.assertEqual((got, answer.get("code") if isinstance(answer, dict) else answer), (status, code), answer)
        return answer

    async def says(self, text="Hello", channel=None, **more):
        """The bot says something; the message."""
        return await self.ok("POST", f"/channels/{channel or self.kitchen}/messages", {"content": text} | more)

    # --- gateway ---

    async def gateway(self, intents=INTENTS, identify=True, **more):
        """A connection, identified unless that is not wanted."""
        made = Gateway(self, await self.plain.ws_connect(
            self.host.discord.addresses[more.pop("to", "gateway")] + more.pop("path", "/?v=10&encoding=json"),
            max_msg_size=0, timeout=aiohttp.ClientWSTimeout(ws_close=0.2)))
        self.sockets.append(made.socket)
        if more.pop("begin", True):
            await made.begin()
        if identify:
            await made.identify(intents, **more)
            await made.event("READY")
            if intents & 1:
                await made.event("GUILD_CREATE")
        return made


class Gateway:
    """One connection; what came stays in `seen` until it is asked for."""

    def __init__(self, case, socket):
        self.case, self.socket, self.seen, self.seq = case, socket, [], None
        self.hello, self.stream = None, None

    async def begin(self):
        self.hello = (await self.take(10))["d"]

    async def send(self, op, data):
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, intents=INTENTS, token=None, **more):
        await self.send(2, {"token": token or self.case.token, "intents": intents,
                            "properties": {"os": "linux", "browser": "plain", "device": "plain"}} | more)

    async def _next(self):
        frame = await asyncio.wait_for(self.socket.receive(), PATIENCE)
        if frame.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING,
                          aiohttp.WSMsgType.ERROR):
            raise Closed(frame.data if frame.type == aiohttp.WSMsgType.CLOSE else None)
        data = frame.data
        if isinstance(data, bytes):
            data = (self.stream.decompress(data) if self.stream else zlib.decompress(data)).decode()
        payload = json.loads(data)
        self.seq = payload["s"] if payload.get("s") is not None else self.seq
        return payload

    async def take(self, op):
        """The next payload with this op."""
        while True:
            payload = await self._next()
            if payload["op"] == op:
                return payload
            self.seen.append(payload)

    async def event(self, name, **wanted):
        """The data of the next event of this name with these fields."""
        def fits(payload):
            return payload.get("t") == name and all(payload["d"].get(key) == value for key, value in wanted.items())
        for payload in self.seen:
            if fits(payload):
                self.seen.remove(payload)
                return payload["d"]
        while True:
            payload = await self._next()
            if fits(payload):
                return payload["d"]
            self.seen.append(payload)

    async def quiet(self, *names):
        """Nothing of these names came before the answer to a heartbeat."""
        await self.send(1, self.seq)
        await self.take(11)
        return [one["t"] for one in self.seen if one.get("t") in names]

    async def closed(self):
        """The code of the close frame: 0 where it holds none, None where there is no such frame."""
        try:
            while True:
                self.seen.append(await self._next())
        except Closed as end:
            return end.code


class Closed(Exception):
    def __init__(self, code):
        self.code = code
        super().__init__(f"closed with {code}")
