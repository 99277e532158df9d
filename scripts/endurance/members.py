"""Matrix rooms as members use them: the plain client-server API against a real homeserver, which
`scripts/synapse` starts. Each life has rooms and a bot's account of its own.

The homeserver is not killed, so every deed reaches it and is done once; its transaction id is made
from the deed, so that even a repeated request would be the same event.
"""

import hashlib
import json
import pathlib
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from .server import Broken, Server
from .story import Story

SYNAPSE = pathlib.Path(__file__).resolve().parent.parent / "synapse"
PATIENCE = 60
BOTS = 24  # accounts that are made at a time


class Homeserver:
    """One Synapse for all lives on a database."""

    name = "matrix"

    def __init__(self, given, database, folder, first_day):
        self.given, self.database, self.folder, self.first_day = given, database, folder, first_day
        self.count, self.tokens, self.users, self.start = 0, {}, {}, None
        self.clients = {}
        self.home = folder / "synapse"

    def life(self):
        self.count += 1
        bot = f"samovar{self.count}"
        if bot not in self.users:
            self._more_users()
        start, users = self.start, self.users
        members = self._members(start, users, users[bot]["user_id"])
        server = Server(self.given.binary, self.folder / f"{self.count}", {
            "SAMOVAR_MATRIX__HOMESERVER": start["base_url"],
            "SAMOVAR_MATRIX__USER": users[bot]["user_id"],
            "SAMOVAR_MATRIX__PASSWORD": users[bot]["password"],
        } | self.database.settings())
        server.start()
        members.gather_in_rooms()
        story = Story(server, members, "Endure", self.first_day)
        story.found()
        return story

    def _members(self, start, users, bot):
        tokens = self._tokens(start["base_url"], users)
        if self.given.plain:
            return Members(start["base_url"], bot, tokens)
        from .sealed import Client, SealedMembers
        for name in [Members.convenor, *Members.members]:
            if name not in self.clients:
                user = users[name]
                self.clients[name] = Client(
                    start["python"], start["base_url"], user["user_id"], user["password"])
        return SealedMembers(start["base_url"], bot, tokens, self.clients)

    def end(self, story):
        if not self.given.keep:
            shutil.rmtree(story.server.folder, ignore_errors=True)

    def close(self):
        for client in self.clients.values():
            client.end()
        subprocess.run([SYNAPSE, "stop", str(self.home)], check=False)

    def _more_users(self):
        """Accounts for this life and some to come: asking for each alone takes longer than a life."""
        bots = [f"samovar{number}" for number in range(self.count, self.count + BOTS)]
        names = ",".join([*bots, Members.convenor, *Members.members])
        self.start = self._synapse("start", str(self.home), "--users", names)
        self.users = {user["name"]: user for user in self.start["users"]}

    def _tokens(self, base, users):
        for name in [Members.convenor, *Members.members]:
            if name not in self.tokens:
                self.tokens[name] = call(base, "POST", "/login", None, {
                    "type": "m.login.password", "password": users[name]["password"],
                    "identifier": {"type": "m.id.user", "user": users[name]["user_id"]}})["access_token"]
        return self.tokens

    def _synapse(self, *words):
        done = subprocess.run([SYNAPSE, *words], check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout)


