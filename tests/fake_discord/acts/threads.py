"""Threads begin, sleep, wake and end (topics/threads)."""

from ..core import world as kinds
from ..core.errors import Refusal
from ..gateway.intents import MEMBERS
from ..views import people, rooms
from . import messages

DURATIONS = (60, 1440, 4320, 10080)
OLD_STARTER = 600.0  # a thread from an older message is announced in its channel; decided, not documented
MOST_ACTIVE = 1000


def start(discord, channel, owner, name, message=None, type=None, **more):
    """A thread from a message, or from none."""
    if message and message.thread:
        raise Refusal(160004)
    siblings = discord.world.channels_of(discord.world.guilds[channel.guild], threads=True)
    active = [one for one in siblings if not one.thread.archived]
    if len(active) >= MOST_ACTIVE:
        raise Refusal(160006)
    now = discord.clock.now()
    thread = kinds.Channel(
        id=message.id if message else discord.next_id(), guild=channel.guild, parent=channel.id, name=name,
        type=type or (kinds.ANNOUNCEMENT_THREAD if channel.type == kinds.ANNOUNCEMENT else kinds.PUBLIC_THREAD),
        slowmode=more.pop("slowmode", 0),
        thread=kinds.Thread(owner, now, now, active_at=now, **more))
    discord.world.put(thread)
    thread.thread.members[owner] = now
    discord.events.in_channel("THREAD_CREATE", thread,
                              lambda _: rooms.thread(discord.world, thread) | {"newly_created": True})
    _members_changed(discord, thread, added=[owner])
    _announce(discord, channel, thread, message)
    return thread


def _announce(discord, channel, thread, message):
    """The messages of Discord's own that go with a new thread."""
    owner, link = thread.thread.owner, {"channel_id": thread.id, "guild_id": thread.guild}
    if message:
        message.thread, message.flags = thread.id, message.flags | kinds.HAS_THREAD
        discord.events.message("MESSAGE_UPDATE", message)
        reference = {"type": 0, "message_id": message.id, "channel_id": channel.id, "guild_id": channel.guild}
        messages.post(discord, thread, owner, {}, type=21, reference=reference)
        thread.thread.count = thread.thread.total = 0
    old = message and discord.clock.now() - message.at > OLD_STARTER
    if channel.type != kinds.FORUM and thread.type != kinds.PRIVATE_THREAD and (message is None or old):
        messages.post(discord, channel, owner, {"content": thread.name}, type=18, reference=link | {"type": 0})


def spoken(discord, thread, author):
    """Somebody says something: the thread wakes, and they are in it."""
    facts = thread.thread
    if facts.archived:
        set_archived(discord, thread, False)
    facts.active_at = discord.clock.now()
    facts.count, facts.total = facts.count + 1, facts.total + 1
    join(discord, thread, author)


def join(discord, thread, user):
    if user in thread.thread.members or user not in discord.world.guilds[thread.guild].members:
        return
    thread.thread.members[user] = discord.clock.now()
    if user == discord.world.application.bot:
        discord.events.in_channel("THREAD_CREATE", thread, lambda _: rooms.thread(discord.world, thread))
    _members_changed(discord, thread, added=[user])


def leave(discord, thread, user):
    if thread.thread.members.pop(user, None) is not None:
        _members_changed(discord, thread, removed=[user])


def _members_changed(discord, thread, added=(), removed=()):
    """Without GUILD_MEMBERS an application hears only of itself."""
    bot, facts = discord.world.application.bot, thread.thread
    if not discord.events.sees(discord.world.guilds[thread.guild], thread) and bot not in removed:
        return

    def data(session):
        everybody = bool(session.intents & MEMBERS)
        come = [who for who in added if everybody or who == bot]
        gone = [who for who in removed if everybody or who == bot]
        if not come and not gone:
            return None
        return {"id": thread.id, "guild_id": thread.guild, "member_count": min(len(facts.members), 50),
                "added_members": [_with_member(discord, thread, who) for who in come], "removed_member_ids": gone}
    discord.events.each("THREAD_MEMBERS_UPDATE", thread.guild, data)


def _with_member(discord, thread, who):
    member = people.member(discord.world, discord.world.guilds[thread.guild].members[who])
    return rooms.thread_member(thread, who) | {"member": member, "presence": None}


def set_archived(discord, thread, archived, locked=None):
    """A thread sleeps or wakes; `locked` as well, where it is given."""
    facts, now = thread.thread, discord.clock.now()
    if facts.archived != archived:
        facts.archived, facts.archive_at = archived, now
    if not archived:
        facts.active_at = now
    if locked is not None:
        facts.locked = locked
    updated(discord, thread)


def updated(discord, thread):
    discord.events.in_channel("THREAD_UPDATE", thread, lambda _: rooms.thread(discord.world, thread))


def remove(discord, thread):
    """A thread is deleted. Its message stays, and can't have another: the thread had its id."""
    data = {"id": thread.id, "guild_id": thread.guild, "parent_id": thread.parent, "type": thread.type}
    discord.events.in_channel("THREAD_DELETE", thread, lambda _: data)
    discord.world.drop(thread)


def sweep(discord):
    """Archives threads where nothing was said for as long as they say."""
    now = discord.clock.now()
    for thread in list(discord.world.channels.values()):
        facts = thread.thread
        if facts and not facts.archived and now - facts.active_at >= facts.auto_archive * 60:
            set_archived(discord, thread, True)
