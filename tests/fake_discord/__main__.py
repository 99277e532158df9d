"""Runs one: python -m fake_discord DIR [options], from the folder above; scripts/discord does it for you."""

import argparse
import asyncio
import json
import pathlib
import signal
import sys
import time

from aiohttp import web

from . import certificate, saved
from .control import http as control
from .control.looks import world as names
from .control.names import permissions
from .gateway.connection import Connection
from .rest import app as rest
from .server import Discord, Settings

HOST = "127.0.0.1"


def gateway(discord, port):
    """The web application of the gateway; it listens on two ports, the second to resume on."""
    async def connect(request):
        if discord.refusing.connection():
            return web.Response(status=503)
        return await Connection(discord, request).run()
    app = web.Application()
    app["port"] = port
    app.router.add_get("/{tail:.*}", connect)
    return app


async def listen(app, port, tls=None):
    """Serves an application; its port."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port, ssl_context=tls, shutdown_timeout=1.0)
    await site.start()
    return runner, site._server.sockets[0].getsockname()[1]


async def serve(given):
    folder = pathlib.Path(given.dir)
    ca_file = certificate.make(folder)
    discord = _discord(folder, given)
    apps = {"rest": (rest.application(discord), certificate.context(folder)), "gateway": (gateway(discord, "gateway"), None),
            "resume": (gateway(discord, "resume"), None), "control": (control.application(discord), None)}
    ports = json.loads((folder / "ports.json").read_text()) if (folder / "ports.json").exists() else {}
    runners = []
    for name, (app, tls) in apps.items():
        runner, ports[name] = await listen(app, ports.get(name, given.port if name == "rest" else 0), tls)
        runners.append(runner)
    (folder / "ports.json").write_text(json.dumps(ports))
    discord.addresses = {name: f"ws://{HOST}:{ports[name]}" for name in ("gateway", "resume")}
    (folder / "facts.part").write_text(json.dumps(facts(discord, ports, ca_file), indent=1))
    (folder / "facts.part").rename(folder / "facts.json")
    await _until_stopped(discord)
    saved.save(folder / "world.pickle", discord)
    for runner in runners:
        await runner.cleanup()


def _discord(folder, given):
    kept = saved.load(folder / "world.pickle")
    settings = Settings(limits=given.limits, heartbeat=given.heartbeat)
    if kept:
        discord = Discord(kept["world"], settings)
        discord.clock.ahead = kept["ahead"]
        return discord
    discord = Discord(saved.begin(time.time(), [one for one in given.privileged.split(",") if one]), settings)
    if given.world == "small":
        rights = given.permissions
        saved.people(discord, permissions(int(rights) if rights.isdigit() else [one for one in rights.split(",") if one]))
    return discord


def facts(discord, ports, ca_file):
    """What a test has to know."""
    application = discord.world.application
    return {"rest": f"{HOST}:{ports['rest']}", "gateway": discord.addresses["gateway"],
            "control": f"http://{HOST}:{ports['control']}", "ca_file": str(ca_file), "token": application.token,
            "application_id": application.id, "bot_id": application.bot, "world": names(discord)}


async def _until_stopped(discord):
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, discord.stopped.set)
    while not discord.stopped.is_set():
        discord.tick()
        try:
            await asyncio.wait_for(discord.stopped.wait(), 1.0)
        except TimeoutError:
            pass


def main():
    parser = argparse.ArgumentParser(prog="fake_discord", description=__doc__)
    parser.add_argument("dir")
    parser.add_argument("--limits", choices=["real", "lifted"], default="real")
    parser.add_argument("--heartbeat", type=float, default=41.25)
    parser.add_argument("--permissions", default="", help="of the bot's role: names with commas, or a number")
    parser.add_argument("--privileged", default="message_content")
    parser.add_argument("--world", choices=["small", "empty"], default="small")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    try:
        asyncio.run(serve(given))
    except OSError as fault:
        sys.exit(f"fake_discord: {fault}")


if __name__ == "__main__":
    main()
