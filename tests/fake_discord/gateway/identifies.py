"""How often an application may IDENTIFY: one at a time each five seconds, a thousand a day."""

import time

SPACING = 5.0
JITTER = 0.05  # how much a network may shorten the distance between two of them


class Identifies:
    """Those of the last day, over all shards."""

    PER_DAY, CONCURRENCY = 1000, 1

    def __init__(self, discord):
        self.discord = discord
        self.times = []  # by Discord's clock
        self.last = {}  # by bucket, real
        self.answers = []

    def today(self):
        since = self.discord.clock.now() - 86400
        return [one for one in self.times if one > since]

    def admit(self, shard):
        """None, "invalid session" or a close code."""
        now, bucket = time.monotonic(), shard[0] % self.CONCURRENCY
        self.times = [*self.today(), self.discord.clock.now()]
        if len(self.times) > self.PER_DAY:
            self.discord.ledger.violation("identify-budget", f"more than {self.PER_DAY} in 24 hours")
            self.discord.reset_token()
            return 4004
        distance, self.last[bucket] = now - self.last.get(bucket, -1e9), now
        if distance < SPACING - JITTER:
            self.discord.ledger.violation("identify-spacing", f"{distance:.3f} s after the one before")
            return "invalid session"
        return None

    def note(self, answer):
        self.answers.append({"at": time.time(), "answer": answer or "ready"})

    def limits(self):
        """`session_start_limit` of GET /gateway/bot."""
        today = self.today()
        left = (today[0] + 86400 - self.discord.clock.now()) * 1000 if today else 0
        return {"total": self.PER_DAY, "remaining": max(self.PER_DAY - len(today), 0), "reset_after": int(left),
                "max_concurrency": self.CONCURRENCY}
