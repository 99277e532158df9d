"""Who may do what where: Discord's permission bits and how it adds them up."""

NAMES = [
    "CREATE_INSTANT_INVITE", "KICK_MEMBERS", "BAN_MEMBERS", "ADMINISTRATOR", "MANAGE_CHANNELS",
    "MANAGE_GUILD", "ADD_REACTIONS", "VIEW_AUDIT_LOG", "PRIORITY_SPEAKER", "STREAM", "VIEW_CHANNEL",
    "SEND_MESSAGES", "SEND_TTS_MESSAGES", "MANAGE_MESSAGES", "EMBED_LINKS", "ATTACH_FILES",
    "READ_MESSAGE_HISTORY", "MENTION_EVERYONE", "USE_EXTERNAL_EMOJIS", "VIEW_GUILD_INSIGHTS", "CONNECT",
    "SPEAK", "MUTE_MEMBERS", "DEAFEN_MEMBERS", "MOVE_MEMBERS", "USE_VAD", "CHANGE_NICKNAME",
    "MANAGE_NICKNAMES", "MANAGE_ROLES", "MANAGE_WEBHOOKS", "MANAGE_GUILD_EXPRESSIONS",
    "USE_APPLICATION_COMMANDS", "REQUEST_TO_SPEAK", "MANAGE_EVENTS", "MANAGE_THREADS",
    "CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS", "USE_EXTERNAL_STICKERS",
    "SEND_MESSAGES_IN_THREADS", "USE_EMBEDDED_ACTIVITIES", "MODERATE_MEMBERS",
    "VIEW_CREATOR_MONETIZATION_ANALYTICS", "USE_SOUNDBOARD", "CREATE_GUILD_EXPRESSIONS", "CREATE_EVENTS",
    "USE_EXTERNAL_SOUNDS", "SEND_VOICE_MESSAGES", None, "SET_VOICE_CHANNEL_STATUS", "SEND_POLLS",
    "USE_EXTERNAL_APPS", "PIN_MESSAGES", "BYPASS_SLOWMODE",
]
BITS = {name: 1 << place for place, name in enumerate(NAMES) if name}
ALL = sum(BITS.values())


def bits(*names):
    """The bits of permissions by name; a number stays what it is."""
    return sum(BITS[name] for name in names)


VIEW, HISTORY = BITS["VIEW_CHANNEL"], BITS["READ_MESSAGE_HISTORY"]

# What @everyone may do in a guild that somebody has just made.
EVERYONE = bits(
    "CREATE_INSTANT_INVITE", "ADD_REACTIONS", "STREAM", "VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS",
    "ATTACH_FILES", "READ_MESSAGE_HISTORY", "MENTION_EVERYONE", "USE_EXTERNAL_EMOJIS", "CONNECT", "SPEAK",
    "USE_VAD", "CHANGE_NICKNAME", "USE_APPLICATION_COMMANDS", "REQUEST_TO_SPEAK", "CREATE_PUBLIC_THREADS",
    "CREATE_PRIVATE_THREADS", "USE_EXTERNAL_STICKERS", "SEND_MESSAGES_IN_THREADS",
    "USE_EMBEDDED_ACTIVITIES", "USE_SOUNDBOARD", "CREATE_GUILD_EXPRESSIONS", "CREATE_EVENTS",
    "USE_EXTERNAL_SOUNDS", "SEND_VOICE_MESSAGES", "SEND_POLLS", "USE_EXTERNAL_APPS")

# What everybody may do in direct messages.
DIRECT = bits(
    "VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY", "ADD_REACTIONS",
    "MENTION_EVERYONE", "USE_EXTERNAL_EMOJIS", "USE_APPLICATION_COMMANDS")

# What a member in time-out keeps.
TIMED_OUT = VIEW | HISTORY


def in_guild(guild, member, now=0.0):
    """The permissions of a member before any channel changes them."""
    if member.user == guild.owner:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role in member.roles:
        granted |= guild.roles[role].permissions
    if granted & BITS["ADMINISTRATOR"]:
        return ALL
    return granted & TIMED_OUT if (member.timeout or 0) > now else granted


def in_channel(guild, member, channel, now=0.0):
    """The permissions of a member in a channel; a thread's are its parent's."""
    granted = in_guild(guild, member, now)
    if granted == ALL:
        return ALL
    granted = _overwritten(granted, guild, member, channel)
    if (member.timeout or 0) > now:
        granted &= TIMED_OUT
    return granted if granted & VIEW else 0


def _overwritten(granted, guild, member, channel):
    """Discord's order: @everyone, then all roles together (allow beats deny), then the person."""
    overwrites = channel.overwrites
    allow, deny = overwrites.get(guild.id, (0, 0))
    granted = (granted & ~deny) | allow
    allow = deny = 0
    for role in member.roles:
        allows, denies = overwrites.get(role, (0, 0))
        allow, deny = allow | allows, deny | denies
    granted = (granted & ~deny) | allow
    allow, deny = overwrites.get(member.user, (0, 0))
    return (granted & ~deny) | allow


def highest(guild, member):
    """How high somebody stands: the position of their highest role; an owner above all."""
    if member.user == guild.owner:
        return 1 << 30
    return max([guild.roles[role].position for role in member.roles], default=0)
