"""Where one listens: REST over TLS, the gateway on two ports, control; all on loopback."""

import asyncio

from aiohttp import web

from . import certificate
from .control import http as control
from .gateway.connection import Connection
from .rest import app as rest

HOST = "127.0.0.1"
TICK = 1.0  # seconds between looks at what happens by itself


class Host:
    """One fake Discord that is being served."""

    def __init__(self, discord, folder):
        self.discord, self.ca_file = discord, certificate.make(folder)
        self.tls = certificate.context(folder)
        self.runners, self.ports, self.ticking = [], {}, None

    async def begin(self, ports):
        """Listens, on the ports of before where they are known."""
        apps = {"rest": rest.application(self.discord), "gateway": gateway(self.discord),
                "resume": gateway(self.discord, to_resume=True), "control": control.application(self.discord)}
        for name, app in apps.items():
            self.ports[name] = await self._listen(app, ports.get(name, 0), self.tls if name == "rest" else None)
        self.discord.addresses = {name: f"ws://{HOST}:{self.ports[name]}" for name in ("gateway", "resume")}
        self.ticking = asyncio.create_task(self._tick())

    async def _listen(self, app, port, tls):
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await runner.setup()
        self.runners.append(runner)
        site = web.TCPSite(runner, HOST, port, ssl_context=tls)
        await site.start()
        return runner.addresses[0][1]

    async def _tick(self):
        while True:
            await asyncio.sleep(TICK)
            self.discord.tick()

    async def end(self):
        self.ticking.cancel()
        for connection in list(self.discord.connections):
            if connection.request.transport:
                connection.request.transport.abort()
        for runner in self.runners:
            await runner.cleanup()

    def address(self, name):
        return f"{HOST}:{self.ports[name]}"


def gateway(discord, to_resume=False):
    """The web application of the gateway."""
    async def connect(request):
        if discord.refusing.connection():
            return web.Response(status=503)
        return await Connection(discord, request, to_resume).run()
    app = web.Application()
    app.router.add_get("/{tail:.*}", connect)
    return app
