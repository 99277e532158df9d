"""The round that is lived through: two days, two rooms, five members, every way to change one's
mind. Each deed is done once: only one that certainly did not reach the server is done again, so
that whatever the program loses stays lost and shows."""

import datetime
import time
from dataclasses import dataclass
from typing import Any, Callable

from .server import Broken, Died

QUESTION = "What would make this week lighter?"
NOTE = "Fewer meetings, and more of the sea."
BOUND = "What is said in rounds here is kept"  # told in a room once it is bound
PATIENCE = 60
ZONE = "Africa/Abidjan"  # UTC all year, so that the story's hours are the clock's


@dataclass
class Deed:
    """Something that is done once, and what must be stored then."""

    name: str
    do: Callable[[], Any]
    #: Whose answer to which round must then stand how: (round, who, (state, text)).
    answer: tuple | None = None
    #: The note that the first round must then have.
    note: str | None = None
    #: Whether it is a command: it is carried out after its message is stored, so there is a moment
    #: between the two in which it could be lost.
    command: bool = False


class Story:
    """One community in the rooms of one platform, from its founding to its second summary."""

    def __init__(self, server, rooms, name, first_day):
        self.server, self.rooms, self.name = server, rooms, name
        self.day = datetime.datetime.fromisoformat(first_day)
        self.said, self.expected, self.hour = {}, [{}, {}], -14.0
        #: What is being done, what was being done at each death, and how often each crash point
        #: had been passed after each deed.
        self.doing, self.died_in, self.marks = "the start", [], []

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
            self.rooms.command(self.rooms.convenor, place, words)
            self._wait(f"{words!r} to be carried out", lambda: self._founded(place, words))

    def deeds(self):
        """The deeds of the two days, in order."""
        here, there = self.rooms.places
        ana = self.rooms.convenor
        ben, chloe, dev, emma, farid = self.rooms.members
        given, gone = "given", ("withdrawn", None)
        first, then, last = "Fewer meetings, says Ben.", "Shorter meetings, says Ben.", "No meetings on Fridays."
        sea, sleep, slept = "Chloe wants a day by the sea.", "Emma would sleep longer.", "Emma slept well."
        think, thought = "Dev will think about it.", "Dev thought about it."
        says = self.rooms.command
        return [
            Deed("the prompt goes out", lambda: self._until(9)),
            Deed("a reply", lambda: self._reply("ben", ben, here, first), (0, ben, (given, first))),
            Deed("a command", lambda: says(chloe, here, f"answer {sea}"), (0, chloe, (given, sea)), command=True),
            Deed("another reply", lambda: self._reply("dev", dev, here, think), (0, dev, (given, think))),
            Deed("the other room", lambda: self._reply("emma", emma, there, sleep), (0, emma, (given, sleep))),
            Deed("a pass", lambda: self.rooms.skip(farid, there, self._prompt(there)), (0, farid, ("passed", None))),
            Deed("an edit", lambda: self.rooms.edit(ben, here, self.said["ben"], then), (0, ben, (given, then))),
            Deed("a withdrawal", lambda: says(chloe, here, "withdraw"), (0, chloe, gone), command=True),
            Deed("a deletion", lambda: self.rooms.delete(dev, here, self.said["dev"]), (0, dev, gone)),
            Deed("an answer after all", lambda: says(dev, there, f"answer {thought}"), (0, dev, (given, thought)), command=True),
            Deed("the summary goes out", lambda: self._until(15)),
            Deed("a late edit", lambda: self.rooms.edit(ben, here, self.said["ben"], last), (0, ben, (given, last))),
            Deed("a note", lambda: says(ana, here, f'round note "{NOTE}"'), note=NOTE, command=True),
            Deed("the second prompt goes out", lambda: self._until(24 + 9)),
            Deed("a direct message", lambda: self._alone(emma, f"answer {slept}"), (1, emma, (given, slept)), command=True),
            Deed("the second summary goes out", lambda: self._until(24 + 15)),
        ]

    def live(self):
        """Lives through all deeds, each until it has taken effect."""
        self._mark()
        for deed in self.deeds():
            self.doing = deed.name
            # Minutes apart, so that the order of answers is theirs and not chance's.
            self._do(self._until, self.hour + 0.1)
            self._do(deed.do)
            self._settle()
            if deed.answer:
                number, who, answer = deed.answer
                self._wait(f"{deed.name}: {answer} of {who} to be stored", lambda: self._stands(number, who, answer))
                self.expected[number][self.rooms.account(who)] = answer
            if deed.note:
                self._wait(f"{deed.name} to be stored", lambda: self.notes(self._export()) == [deed.note])
            self._mark()

    def rest(self):
        """Nothing is left to do, and the program is alive and in touch: what waits for a platform that
        is still being reached is no rest."""
        self._wait("the platform to be reached", self.server.reaches)
        self._settle()

    def passed(self):
        """How often each crash point was passed since the last start."""
        return {point: int(count) for point, count in
                (pair.split("=") for pair in self._do(self.server.clock, "passings").split())}

    def standing(self, export):
        """The answers stored, round by round: account to state and text, each as often as it is."""
        return [[(one["account"], (one["state"], (one["fields"] or {}).get("text")))
                 for one in export["answers"] if one["round"] == row["id"]] for row in in_order(export)]

    def notes(self, export):
        """The notes of the rounds that have one."""
        return [row["note"] for row in in_order(export) if row["note"]]

    def _mark(self):
        self.marks.append((self.doing, self.passed()))

    def _founded(self, place, words):
        if words.startswith("circle bind"):
            return any(message["bot"] and BOUND in message["text"] for message in self.rooms.read(place))
        if words.startswith("ritual add"):
            account = self.rooms.account(self.rooms.convenor)
            return "tea" in self.server.run("exec", "--as", account, "ritual list")
        return True  # one room's commands are carried out in order

    def _stands(self, number, who, answer):
        rounds = self.standing(self._export())
        return number < len(rounds) and (self.rooms.account(who), answer) in rounds[number]

    def _export(self):
        return self.server.export(self.name)

    def _alone(self, who, text):
        self._wait(f"the bot to listen to {who} alone", lambda: self.rooms.listens(who))
        self.rooms.direct(who, text)

    def _reply(self, key, who, place, text):
        self.said[key] = self.rooms.say(who, place, text, to=self._prompt(place))

    def _prompt(self, place):
        """The newest prompt of a room; a platform that comes back puts it up a moment later."""
        days = 1 if self.hour < 24 + 9 else 2
        prompts = []

        def up():
            asked = [m for m in self.rooms.read(place) if m["bot"] and not m["deleted"] and QUESTION in m["text"]]
            prompts[:] = [m["id"] for m in asked if not m["thread"]]
            return len(prompts) >= days
        self._wait(f"{place}: prompt {days} to be up", up)
        return prompts[-1]

    def _wait(self, what, holds):
        """Waits until something holds; nothing is done for it but looking."""
        until = time.monotonic() + PATIENCE
        while not self._do(holds):
            if time.monotonic() > until:
                raise Broken(f"waited {PATIENCE} s in vain for {what}")
            time.sleep(0.05)
            self._settle()  # which notices a death that looking does not
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
        """Does a deed; a death of the program on the way is mended first. The deeds themselves
        know whether they had reached the server."""
        while True:
            try:
                return deed(*words)
            except Died:
                self.died_in.append(self.doing)
                self.server.revive()


def in_order(export):
    """The rounds, oldest first."""
    return sorted(export["rounds"], key=lambda row: row["opened_at"] or "")
