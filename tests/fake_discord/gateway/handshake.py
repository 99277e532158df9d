"""IDENTIFY, RESUME and what an application may send besides; each answer but silence is a close code."""

from ..core.shape import Fields, Faults, Id, Many, Maybe, Or, Text, Truth, Whole, anything
from ..views import people
from . import intents
from .session import Session, encoded

PRESENCE = Fields(may={"since": anything, "activities": Many(anything), "status": Text(), "afk": Truth()})
IDENTIFY = Fields(
    must={"token": Text(), "properties": Fields(may={"os": Text(), "browser": Text(), "device": Text()},
                                                ignored=("$os", "$browser", "$device")), "intents": anything},
    may={"compress": Truth(), "large_threshold": Whole(50, 250), "shard": Many(Whole(0), 2, 2),
         "presence": Maybe(PRESENCE)})
RESUME = Fields(must={"token": Text(), "session_id": Text(), "seq": Whole(0)})
MEMBERS = Fields(must={"guild_id": Or(Id(), Many(Id(), 1, 1))},
                 may={"query": Text(), "limit": Whole(0), "presences": Truth(), "nonce": Text(0, 32),
                      "user_ids": Or(Id(), Many(Id(), 0, 100))})
LARGEST_SHARD = 2500


class Handshake:
    """The application's side of one connection."""

    def __init__(self, discord, connection):
        self.discord, self.connection = discord, connection

    def take(self, payload):
        """Handles a payload; a close code if that ends the connection."""
        if payload is None or not isinstance(payload.get("op"), int):
            return self._bad("not a payload")
        op, data = payload["op"], payload.get("d")
        if op == 1:
            return self._heartbeat(data)
        if op in (2, 6):
            return self._identify(data) if op == 2 else self._resume(data)
        if op not in (3, 4, 8, 31, 43):
            self.discord.ledger.violation("gateway-opcode", f"op {op}")
            return 4001
        if self.connection.session is None:
            self.discord.ledger.violation("gateway-early", f"op {op} before IDENTIFY")
            return 4003
        return self._members(data) if op == 8 else None

    def _bad(self, why):
        self.discord.ledger.violation("gateway-payload", why)
        return 4002

    def _fits(self, shape, data, what):
        faults = Faults()
        taken = shape(data, (), faults)
        for place in faults.ignored:
            self.discord.ledger.note(f"{what} key {'.'.join(map(str, place))}", "gateway")
        if faults.found:
            self._bad(f"{what}: {faults.found}")
            return None
        return taken

    def _heartbeat(self, data):
        if data is not None and (isinstance(data, bool) or not isinstance(data, int)):
            return self._bad(f"heartbeat {data!r}")
        self.connection.heartbeat()
        return None

    # --- IDENTIFY ---

    def _identify(self, data):
        discord = self.discord
        if self.connection.session:
            discord.ledger.violation("gateway-identify", "identified twice")
            return 4005
        taken = self._fits(IDENTIFY, data, "IDENTIFY")
        if taken is None:
            return 4002
        shard = taken.get("shard", [0, 1])
        answer = self._refusal(taken, shard) or discord.identifies.admit(shard)
        discord.identifies.note(answer)
        if answer == "invalid session":
            self.connection.say(9, False)
            return None
        if answer:
            return answer
        self._begin(taken, shard)
        return None

    def _refusal(self, taken, shard):
        """The close code of an IDENTIFY that can't be, or None."""
        discord = self.discord
        if code := discord.refusing.identify():
            return code
        if taken["token"].removeprefix("Bot ") != discord.world.application.token:
            return 4004
        wanted = taken["intents"]
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted & ~intents.KNOWN or wanted < 0:
            return 4013
        if any(wanted & bit and name not in discord.world.application.privileged
               for bit, name in intents.PRIVILEGED.items()):
            return 4014
        if shard[0] >= shard[1]:
            return 4010
        probe = Session(wanted, shard, 1)
        mine = [one for one in discord.world.guilds.values() if discord.world.bot_member(one) and probe.covers(one.id)]
        return 4011 if len(mine) > LARGEST_SHARD else None

    def _begin(self, taken, shard):
        session = Session(taken["intents"], shard, self.discord.settings.session_buffer)
        session.connection = self.connection
        self.connection.session = session
        self.connection.payloads = taken.get("compress", False) and not self.connection.stream
        self.discord.events.sessions[session.id] = session
        self.discord.events.ready(session, self.discord.addresses["resume"])
        self.discord.changed()

    # --- RESUME ---

    def _resume(self, data):
        discord = self.discord
        taken = self._fits(RESUME, data, "RESUME")
        if taken is None:
            return 4002
        if taken["token"].removeprefix("Bot ") != discord.world.application.token:
            return 4004
        if not self.connection.to_resume:
            discord.ledger.note("RESUME without resume_gateway_url", "gateway")
        session = discord.events.sessions.get(taken["session_id"])
        missed = session.since(taken["seq"]) if session and not session.dead else None
        if missed is None:
            self.connection.say(9, False)
            return None
        if taken["seq"] > session.seq:
            discord.ledger.violation("gateway-seq", f"RESUME with seq {taken['seq']} of {session.seq}")
            session.end()
            return 4007
        self._go_on(session, missed)
        return None

    def _go_on(self, session, missed):
        if session.connection:
            session.connection.session = None
        session.connection, session.broken_at = self.connection, None
        session.resumes += 1
        self.connection.session = session
        for frame in missed:
            self.connection.write(frame)
        session.dispatch("RESUMED", encoded({"_trace": ["fake"]}))
        self.discord.changed()

    # --- members ---

    def _members(self, data):
        taken = self._fits(MEMBERS, data, "REQUEST_GUILD_MEMBERS")
        if taken is None:
            return 4002
        guild = taken["guild_id"] if isinstance(taken["guild_id"], str) else taken["guild_id"][0]
        one = self.discord.world.guilds.get(guild)
        session, world = self.connection.session, self.discord.world
        if one is None or world.bot_member(one) is None:
            return None
        everybody = taken.get("query") == "" and taken.get("limit") == 0
        if everybody and not session.intents & intents.MEMBERS:
            self.discord.ledger.violation("gateway-members", "all members without GUILD_MEMBERS")
            return None
        found = self._found(taken, one)
        chunks = [found[start:start + 1000] for start in range(0, len(found), 1000)] or [[]]
        for index, chunk in enumerate(chunks):
            session.dispatch("GUILD_MEMBERS_CHUNK", encoded({
                "guild_id": guild, "members": [people.member(world, each) for each in chunk], "chunk_index": index,
                "chunk_count": len(chunks), "not_found": [], "nonce": taken.get("nonce")}))
        return None

    def _found(self, taken, guild):
        users, query = taken.get("user_ids"), taken.get("query", "")
        if users is not None:
            users = [users] if isinstance(users, str) else users
            return [guild.members[who] for who in users if who in guild.members]
        found = [one for one in guild.members.values() if self.discord.world.users[one.user].name.startswith(query)]
        limit = taken.get("limit", 0)
        return found if query == "" and limit == 0 else found[:min(limit or 100, 100)]
