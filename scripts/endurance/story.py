"""The round that is lived through: two days, two rooms, five members, every way to change one's
mind. Each deed is repeated until it is done, whatever dies meanwhile."""

import datetime
import time

from .server import Broken, Died

QUESTION = "What would make this week lighter?"
PATIENCE = 60
ZONE = "Africa/Abidjan"  # UTC all year, so that the story's hours are the clock's


class Story:
    """One community in the rooms of one platform, from its founding to its second summary."""

    def __init__(self, server, rooms, name, first_day):
        self.server, self.rooms, self.name = server, rooms, name
        self.day = datetime.datetime.fromisoformat(first_day)
        self.said, self.expected, self.hour = {}, [{}, {}], -14.0

    def found(self):
        """Founds the community and its daily check-in, the evening before."""
        here, there = self.rooms.places
        self._until(-14)
        for place, words in [
            (here, f'community create --name {self.name} --zone {ZONE}'),
            (here, f"circle create --name everyone --community {self.name}"),
            (here, "circle bind --circle everyone"),
            (there, f"circle bind --circle everyone --community {self.name}"),
            (here, f'ritual add --name tea --method check-in --ask "{QUESTION}" '
                   "--days mon,tue,wed,thu,fri,sat,sun --at 09:00 --open-for 6h"),
        ]:
            self._do(self.rooms.command, self.rooms.convenor, place, words)
            self._settle()
            self.rooms.took_effect(place, words, self.server)
            self._settle()

    def deeds(self):
        """The deeds of the two days, in order: what it is, how it is done (again, if need be), and
        whose answer to which round must then stand how."""
        here, there = self.rooms.places
        ben, chloe, dev, emma, farid = self.rooms.members
        given, gone = "given", ("withdrawn", None)
        first, then, last = "Fewer meetings, says Ben.", "Shorter meetings, says Ben.", "No meetings on Fridays."
        sea, sleep, slept = "Chloe wants a day by the sea.", "Emma would sleep longer.", "Emma slept well."
        think = "Dev will think about it."
        return [
            ("the prompt goes out", lambda: self._until(9), None),
            ("a reply", lambda: self._reply("ben", ben, here, first), (0, ben, (given, first))),
            ("a command", lambda: self.rooms.command(chloe, here, f"answer {sea}"), (0, chloe, (given, sea))),
            ("another reply", lambda: self._reply("dev", dev, here, think), (0, dev, (given, think))),
            ("the other room", lambda: self._reply("emma", emma, there, sleep), (0, emma, (given, sleep))),
            ("a pass", lambda: self.rooms.skip(farid, there, self._prompt(there)), (0, farid, ("passed", None))),
            ("an edit", lambda: self.rooms.edit(ben, here, self.said["ben"], then), (0, ben, (given, then))),
            ("a withdrawal", lambda: self.rooms.command(chloe, here, "withdraw"), (0, chloe, gone)),
            ("a deletion", lambda: self.rooms.delete(dev, here, self.said["dev"]), (0, dev, gone)),
            ("the summary goes out", lambda: self._until(15), None),
            ("a late edit", lambda: self.rooms.edit(ben, here, self.said["ben"], last), (0, ben, (given, last))),
            ("the second prompt goes out", lambda: self._until(24 + 9), None),
            ("a second answer", lambda: self._reply("again", emma, there, slept), (1, emma, (given, slept))),
            ("the second summary goes out", lambda: self._until(24 + 15), None),
        ]

    def live(self):
        """Lives through all deeds, each until it has taken effect."""
        for name, deed, effect in self.deeds():
            # Minutes apart, so that the order of answers is theirs and not chance's.
            self._do(self._until, self.hour + 0.1)
            self._do(deed)
            self._settle()
            if effect:
                self._await(name, *effect)
                self.expected[effect[0]][self.rooms.account(effect[1])] = effect[2]

    def rest(self):
        """Nothing is left to do, and the program is alive."""
        self._settle()

    def standing(self, export):
        """The answers stored, round by round: account to state and text, each as often as it is."""
        rounds = sorted(export["rounds"], key=lambda row: row["opened_at"] or "")
        return [[(one["account"], (one["state"], (one["fields"] or {}).get("text")))
                 for one in export["answers"] if one["round"] == row["id"]] for row in rounds]

    def _await(self, name, number, who, answer):
        until = time.monotonic() + PATIENCE
        while True:
            rounds = self.standing(self.server.export(self.name))
            if number < len(rounds) and (self.rooms.account(who), answer) in rounds[number]:
                return self._settle()
            if time.monotonic() > until:
                raise Broken(f"{name}: {answer} of {who} was not stored in {PATIENCE} s; there is {rounds}")
            time.sleep(0.1)
            self._settle()

    def _reply(self, key, who, place, text):
        self.said[key] = self.rooms.say(who, place, text, to=self._prompt(place))

    def _prompt(self, place):
        """The newest prompt of a room; a platform that comes back puts it up a moment later."""
        days = 1 if self.hour < 24 + 9 else 2
        until = time.monotonic() + PATIENCE
        while True:
            asked = [m for m in self.rooms.read(place) if m["bot"] and not m["deleted"] and QUESTION in m["text"]]
            prompts = [m["id"] for m in asked if not m["thread"]]
            if len(prompts) >= days:
                return prompts[-1]
            if time.monotonic() > until:
                raise Broken(f"{place}: prompt {days} was not up in {PATIENCE} s")
            time.sleep(0.1)
            self._settle()

    def _until(self, hours):
        """Moves the clock to an hour of the story; backwards is nothing to do."""
        self.hour = max(self.hour, hours)
        to = self.day + datetime.timedelta(hours=hours)
        now = datetime.datetime.fromisoformat(self.server.clock("now").replace("Z", "+00:00"))
        if now < to:
            self.server.clock(f"set {to.isoformat().replace('+00:00', 'Z')}")

    def _settle(self):
        self._do(self.server.clock, "settle 60")

    def _do(self, deed, *words):
        """Does a deed until it is done; each death of the program on the way is mended first."""
        while True:
            try:
                return deed(*words)
            except Died:
                self.server.revive()
