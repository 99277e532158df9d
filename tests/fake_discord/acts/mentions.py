"""Who is mentioned by a text, who of them may be, and whom it rings (resources/message: Allowed Mentions)."""

import re

from ..core import permissions

CODE = re.compile(r"```.*?```|``.*?``|`[^`]*`", re.DOTALL)
USER, ROLE, EVERYONE = re.compile(r"<@!?(\d{1,20})>"), re.compile(r"<@&(\d{1,20})>"), re.compile(r"@(everyone|here)")
ALL, ONLY_USERS = {"parse": ["users", "roles", "everyone"]}, {"parse": ["users"]}


def find(discord, channel, author, text, allowed, reply_to=None, default=ALL):
    """The mentions of a message: {mentions, mention_roles, mention_everyone}.

    Without `allowed` the default counts, and a reply mentions whom it replies to.
    """
    plain = CODE.sub(" ", text)
    rules = default if allowed is None else allowed
    parse = rules.get("parse") or []
    users = [who for who in dict.fromkeys(USER.findall(plain))
             if who in discord.world.users and ("users" in parse or who in (rules.get("users") or []))]
    if reply_to and (allowed is None or allowed.get("replied_user")):
        users = list(dict.fromkeys([*users, reply_to]))
    loud = discord.may(author, channel, "MENTION_EVERYONE")
    everyone = bool(EVERYONE.search(plain)) and "everyone" in parse and loud and channel.guild is not None
    return {"mentions": users, "mention_roles": _roles(discord, channel, plain, rules, parse, loud),
            "mention_everyone": everyone}


def _roles(discord, channel, plain, rules, parse, loud):
    if channel.guild is None:
        return []
    roles = discord.world.guilds[channel.guild].roles
    return [one for one in dict.fromkeys(ROLE.findall(plain))
            if one in roles and one != channel.guild and (loud or roles[one].mentionable)
            and ("roles" in parse or one in (rules.get("roles") or []))]


def ring(discord, message):
    """Writes down whom a new message rings: those who can see it, and not its author."""
    if message.flags & 4096 or message.ephemeral_to:
        return
    channel = discord.world.channels[message.channel]
    for who in _rung(discord, channel, message):
        name = who if who == "@everyone" else discord.world.users[who].name
        discord.world.pings.append(
            {"message": message.id, "who": name, "in": channel.name, "channel": channel.id, "at": message.at})


def _rung(discord, channel, message):
    who = list(message.mentions)
    if channel.guild:
        members = discord.world.guilds[channel.guild].members.values()
        who += [one.user for one in members if set(one.roles) & set(message.mention_roles)]
    seeing = [one for one in dict.fromkeys(who)
              if one != message.author and discord.rights(one, channel) & permissions.VIEW]
    return [*seeing, "@everyone"] if message.mention_everyone else seeing
