"""One WebSocket: HELLO, heartbeats, limits on what is sent, and the writer that keeps the order."""

import asyncio
import collections
import json
import time
import zlib

from aiohttp import WSMsgType, web

from .handshake import Handshake
from .session import encoded

LARGEST = 4096  # bytes that an application may send at once
SENDS, SENDS_PER = 120, 60
FAREWELL = 1.0  # seconds that the other side has to answer a close frame


class Connection:
    """Alive from the upgrade to the end of the socket, whatever ends it."""

    def __init__(self, discord, request, to_resume):
        self.discord, self.request = discord, request
        self.to_resume = to_resume  # whether it came to the address that READY names for RESUME
        self.socket = web.WebSocketResponse(compress=False, max_msg_size=0, autoping=True, timeout=1.0)
        self.queue = asyncio.Queue()
        self.session = None
        self.stream = None  # zlib-stream: one context for the whole connection
        self.payloads = False  # compress: true in IDENTIFY
        self.acknowledges = True
        self.silent = False  # half open: nothing in either direction any more
        self.sent = collections.deque()
        self.beaten_at = time.monotonic()
        self.writer = None
        self.ending = False  # a close frame was sent; the other side has a second to answer it

    async def run(self):
        """Serves it to its end."""
        await self.socket.prepare(self.request)
        if not self._acceptable(self.request.query):
            await self.socket.close(code=4012, message=b"Invalid API version")
            return self.socket
        self.writer = asyncio.create_task(self._write())
        watch = asyncio.create_task(self._watch())
        self.discord.connections.add(self)
        try:
            await self._converse()
        finally:
            self.discord.connections.discard(self)
            self.writer.cancel()
            watch.cancel()
            self.leave()
        return self.socket

    def _acceptable(self, query):
        if query.get("compress") == "zlib-stream":
            self.stream = zlib.compressobj(1)
        for key in query.keys() - {"v", "encoding", "compress"}:
            self.discord.ledger.note(f"query {key}", "gateway")
        return query.get("v", "10") in ("9", "10") and query.get("encoding", "json") == "json" \
            and query.get("compress", "zlib-stream") == "zlib-stream"

    async def _converse(self):
        if self.discord.refusing.silent():
            self.silent = True  # who is told no interval owes no heartbeats
            await self.socket.receive()
            return
        self.say(10, {"heartbeat_interval": int(self.discord.settings.heartbeat * 1000), "_trace": ["fake"]})
        handshake = Handshake(self.discord, self)
        async for frame in self.socket:
            if self.silent:
                continue
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            code = self._too_much(frame) or handshake.take(self._parsed(frame))
            if code:
                await self.close(code)
        self._closed_by_client()

    def _too_much(self, frame):
        """The close code for what is too long or too often."""
        size = len(frame.data.encode() if isinstance(frame.data, str) else frame.data)
        if size > LARGEST:
            self.discord.ledger.violation("gateway-payload", f"{size} bytes, at most {LARGEST}")
            return 4002
        now = time.monotonic()
        self.sent.append(now)
        while self.sent[0] <= now - SENDS_PER:
            self.sent.popleft()
        if len(self.sent) > SENDS:
            self.discord.ledger.violation("gateway-sends", f"more than {SENDS} payloads in {SENDS_PER} s")
            return 4008
        return None

    @staticmethod
    def _parsed(frame):
        try:
            payload = json.loads(frame.data)
        except ValueError:
            return None
        return payload if isinstance(payload, dict) else None

    def _closed_by_client(self):
        """1000 and 1001 end the session; anything else leaves it to be resumed."""
        if self.session and self.socket.close_code in (1000, 1001) and self.session.connection is self:
            self.session.end()
            self.discord.changed()

    def leave(self):
        """The session, if there is one, waits for somebody to resume it."""
        session, self.session = self.session, None
        if session and session.connection is self:
            session.connection, session.broken_at = None, self.discord.clock.now()
            self.discord.changed()

    # --- what goes out ---

    def say(self, op, data=None):
        self.write(encoded({"t": None, "s": None, "op": op, "d": data}))

    def write(self, frame):
        """Sends a frame after those before it."""
        if not self.silent:
            self.queue.put_nowait(frame)

    async def _write(self):
        while True:
            frame = await self.queue.get()
            try:
                await self._put(frame)
            except (ConnectionError, RuntimeError):
                return

    async def _put(self, frame):
        if self.stream:
            whole = self.stream.compress(frame.encode()) + self.stream.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(whole)
        elif self.payloads and len(frame) >= self.discord.settings.compress_from:
            await self.socket.send_bytes(zlib.compress(frame.encode(), 1))
        else:
            await self.socket.send_str(frame)

    async def flushed(self):
        """Waits until what was written has been handed to the socket."""
        while not self.queue.empty():
            await asyncio.sleep(0)

    async def close(self, code, reason=""):
        """Sends a close frame after what was written before; the end of the socket follows."""
        transport = self.request.transport
        if self.ending or transport is None:
            return
        self.ending = True
        await self.flushed()
        self.leave()
        self.silent = True
        transport.write(close_frame(code, reason))
        asyncio.get_running_loop().call_later(FAREWELL, transport.close)

    def heartbeat(self):
        self.beaten_at = time.monotonic()
        if self.session:
            self.session.heartbeats += 1
        if self.acknowledges:
            self.say(11)

    async def _watch(self):
        """Closes a connection that doesn't beat; what is half open stays as it is."""
        while True:
            await asyncio.sleep(self.discord.settings.heartbeat / 4)
            late = time.monotonic() - self.beaten_at
            if late > self.discord.settings.heartbeat * 1.5 and not self.silent:
                self.discord.ledger.violation("heartbeat", f"none for {late:.1f} s")
                await self.close(4000, "heartbeat")


def close_frame(code=None, reason=""):
    """A close frame, from a server and so unmasked; without a code it is empty."""
    inside = b"" if code is None else code.to_bytes(2, "big") + reason.encode()
    return bytes([0x88, len(inside)]) + inside
