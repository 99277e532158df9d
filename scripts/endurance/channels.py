"""Discord's channels as members use them: through the control interface of the fake Discord that
`scripts/discord` starts (tests/fake_discord). Each life has a Discord of its own.

The fake is not killed, so every deed reaches it, and is done once.
"""

import json
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.request

from .server import Broken, Died, Server
from .story import Story

LOADING = 1 << 7  # the flag of a message that Discord shows as "is thinking"
DISCORD = pathlib.Path(__file__).resolve().parent.parent / "discord"
BUCKET = 5.0  # seconds after which the limit of a channel's messages begins anew


class Guild:
    """One fake Discord for each life: what it remembers of a bot is part of the story."""

    name = "discord"

    def __init__(self, given, database, folder, first_day):
        self.given, self.database, self.folder, self.first_day = given, database, folder, first_day
        self.count, self.facts = 0, None

    def life(self):
        self._stop()
        self.count += 1
        folder = self.folder / f"{self.count}"
        self.facts = start(folder / "discord")
        channels = Channels(self.facts)
        server = Server(self.given.binary, folder, settings(self.facts) | self.database.settings(), platform="discord")
        server.start()
        story = Story(server, channels, "Endure", self.first_day)
        story.found()
        return story

    def end(self, story):
        faults = story.rooms.broken_rules(story.server.starts)
        if faults:
            raise Broken(f"rules of Discord were broken: {faults}")
        self._stop()
        if not self.given.keep:
            shutil.rmtree(story.server.folder, ignore_errors=True)

    def close(self):
        self._stop()

    def _stop(self):
        if self.facts:
            subprocess.run([DISCORD, "stop", self.facts["dir"]], check=False)
            self.facts = None


def start(folder, *options):
    """Starts a fake Discord, and says where it is."""
    done = subprocess.run([DISCORD, "start", str(folder), *options], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def settings(facts):
    """The configuration of a bot that speaks to it."""
    return {"SAMOVAR_DISCORD__TOKEN": facts["token"], "SAMOVAR_DISCORD__CONNECT_TO": facts["rest"],
            "SAMOVAR_DISCORD__CA_FILE": facts["ca_file"]}


class Channels:
    """The channels of one life; reads like `rooms.Rooms`."""

    kind = "discord"
    places = ["kitchen", "workshop"]
    convenor = "ana"
    members = ["ben", "chloe", "dev", "emma", "farid"]

    def __init__(self, facts):
        self.control, self.world = facts["control"], facts["world"]

    def reference(self, place):
        """The room as exports write it."""
        return f"discord:{self.world['channels'][place]}"

    def account(self, who):
        """The account as exports write it."""
        return f"discord:{self.world['users'][who]}"

    def read(self, place):
        """What stands in a room, oldest first; what stands in its threads is not among it, nor what says
        nothing yet: a reply that was put off, and whose words died with the program."""
        return [{
            "id": row["id"], "author": row["by"], "bot": row["by"] == "samovar", "text": row["content"],
            "deleted": bool(row["deleted"]), "thread": None, "buttons": [],
        } for row in self.does(do="messages", **{"in": place}) if not row["flags"] & LOADING]

    def say(self, who, place, text, to=None):
        """Says something once; `to` makes it a reply. Its id."""
        deed = {"as": who, "in": place, "text": text} | ({"reply": to} if to else {})
        return self.does(do="say", **deed)

    def command(self, who, place, words):
        """Gives a command in a room, by mentioning the bot."""
        return self.say(who, place, f"<@{self.world['application']['bot']}> {words}")

    def edit(self, who, place, message, text):
        """Edits one's own message."""
        self.does(do="edit", message=message, text=text, **{"as": who})

    def delete(self, who, place, message):
        """Deletes one's own message."""
        self.does(do="delete", message=message, **{"as": who})

    def skip(self, who, place, prompt):
        """Passes, by the prompt's button. Where Discord says that nobody answered, or goes on saying that
        the bot is thinking, nobody was told that it counts: the story has them press again."""
        pressed = self.does(do="press", message=prompt, button="Pass", wait="done", **{"as": who})
        if pressed["state"] != "answered" or pressed["loading"]:
            raise Died(f"{who} pressed, and was not answered")

    def listens(self, who):
        """Whether the bot can be written to alone: here it always can."""
        return True

    def direct(self, who, text):
        """Writes to the bot alone."""
        self.say(who, f"@{who}", text)

    def taps(self, place):
        """Discord has buttons instead."""
        return None

    def broken_rules(self, starts=()):
        """What the bot did that Discord documents against, and how often it had to be slowed down. A
        process can't know what the one before it used up: just after a start that is no fault."""
        slowed = self.does(do="limited", provoked=True)
        slowed = [one for one in slowed if not any(0 <= one["at"] - start <= BUCKET for start in starts)]
        return self.does(do="violations") + slowed

    def does(self, **deed):
        """One deed, or one look."""
        request = urllib.request.Request(self.control, json.dumps(deed).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=90) as reply:
                return json.load(reply)["ok"]
        except urllib.error.HTTPError as fault:
            raise Broken(f"{deed}: {fault.code} {fault.read().decode()}") from None
