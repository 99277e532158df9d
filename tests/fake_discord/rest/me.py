"""The gateway's address, the application, its user, its guilds, and direct messages."""

from ..acts import guilds
from ..core import world as kinds
from ..core.errors import Refusal
from ..core.shape import Fields, Id, Maybe, Truth, Whole
from ..views import people, rooms
from .routes import routes


@routes.add("GET", "/gateway", open_to_all=True)
async def gateway(call):
    return {"url": call.discord.addresses["gateway"]}


@routes.add("GET", "/gateway/bot")
async def gateway_bot(call):
    limits = call.discord.identifies.limits()
    return {"url": call.discord.addresses["gateway"], "shards": 1, "session_start_limit": limits}


@routes.add("GET", "/users/@me")
async def me(call):
    return people.current_user(call.bot)


@routes.add("GET", "/users/{user_id}")
async def somebody(call):
    user = call.world.users.get(call.params["user_id"])
    if user is None:
        raise Refusal(10013)
    return people.user(user)


def application(call):
    one, flags = call.world.application, call.discord.application_flags()
    return {
        "id": one.id, "name": one.name, "icon": None, "description": "", "type": None, "verify_key": "0" * 64,
        "flags": flags, "flags_new": str(flags), "redirect_uris": [], "interactions_endpoint_url": None,
        "role_connections_verification_url": None, "owner": people.user(call.world.users[one.owner]), "team": None,
        "approximate_guild_count": len(_mine(call)), "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
        "bot": people.user(call.bot), "bot_public": one.public, "bot_require_code_grant": False, "hook": True,
        "integration_types_config": {"0": {}}, "tags": [],
    }


@routes.add("GET", "/applications/@me")
async def my_application(call):
    return application(call)


@routes.add("GET", "/oauth2/applications/@me")
async def my_oauth_application(call):
    return application(call)


def _mine(call):
    return [one for one in call.world.guilds.values() if call.world.bot_member(one)]


PAGE = Fields(may={"before": Id(), "after": Id(), "limit": Whole(1, 200)})


@routes.add("GET", "/users/@me/guilds")
async def my_guilds(call):
    page = call.queried(PAGE)
    found = sorted(_mine(call), key=lambda one: int(one.id))
    if "after" in page:
        found = [one for one in found if int(one.id) > int(page["after"])]
    if "before" in page:
        found = [one for one in found if int(one.id) < int(page["before"])]
    return [rooms.own_guild(call.world, one) for one in found[:page.get("limit", 200)]]


@routes.add("DELETE", "/users/@me/guilds/{guild_id}")
async def leave_guild(call):
    guilds.part(call.discord, call.guild(), call.bot.id)


RECIPIENT = Fields(must={"recipient_id": Id()}, may={"access_tokens": Maybe(Truth()), "nicks": Maybe(Truth())})


@routes.add("POST", "/users/@me/channels")
async def open_direct(call):
    """Opening is allowed with anybody there is; whether a message arrives is another matter."""
    who = call.body(RECIPIENT)["recipient_id"]
    user = call.world.users.get(who)
    if user is None or user.id == call.bot.id or user.bot:
        raise Refusal(50033)
    return rooms.channel(call.world, direct(call.discord, who))


def direct(discord, user):
    """The direct messages of the bot with somebody, made if missing."""
    channel = discord.world.direct(user)
    if channel is None:
        channel = kinds.Channel(discord.next_id(), kinds.DIRECT, recipient=user)
        discord.world.put(channel)
    return channel
