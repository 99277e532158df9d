"""Guilds, channels and threads as JSON."""

from ..core import permissions
from ..core import world as kinds
from ..core.clock import iso
from . import people


def overwrites(channel, guild):
    return [{"id": who, "type": 0 if who in guild.roles else 1, "allow": str(allow), "deny": str(deny)}
            for who, (allow, deny) in channel.overwrites.items()]


def channel(world, one):
    """A channel, thread or direct messages."""
    if one.recipient is not None:
        return direct(world, one)
    if one.is_thread:
        return thread(world, one)
    guild = world.guilds[one.guild]
    seen = {
        "id": one.id, "type": one.type, "flags": one.flags, "guild_id": one.guild, "name": one.name,
        "parent_id": one.parent, "position": one.position, "permission_overwrites": overwrites(one, guild),
    }
    if one.type != kinds.CATEGORY:
        seen |= {"topic": one.topic, "last_message_id": one.last_message, "nsfw": False,
                 "rate_limit_per_user": one.slowmode, "last_pin_timestamp": _last_pin(one)}
    if one.type == kinds.VOICE:
        seen |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if one.type == kinds.FORUM:
        seen |= {"available_tags": [tag(each) for each in one.tags], "default_reaction_emoji": None,
                 "default_sort_order": None, "default_forum_layout": 0, "template": ""}
    return seen


def tag(one):
    return {"id": one["id"], "name": one["name"], "moderated": False, "emoji_id": None, "emoji_name": None}


def direct(world, one):
    return {"id": one.id, "type": kinds.DIRECT, "flags": 0, "last_message_id": one.last_message,
            "last_pin_timestamp": _last_pin(one), "recipients": [people.user(world.users[one.recipient])]}


def thread(world, one):
    facts, bot = one.thread, world.application.bot
    seen = {
        "id": one.id, "type": one.type, "flags": one.flags, "guild_id": one.guild, "name": one.name,
        "parent_id": one.parent, "owner_id": facts.owner, "last_message_id": one.last_message,
        "last_pin_timestamp": _last_pin(one), "rate_limit_per_user": one.slowmode,
        "message_count": facts.count, "total_message_sent": facts.total,
        "member_count": min(len(facts.members), 50), "thread_metadata": metadata(one),
    }
    if world.channels[one.parent].type == kinds.FORUM:
        seen["applied_tags"] = list(facts.tags)
    if bot in facts.members:
        seen["member"] = thread_member(one, bot)
    return seen


def metadata(one):
    facts = one.thread
    seen = {"archived": facts.archived, "archive_timestamp": iso(facts.archive_at), "locked": facts.locked,
            "auto_archive_duration": facts.auto_archive, "create_timestamp": iso(facts.created_at)}
    return seen | {"invitable": facts.invitable} if one.type == kinds.PRIVATE_THREAD else seen


def thread_member(one, user):
    return {"id": one.id, "user_id": user, "join_timestamp": iso(one.thread.members[user]), "flags": 1,
            "muted": False, "mute_config": None}


def guild(world, one, counts=False):
    """A guild as REST gives it."""
    seen = {
        "id": one.id, "name": one.name, "icon": None, "description": None, "home_header": None,
        "splash": None, "discovery_splash": None, "features": [], "banner": None, "owner_id": one.owner,
        "application_id": None, "region": "deprecated", "afk_channel_id": None, "afk_timeout": 300,
        "system_channel_id": None, "system_channel_flags": 0, "widget_enabled": False,
        "widget_channel_id": None, "verification_level": 0, "roles": [people.role(r) for r in one.roles.values()],
        "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0,
        "max_presences": None, "max_members": 500000, "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25, "vanity_url_code": None, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": one.locale, "rules_channel_id": None,
        "safety_alerts_channel_id": None, "public_updates_channel_id": None, "hub_type": None,
        "premium_progress_bar_enabled": False, "premium_progress_bar_enabled_user_updated_at": None,
        "nsfw": False, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": None,
        "inventory_settings": None, "embed_enabled": False, "embed_channel_id": None,
    }
    if counts:
        seen |= {"approximate_member_count": member_count(one), "approximate_presence_count": 1}
    return seen


def member_count(one):
    return len(one.members) + one.extra_members


def own_guild(world, one):
    """A guild in the list of the application's own guilds."""
    rights = permissions.in_guild(one, world.bot_member(one))
    return {"id": one.id, "name": one.name, "icon": None, "banner": None, "owner": one.owner == world.application.bot,
            "permissions": str(rights), "features": []}


def guild_create(world, one, members, threads):
    """A guild as GUILD_CREATE gives it: its channels don't repeat the guild's id."""
    channels = [channel(world, each) for each in world.channels_of(one)]
    for each in channels:
        each.pop("guild_id")
    seen = guild(world, one)
    return seen | {
        "joined_at": iso(world.bot_member(one).joined_at), "large": member_count(one) > 250,
        "unavailable": False, "member_count": member_count(one), "voice_states": [], "presences": [],
        "members": [people.member(world, each) for each in members], "channels": channels,
        "threads": [thread(world, each) for each in threads], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [], "activity_instances": [],
        "embedded_activities": [], "application_command_counts": {},
    }


def _last_pin(one):
    return iso(max(one.pins.values())) if one.pins else None
