"""One circle of many people, half of them on Discord and half on Matrix, who answer, edit and take
back all at once while each platform drops the line twice: one round, exact counts, and two
summaries that say the same.
"""

import collections
import concurrent.futures
import datetime
import json
import pathlib
import re
import subprocess
import threading
import time

from .channels import Channels, settings, start
from .line import Line
from .members import Members, call
from .server import Broken, Server
from .story import QUESTION, ZONE

SYNAPSE = pathlib.Path(__file__).resolve().parent.parent / "synapse"
DAY = datetime.datetime.fromisoformat("2031-03-03T00:00:00+00:00")
PATIENCE = 120
HANDS = 16  # people who do something at the same moment
AWAY = 1.5  # seconds without a homeserver
HOST = "host"
GONE = ("withdrawn", None)
CUTS = [{"do": "cut", "how": "invalid", "resumable": False}, {"do": "cut", "how": "reset"}]


class Crowd:
    """One circle in a Discord channel and a Matrix room."""

    def __init__(self, given, database, folder, chance):
        folder.mkdir(parents=True, exist_ok=True)
        self.chance, self.folder, self.stock = chance, folder, given.stock
        self.facts = start(folder / "discord")
        self.there = Channels(self.facts)
        names = [f"m{number}" for number in range(given.crowd // 2)]
        self.here, account = self._homeserver(names)
        self.here.places, self.there.places = ["tea"], ["kitchen"]
        self.line = Line(self.here.base)
        self.server = Server(given.binary, folder, settings(self.facts) | database.settings() | {
            "SAMOVAR_MATRIX__HOMESERVER": self.line.url, "SAMOVAR_MATRIX__USER": account["user_id"],
            "SAMOVAR_MATRIX__PASSWORD": account["password"]})
        self.there.members = [f"d{number}" for number in range(given.crowd // 2)]
        self.prompts, self.wanted = {}, {}

    def run(self):
        """Lives it, and gives the faults in words."""
        self.server.start()
        self._found()
        self._clock(9)
        self._settle()
        for rooms in (self.here, self.there):
            place = rooms.places[0]
            [prompt] = [m for m in rooms.read(place) if m["bot"] and "Who sees your answer" in m["text"]]
            self.prompts[rooms.kind] = prompt["id"]
        took = self._everybody()
        self._settle()
        self._clock(15)
        self._settle()
        faults = self._stored() + self._summaries() + self.there.broken_rules()
        self.server.stop()
        return faults, took

    def close(self):
        """Ends what was started."""
        self.server.kill()
        self.line.close()
        self.there.does(do="stop")
        subprocess.run([SYNAPSE, "stop", str(self.folder / "synapse"), "--purge"], check=False)

    def _homeserver(self, names):
        facts = self._synapse("--limits", "lifted", "--users", ",".join(["samovar", HOST, *names]))
        users, tokens = {user["name"]: user for user in facts["users"]}, {}
        for name in [HOST, *names]:
            tokens[name] = call(facts["base_url"], "POST", "/login", None, {
                "type": "m.login.password", "password": users[name]["password"],
                "identifier": {"type": "m.id.user", "user": users[name]["user_id"]}})["access_token"]
        members = Members(facts["base_url"], users["samovar"]["user_id"], tokens)
        members.convenor, members.members = HOST, names
        return members, users["samovar"]

    def _synapse(self, *options):
        done = subprocess.run([SYNAPSE, "start", str(self.folder / "synapse"), *options],
                              check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout)

    def _limit(self):
        """The homeserver has its own limits from now on: gathering everybody took more than they give."""
        subprocess.run([SYNAPSE, "stop", str(self.folder / "synapse")], check=True)
        self._synapse("--limits", "real")
        self._settle()

    def _found(self):
        """Ana founds it on Discord; the host of the Matrix room binds it by her code and her yes."""
        self._clock(-14)
        for name in self.there.members:
            user = self.there.does(do="user", name=name)
            self.there.world["users"][name] = user
            self.there.does(do="join", guild="commons", **{"as": name})
        self.here.gather_in_rooms()
        for words in [
            f"community create --name Crowd --zone {ZONE}", "circle create --name everyone",
            "circle bind --circle everyone",
            f'ritual add --name tea --method check-in --ask "{QUESTION}" --days daily --at 09:00 --open-for 6h',
        ]:
            self.there.command("ana", "kitchen", words)
            self._settle()
        self.there.direct("ana", "circle invite")
        code = self._told(r"circle bind --code (\S+)")
        self.here.command(HOST, "tea", f"circle bind --code {code}")
        self.there.direct("ana", "circle bind --confirm " + self._told(r"circle bind --confirm (\S+)"))
        self._wait("the room to be bound", lambda: any(
            "is kept for" in message["text"] for message in self.here.read("tea") if message["bot"]))
        self._settle()
        if self.stock:
            self._limit()

    def _told(self, pattern):
        """What the bot told ana alone, as soon as it does."""
        found = []

        def told():
            texts = [m["text"] for m in self.there.read("@ana") if m["bot"]]
            found[:] = [hit[1] for text in texts if (hit := re.search(pattern, text))]
            return found
        self._wait(f"{pattern} to be told", told)
        return found[-1]

    def _everybody(self):
        """Everybody answers at once; the lines are cut among it. How many seconds it took."""
        people = [(rooms, who) for rooms in (self.here, self.there) for who in rooms.members]
        self.chance.shuffle(people)
        plans = [(rooms, who, self._plan(who)) for rooms, who in people]
        began, done = time.monotonic(), threading.Semaphore(0)
        with concurrent.futures.ThreadPoolExecutor(HANDS) as hands:
            deeds = [hands.submit(self._person, *plan, done) for plan in plans]
            for cut in CUTS:
                for _ in range(len(people) // 3):
                    done.acquire()
                self.there.does(**cut)
                self.line.cut(AWAY)
            for deed in deeds:
                deed.result()
        return time.monotonic() - began

    def _plan(self, who):
        """What somebody says, one after the other; nothing takes it back."""
        words = [f"first of {who}"]
        words += [f"second of {who}"] if self.chance.random() < 0.4 else []
        return words + ([None] if self.chance.random() < 0.2 else [])

    def _person(self, rooms, who, plan, done):
        try:
            place = rooms.places[0]
            message = rooms.say(who, place, plan[0], to=self.prompts[rooms.kind])
            for words in plan[1:]:
                if words:
                    rooms.edit(who, place, message, words)
                else:
                    rooms.delete(who, place, message)
            state = ("given", plan[-1]) if plan[-1] else GONE
            self.wanted[rooms.account(who)] = state
        finally:
            done.release()

    def _stored(self):
        """Each one's answer is stored once, as they left it. Of one that was taken back while the line was
        down there may be no trace."""
        export = self.server.export("Crowd")
        faults = [f"{len(export['rounds'])} rounds"] if len(export["rounds"]) != 1 else []
        rows = [(row["account"], (row["state"], (row["fields"] or {}).get("text"))) for row in export["answers"]]
        for account, count in collections.Counter(account for account, _ in rows).items():
            if count > 1:
                faults.append(f"{account}: {count} answers")
        stored = dict(rows)
        for account in stored.keys() | self.wanted.keys():
            wanted = self.wanted.get(account)
            unseen = wanted == GONE and account not in stored
            if stored.get(account) != wanted and not unseen:
                faults.append(f"{account}: stored {stored.get(account)}, said {wanted}")
        return faults[:20]

    def _summaries(self):
        """Both rooms quote the same, which is each answer that stands, once."""
        here, there = (self._quoted(rooms) for rooms in (self.here, self.there))
        wanted = sorted(text for state, text in self.wanted.values() if state == "given")
        faults = [] if here == there else ["the summaries differ"]
        for name, quoted in (("Matrix", here), ("Discord", there)):
            if sorted(quoted) != wanted:
                more = collections.Counter(quoted) - collections.Counter(wanted)
                less = collections.Counter(wanted) - collections.Counter(quoted)
                faults.append(f"{name} quotes {len(quoted)} of {len(wanted)}, too many {list(more)[:5]}, "
                              f"too few {list(less)[:5]}")
        return faults

    def _quoted(self, rooms):
        texts = [m["text"] for m in rooms.read(rooms.places[0]) if m["bot"] and not m["deleted"]]
        lines = [line for text in texts for line in text.splitlines()]
        return [line[2:] for line in lines if line.startswith("> ")]

    def _clock(self, hour):
        at = DAY + datetime.timedelta(hours=hour)
        self.server.clock(f"set {at.isoformat().replace('+00:00', 'Z')}")

    def _settle(self):
        """Both platforms are reached, and nothing is left to do."""
        self._wait("both platforms to be reached", self.server.reaches)
        self.server.clock("settle 120")

    def _wait(self, what, holds):
        until = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > until:
                raise Broken(f"waited {PATIENCE} s in vain for {what}\n{self.server.tail()}")
            time.sleep(0.05)
