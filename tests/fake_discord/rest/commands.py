"""Application commands: registered, changed, removed, for all guilds or for one."""

from ..core.errors import Refusal, Throttled
from ..core.shape import Many
from ..rules import commands as rules
from .answer import Answer
from .routes import routes

CREATIONS, DAY = 200, 86400
GLOBAL, GUILD = "/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(call):
    """The guild's id, or None for global commands."""
    if call.params["application_id"] != call.world.application.id:
        raise Refusal(20012, 403, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.params:
        return None
    return call.guild().id


def _there(call, scope):
    return call.world.application.commands.setdefault(scope, {})


def _seen(call, one, localised=True):
    """A command as Discord gives it; the dictionaries only where they were asked for."""
    seen = {key: value for key, value in one.items() if value is not None or key == "default_member_permissions"}
    if one.get("guild_id"):
        seen.pop("dm_permission", None)
        seen.pop("integration_types", None)
        seen.pop("contexts", None)
    elif "contexts" not in seen:
        seen["contexts"] = None
    return seen if localised else _plain(seen)


def _plain(thing):
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in thing.items() if not key.endswith("_localizations")}
    return [_plain(one) for one in thing] if isinstance(thing, list) else thing


def _named(there, taken):
    """The command of the same name and type, if there is one."""
    return next((one for one in there.values()
                 if one["name"] == taken["name"] and one["type"] == (taken.get("type") or rules.CHAT)), None)


def _count(call, scope, new):
    """New commands take from the day's two hundred."""
    application, now = call.world.application, call.discord.clock.now()
    application.created = [(when, where) for when, where in application.created if when > now - DAY]
    today = [when for when, where in application.created if where == scope]
    if len(today) + new > CREATIONS:
        call.discord.ledger.violation("command-creations", f"more than {CREATIONS} in a day", call.request.path)
        raise Throttled(30034, today[0] + DAY - now)
    application.created += [(now, scope)] * new


def _full(there):
    for kind, most in rules.MOST.items():
        if sum(one["type"] == kind for one in there) > most:
            raise Refusal(30032, message=f"Maximum number of application commands reached ({most}).")


def _stored(call, scope, taken, old=None):
    """A command as it stands from now on; its version moves only if it changed."""
    if scope:
        call.ignored += [(name,) for name in ("contexts", "integration_types", "dm_permission")
                         if taken.get(name) is not None]
    finished = rules.finished(taken)
    if old and all(old.get(key) == value for key, value in finished.items()):
        return old
    identity = old["id"] if old else call.discord.next_id()
    one = {"id": identity, "application_id": call.world.application.id, "version": call.discord.next_id()} | finished
    return one | ({"guild_id": scope} if scope else {})


async def everything(call):
    localised = call.asks("with_localizations")
    return [_seen(call, one, localised) for one in _there(call, _scope(call)).values()]


async def create(call):
    scope = _scope(call)
    taken = call.checked(rules.command, call.raw or {})
    there = _there(call, scope)
    old = _named(there, taken)
    if old is None:
        _full([*there.values(), {"type": taken.get("type") or rules.CHAT}])
        _count(call, scope, 1)
    one = _stored(call, scope, taken, old)
    there[one["id"]] = one
    return Answer(200 if old else 201, _seen(call, one))


async def overwrite(call):
    """All commands of a scope at once; what isn't in the list goes."""
    scope = _scope(call)
    taken = call.checked(Many(rules.command), [] if call.raw is None else call.raw, _unique)
    there = _there(call, scope)
    old = [_named(there, one) for one in taken]
    _full([{"type": one.get("type") or rules.CHAT} for one in taken])
    _count(call, scope, old.count(None))
    made = [_stored(call, scope, one, before) for one, before in zip(taken, old)]
    call.world.application.commands[scope] = {one["id"]: one for one in made}
    return [_seen(call, one) for one in made]


def _unique(taken, faults):
    seen = set()
    for index, one in enumerate(taken):
        key = (one["name"], one.get("type") or rules.CHAT)
        if key in seen:
            faults.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        seen.add(key)


def _one(call):
    scope = _scope(call)
    one = _there(call, scope).get(call.params["command_id"])
    if one is None:
        raise Refusal(10063)
    return scope, one


async def single(call):
    return _seen(call, _one(call)[1])


async def change(call):
    scope, old = _one(call)
    whole = {key: value for key, value in old.items() if value is not None and key in rules.KEPT}
    raw = call.raw or {}
    call.checked(rules.part_of_command, raw | {"type": old["type"]})
    taken = call.checked(rules.command, whole | {key: value for key, value in raw.items() if key in rules.KEPT})
    other = _named(_there(call, scope), taken)
    if other and other["id"] != old["id"]:
        raise Refusal(50035, errors={"name": {"_errors": [{
            "code": "APPLICATION_COMMANDS_DUPLICATE_NAME", "message": "Application command names must be unique"}]}})
    one = _stored(call, scope, taken, old)
    _there(call, scope)[one["id"]] = one
    return _seen(call, one)


async def delete(call):
    scope, one = _one(call)
    del _there(call, scope)[one["id"]]


for base in (GLOBAL, GUILD):
    routes.add("GET", base)(everything)
    routes.add("POST", base)(create)
    routes.add("PUT", base)(overwrite)
    routes.add("GET", base + "/{command_id}")(single)
    routes.add("PATCH", base + "/{command_id}")(change)
    routes.add("DELETE", base + "/{command_id}")(delete)
