"""Encrypted Matrix rooms as members use them: through a client that nobody here wrote, which holds the
keys (tests/it/peers/nio_member.py); one process a member, for all lives.

Like the plain ones, deeds reach the homeserver, which is not killed, and are done once.
"""

import atexit
import json
import pathlib
import subprocess

from .members import Members, alone
from .server import Broken

DRIVER = pathlib.Path(__file__).resolve().parent.parent.parent / "tests" / "it" / "peers" / "nio_member.py"


class Client:
    """One member's client."""

    def __init__(self, python, base, user, password):
        self.process = subprocess.Popen(
            [python, str(DRIVER), base, user, password], text=True, stderr=subprocess.DEVNULL,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        atexit.register(self.end)
        if json.loads(self.process.stdout.readline()).get("ok") != user:
            raise Broken(f"{user} can't log in")

    def __call__(self, do, **given):
        self.process.stdin.write(json.dumps({"do": do} | given) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or "{}")
        if "ok" not in answer:
            raise Broken(f"{do} {given}: {answer.get('error', 'the client ended')}")
        return answer["ok"]

    def end(self):
        self.process.kill()


class SealedMembers(Members):
    """The encrypted rooms of one life."""

    def __init__(self, base, bot, tokens, clients):
        super().__init__(base, bot, tokens)
        self.clients = clients

    def gather_in_rooms(self):
        for place in self.places:
            everybody = [self.user(who) for who in self.members] + [self.bot]
            self.ids[place] = self.clients[self.convenor](
                "create", name=place.capitalize(), invite=everybody, encrypted=True)
            for who in self.members:
                self.clients[who]("join", room=self.ids[place])
        self._await_bot(self.places, self.convenor)

    def say(self, who, place, text, to=None):
        return self.clients[who]("say", room=self.ids[place], text=text, reply=to)

    def edit(self, who, place, message, text):
        self.clients[who]("edit", room=self.ids[place], event=message, text=text)

    def direct(self, who, text):
        self.say(who, alone(who), text)

    def _make_direct(self, who):
        return self.clients[who]("create", invite=[self.bot], direct=True, encrypted=True)

    def taps(self, place):
        return [(event["reacts"], event["key"]) for event in self._seen(place)
                if event["sender"] == self.bot and event["reacts"]]

    def _said(self, place):
        for event in self._seen(place):
            if event["type"] in ("m.room.message", "m.room.encrypted"):
                yield {
                    "id": event["id"], "sender": event["sender"], "deleted": event["redacted"],
                    "text": (event["new"] if event["edits"] else event["body"]) or "",
                    "thread": event["thread"], "edits": event["edits"],
                }

    def _seen(self, place):
        return self.clients[self.convenor]("seen", room=self.ids[place])
