"""Practice rooms as a member uses them: through the page's own interface, over HTTP.

A deed is done once however often the program dies meanwhile: one that the page took is never done
again, and before one that it did not take is tried again, the room is looked at, as a person would
who sees no answer.
"""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request

from .server import Broken, Died

PREFIX = "!cop "


class Rooms:
    """The practice rooms of one server."""

    kind = "practice"
    places = ["kitchen", "workshop"]
    convenor = "ana"
    members = ["ben", "chloe", "dev", "emma", "farid"]

    def __init__(self, server):
        self.server = server

    def reference(self, place):
        """The room as exports write it."""
        return f"practice:{place}"

    def account(self, who):
        """The account as exports write it."""
        return f"practice:{who}"

    def read(self, place):
        """What stands in a room: id, author, bot, text, thread, reply_to, buttons, deleted …"""
        path = f"/practice/api/rooms/{urllib.parse.quote(place)}/messages"
        return [row | {"id": str(row["id"])} for row in self._call("GET", path)]

    def say(self, who, place, text, to=None):
        """Says something once; `to` makes it a reply. Its id."""
        mine = [m for m in self.read(place) if m["author"] == who and m["text"] == text]
        if mine:
            return mine[0]["id"]
        return self._act({"as": who, "room": place, "kind": "message", "text": text, "to": to})

    def command(self, who, place, words):
        """Gives a command in a room."""
        return self.say(who, place, PREFIX + words)

    def listens(self, who):
        """Whether the bot can be written to alone: here it always can."""
        return True

    def direct(self, who, text):
        """Writes to the bot alone."""
        path = f"/practice/api/direct/{urllib.parse.quote(who)}/messages"
        if not any(m["author"] == who and m["text"] == text for m in self._call("GET", path)):
            self._act({"as": who, "kind": "direct", "text": text})

    def edit(self, who, place, message, text):
        """Edits one's own message."""
        if self._find(place, message)["text"] != text:
            self._act({"as": who, "room": place, "kind": "edit", "to": message, "text": text})

    def delete(self, who, place, message):
        """Deletes one's own message."""
        if not self._find(place, message)["deleted"]:
            self._act({"as": who, "room": place, "kind": "delete", "to": message})

    def skip(self, who, place, prompt):
        """Passes, by the prompt's button: once, unless the page said that it could not be done."""
        buttons = self._find(place, prompt)["buttons"]
        button = next(b["id"] for b in buttons if b["id"].startswith("pass:"))
        self._act({"as": who, "room": place, "kind": "press", "to": prompt, "text": button})

    def taps(self, place):
        """Practice rooms have buttons instead."""
        return None

    def _find(self, place, message):
        return next(m for m in self.read(place) if m["id"] == message)

    def _act(self, deed):
        deed = {name: value for name, value in deed.items() if value is not None}
        return str(self._call("POST", "/practice/api/act", deed)["id"])

    def _call(self, method, path, body=None):
        request = urllib.request.Request(self.server.url + path, method=method)
        request.add_header("Content-Type", "application/json")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as fault:
            raise Broken(f"{method} {path} {body}: {fault.code} {fault.read().decode()}") from None
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise Died(f"{method} {path}: {fault}") from None
