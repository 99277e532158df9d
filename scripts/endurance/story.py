"""The round that is lived through: two days, two rooms, five members, every way to change one's
mind. Each deed is repeated until it is done, whatever dies meanwhile."""

import datetime

from .server import Died

QUESTION = "What would make this week lighter?"
ZONE = "Africa/Abidjan"  # UTC all year, so that the story's hours are the clock's


class Story:
    """One community in the rooms of one platform, from its founding to its second summary."""

    def __init__(self, server, rooms, name, first_day):
        self.server, self.rooms, self.name = server, rooms, name
        self.day = datetime.datetime.fromisoformat(first_day)
        self.said = {}

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

    def deeds(self):
        """The deeds of the two days, in order, each by a name; each may be done again."""
        here, there = self.rooms.places
        ben, chloe, dev, emma, farid = self.rooms.members
        return [
            ("the prompt goes out", lambda: self._until(9)),
            ("a reply", lambda: self._reply("ben", ben, here, "Fewer meetings, says Ben.")),
            ("a command", lambda: self.rooms.command(chloe, here, "answer Chloe wants a day by the sea.")),
            ("another reply", lambda: self._reply("dev", dev, here, "Dev will think about it.")),
            ("a reply in the other room", lambda: self._reply("emma", emma, there, "Emma would sleep longer.")),
            ("a pass", lambda: self.rooms.skip(farid, there, self._prompt(there))),
            ("an edit", lambda: self.rooms.edit(ben, here, self.said["ben"], "Shorter meetings, says Ben.")),
            ("a withdrawal", lambda: self.rooms.command(chloe, here, "withdraw")),
            ("a deletion", lambda: self.rooms.delete(dev, here, self.said["dev"])),
            ("the summary goes out", lambda: self._until(15)),
            ("an edit after the close",
             lambda: self.rooms.edit(ben, here, self.said["ben"], "No meetings on Fridays, says Ben.")),
            ("the second prompt goes out", lambda: self._until(24 + 9)),
            ("a second answer", lambda: self._reply("again", emma, there, "Emma slept well.")),
            ("the second summary goes out", lambda: self._until(24 + 15)),
        ]

    def live(self):
        """Lives through all deeds."""
        for _, deed in self.deeds():
            self._do(deed)
            self._settle()

    # What should stand in the export, by account: (first round, second round).
    def expected(self):
        ben, chloe, dev, emma, farid = (self.rooms.account(who) for who in self.rooms.members)
        return [
            {ben: ("given", "No meetings on Fridays, says Ben."), chloe: ("withdrawn", None),
             dev: ("withdrawn", None), emma: ("given", "Emma would sleep longer."), farid: ("passed", None)},
            {emma: ("given", "Emma slept well.")},
        ]

    def _reply(self, key, who, place, text):
        self.said[key] = self.rooms.say(who, place, text, to=self._prompt(place))

    def _prompt(self, place):
        asked = [m for m in self.rooms.read(place) if m["bot"] and not m["deleted"] and QUESTION in m["text"]]
        return [m for m in asked if not m["thread"]][-1]["id"]

    def _until(self, hours):
        """Moves the clock to an hour of the story; backwards is nothing to do."""
        to = self.day + datetime.timedelta(hours=hours)
        now = datetime.datetime.fromisoformat(self.server.clock("now").replace("Z", "+00:00"))
        if now < to:
            self.server.clock(f"set {to.isoformat().replace('+00:00', 'Z')}")

    def _settle(self):
        self._do(self.rooms.settled)
        self._do(self.server.clock, "settle 60")

    def _do(self, deed, *words):
        """Does a deed until it is done; each death of the program on the way is mended first."""
        while True:
            try:
                return deed(*words)
            except Died:
                self.server.revive()
