"""People, roles and members as JSON."""

from ..core.clock import iso


def user(one):
    seen = {
        "id": one.id, "username": one.name, "discriminator": "0", "global_name": one.display,
        "avatar": None, "avatar_decoration_data": None, "banner": None, "accent_color": None,
        "public_flags": 0, "flags": 0, "collectibles": None, "primary_guild": None, "clan": None,
    }
    return seen | {"bot": True} if one.bot else seen


def current_user(one):
    """The application's own user."""
    return user(one) | {
        "mfa_enabled": True, "locale": one.locale, "premium_type": 0, "email": None, "verified": True, "bio": ""}


def webhook_user(message):
    """The author that a webhook's message pretends to have."""
    return {"id": message.webhook, "username": message.webhook_name, "discriminator": "0000",
            "global_name": None, "avatar": None, "bot": True, "public_flags": 0, "flags": 0,
            "banner": None, "accent_color": None, "avatar_decoration_data": None,
            "collectibles": None, "primary_guild": None, "clan": None}


def partial_member(one):
    """A member without the user, as events and mentions have it."""
    return {
        "roles": list(one.roles), "nick": one.nick, "joined_at": iso(one.joined_at), "avatar": None,
        "banner": None, "premium_since": None, "deaf": False, "mute": False, "flags": 0, "pending": False,
        "communication_disabled_until": iso(one.timeout), "avatar_decoration_data": None, "collectibles": None,
    }


def member(world, one):
    return partial_member(one) | {"user": user(world.users[one.user])}


def role(one):
    seen = {
        "id": one.id, "name": one.name, "description": None, "permissions": str(one.permissions),
        "position": one.position, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "managed": one.managed_by is not None, "mentionable": one.mentionable,
        "icon": None, "unicode_emoji": None, "flags": 0,
    }
    return seen | {"tags": {"bot_id": one.managed_by}} if one.managed_by else seen