class Members:
    """The rooms of one life; reads like `rooms.Rooms`."""

    kind = "matrix"
    places = ["kitchen", "workshop"]
    convenor = "ana"
    members = ["ben", "chloe", "dev", "emma", "farid"]

    def __init__(self, base, bot, tokens):
        self.base, self.bot, self.tokens, self.ids = base, bot, tokens, {}
        self.server_name = bot.split(":", 1)[1]

    def gather_in_rooms(self):
        """Makes the rooms, brings everybody in, and waits until the bot has come."""
        for place in self.places:
            everybody = [self.user(who) for who in self.members] + [self.bot]
            made = self._call("POST", "/createRoom", self.convenor, {
                "name": place.capitalize(), "preset": "private_chat", "invite": everybody})
            self.ids[place] = made["room_id"]
            for who in self.members:
                self._call("POST", f"/join/{quoted(made['room_id'])}", who, {})
        self._await_bot(self.places, self.convenor)

    def _await_bot(self, places, who):
        until = time.monotonic() + PATIENCE
        while not all(self.bot in self._joined(place, who) for place in places):
            if time.monotonic() > until:
                raise Broken(f"{self.bot} did not follow its invitations in {PATIENCE} s")
            time.sleep(0.05)

    def user(self, who):
        return f"@{who}:{self.server_name}"

    def reference(self, place):
        """The room as exports write it."""
        return f"matrix:{self.ids[place]}"

    def account(self, who):
        """The account as exports write it."""
        return f"matrix:{self.user(who)}"

    def read(self, place):
        """What stands in a room, edits applied, oldest first."""
        found, edits = {}, {}
        for event in self._said(place):
            sender = event["sender"]
            if event["edits"]:
                edits[event["edits"]] = (sender, event["text"])
                continue
            found[event["id"]] = event | {
                "author": sender[1:].split(":")[0], "bot": sender == self.bot, "buttons": []}
        for message, (sender, text) in edits.items():
            if message in found and found[message]["sender"] == sender:
                found[message]["text"] = text
        return list(found.values())

    def say(self, who, place, text, to=None):
        """Says something once; `to` makes it a reply. Its id."""
        content = {"msgtype": "m.text", "body": text}
        if to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": to}}
        return self._send(who, place, content)

    def command(self, who, place, words):
        """Gives a command in a room."""
        return self.say(who, place, "!cop " + words)

    def edit(self, who, place, message, text):
        """Edits one's own message."""
        self._send(who, place, {
            "msgtype": "m.text", "body": "* " + text, "m.new_content": {"msgtype": "m.text", "body": text},
            "m.relates_to": {"rel_type": "m.replace", "event_id": message}})

    def delete(self, who, place, message):
        """Redacts one's own message."""
        path = f"/rooms/{quoted(self.ids[place])}/redact/{quoted(message)}/{key(who, message)}"
        self._call("PUT", path, who, {})

    def skip(self, who, place, prompt):
        """Passes, by a reaction."""
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": prompt, "key": "\u23ed\ufe0f"}}
        self._send(who, place, content, "m.reaction")

    def listens(self, who):
        """Whether the bot is in the room with this member alone, which is made when first asked for."""
        place = alone(who)
        if place not in self.ids:
            self.ids[place] = self._make_direct(who)
        return self.bot in self._joined(place, who)

    def direct(self, who, text):
        """Writes to the bot alone."""
        self._send(who, alone(who), {"msgtype": "m.text", "body": text})

    def _make_direct(self, who):
        return self._call("POST", "/createRoom", who, {
            "is_direct": True, "preset": "trusted_private_chat", "invite": [self.bot]})["room_id"]

    def _joined(self, place, who):
        return self._call("GET", f"/rooms/{quoted(self.ids[place])}/joined_members", who)["joined"]

    def taps(self, place):
        """The bot's own reactions: to which message, and which."""
        relations = [event["content"].get("m.relates_to", {}) for event in self._history(place, "m.reaction")
                     if event["sender"] == self.bot]
        return [(relation["event_id"], relation["key"]) for relation in relations if relation]

    def _said(self, place):
        """The messages and edits of a room, oldest first."""
        for event in self._history(place):
            content = event["content"]
            relation = content.get("m.relates_to", {})
            kind = relation.get("rel_type")
            yield {
                "id": event["event_id"], "sender": event["sender"],
                "text": content.get("m.new_content", content).get("body", ""),
                "deleted": "redacted_because" in event.get("unsigned", {}),
                "thread": relation.get("event_id") if kind == "m.thread" else None,
                "edits": relation.get("event_id") if kind == "m.replace" else None,
            }

    def _history(self, place, kind="m.room.message"):
        events, since = [], ""
        while True:
            query = urllib.parse.urlencode({"dir": "f", "limit": 500} | ({"from": since} if since else {}))
            page = self._call("GET", f"/rooms/{quoted(self.ids[place])}/messages?{query}", self.convenor)
            events += [event for event in page["chunk"] if event["type"] == kind]
            since = page.get("end")
            if not since:
                return events

    def _send(self, who, place, content, kind="m.room.message"):
        path = f"/rooms/{quoted(self.ids[place])}/send/{kind}/{key(who, place, content)}"
        return self._call("PUT", path, who, content)["event_id"]

    def _call(self, method, path, who, body=None):
        return call(self.base, method, path, self.tokens[who], body)


def key(*deed):
    """The transaction id of a deed: the same deed, the same id."""
    return hashlib.sha256(json.dumps(deed).encode()).hexdigest()[:24]


def alone(who):
    """The place in which a member is alone with the bot."""
    return f"{who}, alone"


def quoted(text):
    return urllib.parse.quote(text, safe="")


def call(base, method, path, token, body=None):
    request = urllib.request.Request(f"{base}/_matrix/client/v3{path}", method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data, timeout=30) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as fault:
        raise Broken(f"{method} {path}: {fault.code} {fault.read().decode()}") from None
