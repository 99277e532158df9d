"""Discord's clock, which a test may set ahead of the real one, and the ids made from it."""

import asyncio
import datetime
import time

EPOCH = 1420070400000  # milliseconds; the first second of 2015


class Clock:
    """Now, in seconds since 1970."""

    def __init__(self, ahead=0.0):
        self.ahead = ahead
        self._moved = asyncio.Event()

    def now(self):
        return time.time() + self.ahead

    def advance(self, seconds):
        self.ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def until(self, instant):
        """Waits for an instant, whether it comes by itself or is advanced to."""
        while (left := instant - self.now()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), min(left, 3600))
            except TimeoutError:
                pass


class Ids:
    """Snowflakes: each greater than the one before, as in one data centre of Discord's."""

    def __init__(self, last=0):
        self.last = last

    def next(self, now):
        made = (int(now * 1000) - EPOCH) << 22
        self.last = max(made, self.last + 1)
        return str(self.last)


def instant_of(snowflake):
    """When an id was made, in seconds since 1970."""
    return ((int(snowflake) >> 22) + EPOCH) / 1000


def iso(instant):
    """An instant as Discord writes it."""
    if instant is None:
        return None
    when = datetime.datetime.fromtimestamp(instant, datetime.UTC)
    return when.isoformat(timespec="microseconds")


def instant_from_iso(text):
    """The instant of an ISO 8601 text, or None."""
    try:
        when = datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return when.replace(tzinfo=when.tzinfo or datetime.UTC).timestamp()
