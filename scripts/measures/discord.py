"""The program beside a bare serenity program: both are connected to the same fake Discord as the
same bot, so that each event reaches both in the same moment. Judged is the one against the other;
absolute figures are for the picture, for the fake is slower than Discord.
"""

import datetime
import random
import sqlite3
import statistics
import time
from types import SimpleNamespace

from endurance.cuts import Campaign

from .bare import Bare
from .process import resident, seconds

CPU_AIM = 1.05  # times the bare program's, for events of rooms that are not bound
STORED_AIM = 0.7  # of the rate at which the bare program only hears the same answers
REPLY_AIM = 10.0  # milliseconds more than the bare program's, the 99th of 100: the fake's own time is in both
SPAWN_AIM = 1.0  # seconds from the start of the process to IDENTIFY
GROWN_AIM = 24.0  # megabytes more for two hundred servers: what is known of ten thousand channels
APART = 5.5  # seconds between two IDENTIFYs
PATIENCE = 600
RATE = 1_000  # events a second, while commands are answered
SERVERS, CHANNELS, MEMBERS = 200, 50, 1_000
BEAT = 41.25


class Pair:
    """The program, the bare program and what they are connected to."""

    def __init__(self, binary, program, folder):
        sqlite = SimpleNamespace(name="sqlite", settings=dict)
        self.house = Campaign(SimpleNamespace(binary=binary), sqlite, folder, random.Random(7), beat=BEAT)
        self.does, self.server, self.program = self.house.rooms.does, self.house.server, program
        self.bare, self.spawns = None, {"samovar": [], "bare": []}
        self.does(do="crowd", guilds=1, channels=1, members=10, prefix="unbound")
        self.server.start()
        self.house.found()
        self.bare = Bare(program, self.house.facts)
        self.bare.wait()

    def close(self):
        """Ends all of it."""
        if self.bare:
            self.bare.stop()
        self.house.close()

    def flood(self, rooms, count, **more):
        """So many messages; `seen` counts what the bare program had heard before."""
        seen = self.bare.seen
        return seen, self.does(do="flood", count=count, **{"in": rooms}, **more)

    def sent(self, load):
        """Waits until a flood is over."""
        until("the flood was over", lambda: self.does(do="loads", load=load)[0]["done"])

    def heard(self, count):
        """Waits until the bare program heard so many thousands."""
        until("the bare program heard all", lambda: self.bare.seen >= count // 1_000 * 1_000)

    def answered(self, who, place, words, by):
        """Says something that is answered in the same place; how long that took, in milliseconds."""
        asked = self.does(do="say", text=words, **{"as": who, "in": place})
        look = {"do": "messages", "in": place, "by": "bot", "after": asked, "contains": by}
        answer = self.does(do="wait", look=look, seconds=60)[0]
        return at(answer["timestamp"]) - at(self.does(do="message", message=asked)["timestamp"])

    def status(self):
        """A command in words, given in a bound room and answered there."""
        bot = self.house.rooms.world["application"]["bot"]
        return self.answered("ana", self.house.rooms.places[0], f"<@{bot}> status", "Next in")

    def slash(self):
        """A command that is picked; how long its first response took, in milliseconds."""
        pressed = self.does(do="slash", command="help", **{"as": "ben", "in": self.house.rooms.places[0]})
        return pressed["seconds"] * 1_000

    def ping(self):
        """What the bare program answers."""
        return self.answered(self._owner(), "unbound-0-0", "!ping", "pong")

    def _owner(self):
        bot = self.house.rooms.world["application"]["bot"]
        return next(one["id"] for one in self.does(do="members", guild="unbound-0") if one["id"] != bot)

    def again(self):
        """Both are started anew, one after the other; notes how soon each identified."""
        self.server.stop()
        self.bare.stop()
        time.sleep(APART)
        began = time.time()
        self.server.start()
        self.spawns["samovar"].append(self._identified(began))
        self.house.back()
        time.sleep(APART)
        began = time.time()
        self.bare = Bare(self.program, self.house.facts)
        self.spawns["bare"].append(self._identified(began))
        self.bare.wait()
        self.status()
        return resident(self.server.process.pid)[1], resident(self.bare.process.pid)[1]

    def _identified(self, began):
        def later():
            return [one["at"] for one in self.does(do="identifies") if one["at"] > began]
        return until("it identified", later)[0] - began


def measure(binary, program, folder, given, report):
    """All of it; whether each figure met its aim."""
    pair = Pair(binary, program, folder)
    try:
        parts = [unbound(pair, given.events, report), replied(pair, given.lasting, report),
                 grown(pair, report), durable(pair, given.answers, report)]
        broken = pair.house.rooms.does(do="violations")
        report("discord, rules broken", len(broken), "", "aim 0", not broken)
        return all(parts) and not broken
    finally:
        pair.close()


def unbound(pair, count, report):
    """Processor time for messages of a room that is not bound."""
    pids = pair.server.process.pid, pair.bare.process.pid
    before = [seconds(pid) for pid in pids]
    seen, load = pair.flood(["unbound-0-0"], count, stored=False)
    pair.sent(load)
    pair.heard(seen + count)
    pair.status()  # it hears in order: what came before is done
    ours, bare = [seconds(pid) - then for pid, then in zip(pids, before)]
    good = ours <= CPU_AIM * bare
    report("discord, unbound, CPU", ours / bare, "x bare", f"aim {CPU_AIM}", good,
           f"{count} events: {ours:.2f} s, bare {bare:.2f} s")
    return good


def durable(pair, count, report):
    """How fast answers in threads are stored; then, without the program, how fast the same are only
    heard. Nothing of them stands in the fake's own history, which would take it longer than either:
    so this comes last."""
    begun, before = time.monotonic(), stored(pair)
    talk(pair, count)
    until("all answers were stored", lambda: stored(pair) - before >= count)
    ours = count / (time.monotonic() - begun)
    pair.server.stop()
    begun = time.monotonic()
    seen = talk(pair, count)
    pair.heard(seen + count)
    heard = count / (time.monotonic() - begun)
    report("discord, answers", ours / heard, "x heard", f"aim {STORED_AIM}", ours >= STORED_AIM * heard,
           f"{ours:.0f} /s durable, {heard:.0f} /s only heard")
    return ours >= STORED_AIM * heard


def talk(pair, count):
    """Members who said yes to their words being kept talk in the threads of open rounds."""
    threads, members = list(pair.house.threads.values()), pair.house.rooms.members
    return pair.flood(threads, count, authors=members, stored=False)[0]


def stored(pair):
    """How many messages stand in the database, for whoever opens it now."""
    path = pair.server.folder / "data" / "samovar.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
        return database.execute("SELECT count(*) FROM messages").fetchone()[0]


def replied(pair, lasting, report):
    """From a command to its answer, while a thousand events a second come in, for so many seconds."""
    pair.does(do="settings", limits="lifted")
    _, load = pair.flood(["unbound-0-0"], RATE * lasting, rate=RATE, stored=False)
    first, ours, bare = [], [], []
    loads = {"done": False}
    while not loads["done"]:
        ours.append(pair.status())
        bare.append(pair.ping())
        first.append(pair.slash())
        loads = pair.does(do="loads", load=load)[0]
    pair.does(do="settings", limits="real")
    half, most = statistics.median(bare), percentile(bare)
    report("discord, bare reply", most, "ms p99", "", None, f"p50 {half:.1f}, at {loads['per_second']:.0f} events/s")
    good = True
    for name, took in [("slash, first", first), ("in words", ours)]:
        more = percentile(took) - most
        good = good and more <= REPLY_AIM
        report(f"discord, {name}", more, "ms more", f"aim {REPLY_AIM:.0f} at p99", more <= REPLY_AIM,
               f"p50 {statistics.median(took):.1f}, p99 {percentile(took):.1f}")
    return good


def grown(pair, report):
    """Memory with many large servers, and how soon a process identifies."""
    small = pair.again()
    pair.does(do="crowd", guilds=SERVERS, channels=CHANNELS, members=MEMBERS, prefix="large")
    for _ in range(2):
        large = pair.again()
    ours, bare = large[0] - small[0], large[1] - small[1]
    good = ours - max(bare, 0) <= GROWN_AIM
    report("discord, 200 servers", ours, "MB more", f"aim {GROWN_AIM:.0f} over bare", good,
           f"own memory {large[0]:.0f} MB, bare {large[1]:.0f} MB, which grew by {bare:.1f}")
    spawn, beside = statistics.median(pair.spawns["samovar"]), statistics.median(pair.spawns["bare"])
    report("discord, to IDENTIFY", spawn, "s", f"aim {SPAWN_AIM}", spawn <= SPAWN_AIM, f"bare {beside:.2f} s")
    return good and spawn <= SPAWN_AIM


def percentile(all_of_them):
    """The 99th of 100."""
    return statistics.quantiles(all_of_them, n=100, method="inclusive")[98]


def at(timestamp):
    """Discord's time of a message in milliseconds."""
    return datetime.datetime.fromisoformat(timestamp).timestamp() * 1_000


def until(what, holds):
    """Waits until something holds, and gives it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError(f"waited in vain until {what}")
