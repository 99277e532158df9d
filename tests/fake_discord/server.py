"""The fake Discord as a whole: one world, and everything that acts on it."""

import asyncio
from dataclasses import dataclass, field, fields

from .acts import threads
from .core import permissions
from .core import world as kinds
from .core.clock import Clock, Ids
from .core.ledger import Ledger
from .gateway.cuts import Refusing
from .gateway.events import Events, thread_visible
from .gateway.identifies import Identifies
from .rest.budget import Budget
from .rest.faults import Faults
from .rest.limits import Limits


@dataclass
class Settings:
    """What a test may turn; windows are seconds."""

    heartbeat: float = 41.25
    limits: str = "real"  # or lifted: neither buckets nor the global limit
    nonce_window: float = 180.0  # "the past few minutes"
    session_buffer: int = 5000  # events that a broken session can replay
    resume_window: float = 180.0  # "a few minutes"
    compress_from: int = 1024  # characters; with payload compression not all payloads are compressed
    old_edits: int = -1  # edits of a message older than an hour before 30046; -1: any number
    cdn: str = "https://cdn.discordapp.com"

    def change(self, **values):
        known = {one.name: one.type for one in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"no setting is called {name}: {', '.join(known)}")
            setattr(self, name, value)


@dataclass
class Discord:
    """Everything there is; what acts on it takes it as its first argument."""

    world: kinds.World
    settings: Settings = field(default_factory=Settings)
    addresses: dict = field(default_factory=dict)

    def __post_init__(self):
        self.clock, self.ids, self.ledger = Clock(), Ids(self.world.last_id), Ledger()
        self.events, self.identifies, self.refusing = Events(self), Identifies(self), Refusing()
        self.limits, self.faults, self.budget = Limits(self), Faults(), Budget()
        self.connections, self.loads = set(), {}
        self.stopped = asyncio.Event()
        self._moved = asyncio.Event()

    def next_id(self):
        self.world.last_id = int(self.ids.next(self.clock.now()))
        return str(self.world.last_id)

    def tick(self):
        """What happens by itself as time goes by."""
        threads.sweep(self)
        self.events.expire()

    # --- for those who wait ---

    def changed(self):
        """Something happened: whoever waits for a look to change looks again."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def change(self, seconds):
        """Waits until something happens, at most so long."""
        try:
            await asyncio.wait_for(self._moved.wait(), seconds)
        except TimeoutError:
            pass

    # --- who may do what ---

    def rights(self, user, channel):
        """What somebody may do in a channel, thread or direct messages: Discord's bits."""
        if channel.recipient is not None:
            return permissions.DIRECT if user in (channel.recipient, self.world.application.bot) else 0
        guild = self.world.guilds[channel.guild]
        member = guild.members.get(user)
        if member is None:
            return 0
        holder = self.world.channels[channel.parent] if channel.is_thread else channel
        granted = permissions.in_channel(guild, member, holder, self.clock.now())
        return granted if not channel.is_thread or thread_visible(channel, user, granted) else 0

    def may(self, user, channel, *names):
        """Whether somebody has all of these permissions there."""
        wanted = permissions.bits(*names)
        return self.rights(user, channel) & wanted == wanted

    # --- the application ---

    def application_flags(self):
        """Bits of the privileged intents that are switched on for an unverified application."""
        bits = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}
        return sum(bits[name] for name in self.world.application.privileged) | 1 << 23

    def reads_content(self):
        """Whether REST shows what people wrote: by the portal, whatever IDENTIFY asked for."""
        return "message_content" in self.world.application.privileged

    def reset_token(self):
        """A new token; every session of the old one ends."""
        application = self.world.application
        application.token = kinds.token_for(application.bot, self.clock.now())
        self.events.forget()
        for connection in list(self.connections):
            asyncio.ensure_future(connection.close(4004, "Authentication failed."))
        return application.token


