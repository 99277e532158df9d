"""Runs one: python -m fake_discord DIR [options], from the folder above; scripts/discord does it for you."""

import argparse
import asyncio
import json
import pathlib
import signal
import sys
import time

from . import saved
from .control.looks import world as names
from .control.names import permissions
from .host import Host
from .server import Discord, Settings


async def serve(given):
    """Serves until it is told to stop, and saves the world then."""
    folder = pathlib.Path(given.dir)
    discord = made(folder, given)
    host, ports = Host(discord, folder), folder / "ports.json"
    await host.begin(json.loads(ports.read_text()) if ports.exists() else {"rest": given.port})
    ports.write_text(json.dumps(host.ports))
    (folder / "facts.part").write_text(json.dumps(facts(host), indent=1))
    (folder / "facts.part").rename(folder / "facts.json")
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, discord.stopped.set)
    await discord.stopped.wait()
    saved.save(folder / "world.pickle", discord)
    await host.end()


def made(folder, given):
    """The world of before, or a new one."""
    settings = Settings(limits=given.limits, heartbeat=given.heartbeat)
    kept = saved.load(folder / "world.pickle")
    if kept:
        discord = Discord(kept["world"], settings)
        discord.clock.ahead = kept["ahead"]
        return discord
    discord = Discord(saved.begin(time.time(), _words(given.privileged)), settings)
    if given.world == "small":
        rights = int(given.permissions) if given.permissions.isdigit() else _words(given.permissions)
        saved.people(discord, permissions(rights))
    return discord


def _words(text):
    return [one for one in text.split(",") if one]


def facts(host):
    """What a test has to know."""
    discord = host.discord
    application = discord.world.application
    return {"rest": host.address("rest"), "gateway": discord.addresses["gateway"],
            "control": f"http://{host.address('control')}", "ca_file": str(host.ca_file), "token": application.token,
            "application_id": application.id, "bot_id": application.bot, "world": names(discord)}


def main():
    parser = argparse.ArgumentParser(prog="fake_discord", description=__doc__)
    parser.add_argument("dir")
    parser.add_argument("--limits", choices=["real", "lifted"], default="real")
    parser.add_argument("--heartbeat", type=float, default=41.25, help="seconds")
    parser.add_argument("--permissions", default="", help="of the bot's role: names with commas, or a number")
    parser.add_argument("--privileged", default="message_content", help="message_content,members,presences")
    parser.add_argument("--world", choices=["small", "empty"], default="small")
    parser.add_argument("--port", type=int, default=0, help="of REST")
    try:
        asyncio.run(serve(parser.parse_args()))
    except OSError as fault:
        sys.exit(f"fake_discord: {fault}")


if __name__ == "__main__":
    main()
