"""Who is told of what: from a change in the world to the sessions that may know of it."""

import time

from ..core import permissions
from ..core import world as kinds
from ..views import messages, people, rooms
from . import intents
from .session import encoded


class Events:
    """Sends each event to every session whose intents, shard and permissions let it through."""

    def __init__(self, discord):
        self.discord = discord
        self.sessions = {}

    def live(self):
        return [one for one in self.sessions.values() if not one.dead]

    def send(self, event, guild, make, direct=False, only=None):
        """`make(session)` is the event's data for a session, or None if that one gets nothing."""
        cache = {}
        for session in self.live():
            if only and session is not only or not session.covers(guild):
                continue
            if not intents.wants(session.intents, event, direct):
                continue
            readable = bool(session.intents & intents.CONTENT)
            if readable not in cache:
                data = make(session)
                cache[readable] = None if data is None else encoded(data)
            if cache[readable] is not None:
                session.dispatch(event, cache[readable])
        self.discord.ledger.events[event] += 1
        self.discord.changed()

    def each(self, event, guild, make, always=False):
        """An event whose data differs by session; `always`: whatever the intents."""
        for session in self.live():
            if session.covers(guild) and (always or intents.wants(session.intents, event, False)):
                data = make(session)
                if data is not None:
                    session.dispatch(event, encoded(data))
        self.discord.ledger.events[event] += 1
        self.discord.changed()

    def in_guild(self, event, guild, data, channel=None):
        """An event of a guild, or of a channel there that the bot can see."""
        one = self.discord.world.guilds[guild]
        if not one.available or not self.sees(one, channel):
            return
        self.send(event, guild, lambda _: data)

    def sees(self, guild, channel):
        """Whether the bot is there and can see the channel; a private thread takes more."""
        member = self.discord.world.bot_member(guild)
        if member is None:
            return False
        return channel is None or bool(self.discord.rights(member.user, channel) & permissions.VIEW)

    def in_channel(self, event, channel, make):
        """An event of a channel: `make(content)` is its data with or without what people wrote."""
        if channel.guild is None:
            self.send(event, None, lambda one: make(True), direct=True)
            return
        guild = self.discord.world.guilds[channel.guild]
        if guild.available and self.sees(guild, channel):
            self.send(event, guild.id, lambda one: make(bool(one.intents & intents.CONTENT)))

    def message(self, event, message):
        """MESSAGE_CREATE or MESSAGE_UPDATE. Ephemeral ones come like direct messages."""
        world = self.discord.world
        channel = world.channels[message.channel]
        if message.ephemeral_to:
            self.send(event, None, lambda _: messages.created(world, message, True), direct=True)
            return
        self.in_channel(event, channel, lambda content: messages.created(world, message, content))

    def guild_create(self, guild, only=None):
        self.send("GUILD_CREATE", guild.id, lambda one: self._guild(guild, one), only=only)

    def _guild(self, guild, session):
        """Without GUILD_PRESENCES only the bot is among the members."""
        world = self.discord.world
        bot = world.bot_member(guild)
        everybody = session.intents & intents.PRESENCES and len(guild.members) <= 250
        threads = [one for one in world.channels_of(guild, threads=True)
                   if not one.thread.archived and self.sees(guild, one)]
        return rooms.guild_create(world, guild, guild.members.values() if everybody else [bot], threads)

    def ready(self, session, resume_url):
        """READY: all guilds unavailable at first; then each of those that are there."""
        world = self.discord.world
        mine = [one for one in world.guilds.values() if world.bot_member(one) and session.covers(one.id)]
        application = {"id": world.application.id, "flags": self.discord.application_flags()}
        session.dispatch("READY", encoded({
            "v": 10, "user": people.current_user(world.bot()), "session_id": session.id, "session_type": "normal",
            "resume_gateway_url": resume_url, "shard": session.shard, "application": application,
            "guilds": [{"id": one.id, "unavailable": True} for one in mine], "user_settings": {},
            "private_channels": [], "presences": [], "relationships": [], "game_relationships": [],
            "guild_join_requests": [], "geo_ordered_rtc_regions": [], "auth": {}, "_trace": ["fake"]}))
        for guild in mine:
            if guild.available:
                self.guild_create(guild, only=session)

    def forget(self):
        """Every session is gone."""
        for session in self.live():
            session.end()

    def expire(self):
        """Ends sessions that nobody resumed in time."""
        now, window = self.discord.clock.now(), self.discord.settings.resume_window
        for session in self.live():
            if session.broken_at is not None and now - session.broken_at > window:
                session.end()
        old = [key for key, one in self.sessions.items() if one.dead and time.time() - one.identified_at > 86400]
        for key in old:
            del self.sessions[key]


def thread_visible(channel, user, granted):
    """Private threads are for their members and for moderators (topics/threads)."""
    if channel.type != kinds.PRIVATE_THREAD:
        return True
    return user in channel.thread.members or bool(granted & permissions.BITS["MANAGE_THREADS"])
