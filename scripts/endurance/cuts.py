"""A round while Discord cuts the line in every way there is: what was said, edited and deleted
around the cuts is what is stored, each prompt and summary stands once, and no rule was broken.

Members have said yes to keeping their words, and talk in the threads of two rooms as fast as the
fake takes it; the cuts come among their words.
"""

import collections
import datetime
import time

from .channels import Channels, settings, start
from .server import Broken, Server
from .story import QUESTION, ZONE

BEAT = 2.0  # seconds between heartbeats: a line that is silently dead is noticed after two
DAY = datetime.datetime.fromisoformat("2031-03-03T00:00:00+00:00")
SPACING = 5.0
BACK = 90  # seconds in which the bot has to be connected again

CUTS = [
    [{"do": "cut", "how": "close", "code": 4000}], [{"do": "cut", "how": "close", "code": 4001}],
    [{"do": "cut", "how": "close", "code": 4002}], [{"do": "cut", "how": "close", "code": 4003}],
    [{"do": "cut", "how": "close", "code": 4005}], [{"do": "cut", "how": "close", "code": 4007}],
    [{"do": "cut", "how": "close", "code": 4008}], [{"do": "cut", "how": "close", "code": 4009}],
    [{"do": "cut", "how": "close", "code": 1000}], [{"do": "cut", "how": "close", "code": 1001}],
    [{"do": "cut", "how": "bare_close"}], [{"do": "cut", "how": "eof"}], [{"do": "cut", "how": "reset"}],
    [{"do": "cut", "how": "half_open"}], [{"do": "cut", "how": "no_ack"}], [{"do": "cut", "how": "heartbeat"}],
    [{"do": "cut", "how": "reconnect"}],
    [{"do": "cut", "how": "invalid", "resumable": True}], [{"do": "cut", "how": "invalid", "resumable": False}],
    [{"do": "gateway", "forget": True}, {"do": "cut", "how": "reset"}],
    [{"do": "gateway", "unavailable": 3}, {"do": "cut", "how": "eof"}],
    [{"do": "gateway", "silent": 1}, {"do": "cut", "how": "reconnect"}],
    [{"do": "outage", "guild": "commons", "on": True}, {"do": "outage", "guild": "commons", "on": False}],
]


class Campaign:
    """One Discord, one bot, so many cuts and words."""

    def __init__(self, given, database, folder, chance, beat=BEAT):
        self.facts = start(folder / "discord", "--heartbeat", str(beat))
        self.rooms = Channels(self.facts)
        self.server = Server(given.binary, folder, settings(self.facts) | database.settings(), platform="discord")
        self.chance, self.threads, self.said = chance, {}, {}

    def run(self, cuts, deeds):
        """Lives it, and gives the faults in words."""
        self.server.start()
        self.found()
        each = max(1, deeds // cuts)
        for number in range(cuts):
            for deed in CUTS[number % len(CUTS)]:
                for _ in range(each // 2):
                    self._deed()
                self.rooms.does(**deed)
            for _ in range(each - each // 2):
                self._deed()
            self.back()
        self._clock(15)
        self._settle()
        faults = self._stored() + self._posts() + self._identifies() + self.rooms.broken_rules()
        self.server.stop()
        return faults

    def close(self):
        """Ends what was started."""
        self.server.kill()
        self.rooms.does(do="stop")

    def found(self):
        """A community in two rooms whose round is open, and members who said yes to their words being kept."""
        ana, here, there = self.rooms.convenor, *self.rooms.places
        self.back()
        self._clock(-14)
        for place, words in [
            (here, f"community create --name Cuts --zone {ZONE}"), (here, "circle create --name everyone"),
            (here, "circle bind --circle everyone"), (there, "circle bind --circle everyone --community Cuts"),
            (here, f'ritual add --name tea --method check-in --ask "{QUESTION}" --days daily --at 09:00 --open-for 6h'),
        ]:
            self.rooms.command(ana, place, words)
            self._settle()
        self._clock(9)
        self._settle()
        for place in self.rooms.places:
            prompt = [m for m in self.rooms.read(place) if m["bot"] and QUESTION in m["text"]][-1]
            self.threads[place] = prompt["id"]
        for who in self.rooms.members:
            self._say(who, here, f"{who} is here")
            self._settle()
            self.rooms.command(who, here, "me consent --words yes")
            self._settle()

    def _say(self, who, place, text):
        thread = self.threads[place]
        made = self.rooms.does(do="say", text=text, **{"as": who, "in": thread})
        self.said[made] = (who, text)

    def _deed(self):
        """One thing that somebody does: mostly words, now and then an edit or a deletion."""
        kind = self.chance.random()
        if kind < 0.25 and self.said:
            message = self.chance.choice(list(self.said))
            who, _ = self.said[message]
            text = f"edited {len(self.said)} {self.chance.random()}"
            self.rooms.does(do="edit", message=message, text=text, **{"as": who})
            self.said[message] = (who, text)
        elif kind < 0.30 and len(self.said) > 20:
            message = self.chance.choice(list(self.said))
            who, _ = self.said.pop(message)
            self.rooms.does(do="delete", message=message, **{"as": who})
        else:
            place = self.chance.choice(self.rooms.places)
            self._say(self.chance.choice(self.rooms.members), place, f"word {len(self.said)} {self.chance.random()}")

    def back(self):
        """Waits until the bot is connected again."""
        until = time.monotonic() + BACK
        while not any(one["state"] == "connected" for one in self.rooms.does(do="sessions")):
            if time.monotonic() > until:
                raise Broken(f"not connected again after {BACK} s\n{self.server.tail()}")
            time.sleep(0.05)

    def _clock(self, hour):
        self.server.clock(f"set {(DAY + datetime.timedelta(hours=hour)).isoformat().replace('+00:00', 'Z')}")

    def _settle(self):
        self.server.clock("settle 60")

    def _stored(self):
        """What is stored of each member's words is what they left standing."""
        rows = self.server.export("Cuts")["messages"]
        stored = {row["remote_id"]: row["text"] for row in rows if row["state"] == "kept"}
        faults = [f"{count} rows for {one}" for one, count in
                  collections.Counter(row["remote_id"] for row in rows).items() if count > 1]
        wanted = {message: text for message, (_, text) in self.said.items()}
        for message in wanted.keys() | stored.keys():
            if wanted.get(message) != stored.get(message):
                faults.append(f"{message}: stored {stored.get(message)!r}, said {wanted.get(message)!r}")
        return faults[:20]

    def _posts(self):
        faults = []
        for place in self.rooms.places:
            ours = [m["text"] for m in self.rooms.read(place) if m["bot"] and not m["deleted"]]
            prompts = [text for text in ours if QUESTION in text]
            summaries = [text for text in ours if "what was said" in text]
            if len(prompts) != 1 or not summaries:
                faults.append(f"{place}: {len(prompts)} prompts, {len(summaries)} summaries")
        return faults

    def _identifies(self):
        """The bot never identified again within five seconds."""
        at = [one["at"] for one in self.rooms.does(do="identifies")]
        return [f"identified twice within {later - sooner:.2f} s"
                for sooner, later in zip(at, at[1:]) if later - sooner < SPACING]
