"""The people, guilds, rooms and messages there are. Plain data: no rules, no network, can be saved."""

import base64
import bisect
import secrets
from dataclasses import dataclass, field

TEXT, DIRECT, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 10, 11, 12, 15

EPHEMERAL, LOADING, HAS_THREAD, SUPPRESS_EMBEDS, SILENT, COMPONENTS_V2 = 64, 128, 32, 4, 4096, 32768


@dataclass
class User:
    id: str
    name: str
    display: str | None = None
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True


@dataclass
class Role:
    id: str
    name: str
    permissions: int = 0
    position: int = 0
    mentionable: bool = False
    managed_by: str | None = None  # the bot whose own role it is


@dataclass
class Member:
    user: str
    joined_at: float
    roles: list = field(default_factory=list)
    nick: str | None = None
    timeout: float | None = None


@dataclass
class Guild:
    id: str
    name: str
    owner: str
    locale: str = "en-US"
    roles: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)
    channels: dict = field(default_factory=dict)  # threads as well
    banned: set = field(default_factory=set)
    available: bool = True
    extra_members: int = 0  # people who only count


@dataclass
class Thread:
    """What only a thread has."""

    owner: str
    created_at: float
    archive_at: float  # when its state of being archived last changed
    auto_archive: int = 4320
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    members: dict = field(default_factory=dict)  # user id: when they joined
    count: int = 0
    total: int = 0
    tags: list = field(default_factory=list)
    active_at: float = 0.0


@dataclass
class Channel:
    id: str
    type: int
    name: str = ""
    guild: str | None = None
    parent: str | None = None
    topic: str | None = None
    position: int = 0
    slowmode: int = 0
    flags: int = 0
    tags: list = field(default_factory=list)
    overwrites: dict = field(default_factory=dict)  # role or user id: (allow, deny)
    recipient: str | None = None  # of direct messages with the bot
    thread: Thread | None = None
    messages: dict = field(default_factory=dict)
    order: list = field(default_factory=list)  # message ids as numbers, oldest first
    last_message: str | None = None
    pins: dict = field(default_factory=dict)  # message id: when

    @property
    def is_thread(self):
        return self.thread is not None

    def add(self, message):
        self.messages[message.id] = message
        self.order.append(int(message.id))
        if not message.ephemeral_to:
            self.last_message = message.id

    def after(self, identity=None):
        """The messages after an id, oldest first."""
        first = bisect.bisect_right(self.order, int(identity)) if identity is not None else 0
        return (self.messages[str(self.order[place])] for place in range(first, len(self.order)))

    def before(self, identity=None):
        """The messages before an id, newest first."""
        last = bisect.bisect_left(self.order, int(identity)) if identity is not None else len(self.order)
        return (self.messages[str(self.order[place])] for place in range(last - 1, -1, -1))


@dataclass
class Message:
    id: str
    channel: str
    author: str
    content: str = ""
    type: int = 0
    at: float = 0.0
    edited_at: float | None = None
    flags: int = 0
    tts: bool = False
    mentions: list = field(default_factory=list)
    mention_roles: list = field(default_factory=list)
    mention_everyone: bool = False
    attachments: list = field(default_factory=list)
    embeds: list = field(default_factory=list)
    components: list = field(default_factory=list)
    stickers: list = field(default_factory=list)
    reactions: dict = field(default_factory=dict)  # emoji as written in a URL: [user ids]
    reference: dict | None = None
    nonce: object = None
    webhook: str | None = None
    webhook_name: str | None = None
    interaction: dict | None = None  # interaction_metadata
    ephemeral_to: str | None = None
    deleted: bool = False
    edits: int = 0
    old_edits: int = 0  # edits made when it was older than an hour
    thread: str | None = None


@dataclass
class Application:
    id: str
    name: str
    bot: str
    owner: str
    token: str
    privileged: set = field(default_factory=set)  # message_content, members, presences
    public: bool = True
    commands: dict = field(default_factory=dict)  # None or guild id: {command id: command}
    created: list = field(default_factory=list)  # (when, scope) of each creation of a command


@dataclass
class World:
    """Everything that a restart of this server keeps."""

    users: dict = field(default_factory=dict)
    guilds: dict = field(default_factory=dict)
    channels: dict = field(default_factory=dict)
    directs: dict = field(default_factory=dict)  # user id: the bot's direct messages with them
    application: Application | None = None
    interactions: dict = field(default_factory=dict)
    nonces: dict = field(default_factory=dict)  # (author, channel, nonce): (when, message)
    pings: list = field(default_factory=list)
    files: dict = field(default_factory=dict)  # attachment id: bytes
    places: dict = field(default_factory=dict)  # message id: channel id
    last_id: int = 0

    def bot(self):
        return self.users[self.application.bot]

    def bot_member(self, guild):
        return guild.members.get(self.application.bot)

    def put(self, channel):
        """A channel, thread or direct messages that come to be."""
        self.channels[channel.id] = channel
        if channel.guild:
            self.guilds[channel.guild].channels[channel.id] = channel
        else:
            self.directs[channel.recipient] = channel

    def drop(self, channel):
        """A channel or thread of a guild that ends."""
        del self.channels[channel.id]
        del self.guilds[channel.guild].channels[channel.id]

    @staticmethod
    def channels_of(guild, threads=False):
        return [one for one in guild.channels.values() if one.is_thread == threads]

    def inside(self, channel):
        """What is in a channel: its threads, or the channels of a category."""
        return [one for one in self.guilds[channel.guild].channels.values() if one.parent == channel.id]

    def direct(self, user):
        """The direct messages of the bot with somebody, if they were ever opened."""
        return self.directs.get(user)

    def add(self, channel, message):
        """A message that is said in a channel."""
        channel.add(message)
        self.places[message.id] = channel.id

    def message(self, identity):
        """A message by its id, gone or not, while its channel is there."""
        channel = self.channels.get(self.places.get(identity))
        return channel and channel.messages[identity]


def token_for(bot_id, now):
    """A token of Discord's form that opens nothing but this server."""
    first = base64.b64encode(bot_id.encode()).decode().rstrip("=")
    second = base64.urlsafe_b64encode(int(now).to_bytes(4, "big")).decode().rstrip("=")
    return f"{first}.{second}.{secrets.token_urlsafe(28)}"
