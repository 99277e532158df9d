"""The control address: deeds in, what came of them out."""

import json
import traceback

from aiohttp import web

from . import clicks, crowds, looks, moderators, people, slash, troubles
from .deeds import Unfit, deeds

FAMILIES = (clicks, crowds, looks, moderators, people, slash, troubles)  # each adds its deeds


async def _one(discord, request):
    try:
        return {"ok": await deeds.do(discord, request)}
    except Unfit as fault:
        return {"error": str(fault)}
    except Exception as fault:  # noqa: BLE001 (a test should see what is wrong with its request)
        traceback.print_exc()
        return {"error": f"{type(fault).__name__}: {fault}"}


def application(discord):
    """The web application that tests talk to."""
    async def serve(request):
        try:
            asked = json.loads(await request.text())
        except ValueError:
            return web.json_response({"error": "the body is no JSON"}, status=400)
        if isinstance(asked, list):
            return web.json_response([await _one(discord, one) for one in asked])
        answer = await _one(discord, asked)
        return web.json_response(answer, status=400 if "error" in answer else 200)
    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/", serve)
    return app
