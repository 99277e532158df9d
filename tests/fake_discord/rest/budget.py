"""Invalid requests: ten thousand in ten minutes, and Cloudflare bans the address for a while."""

import collections
import time

MOST, WINDOW = 10_000, 600.0


class Budget:
    """Counts 401, 403 and 429 that aren't shared."""

    def __init__(self):
        self.times = collections.deque()
        self.total = 0

    def count(self, status, scope=None):
        if status not in (401, 403, 429) or scope == "shared":
            return
        self.times.append(time.time())
        self.total += 1

    def spent(self):
        while self.times and self.times[0] <= time.time() - WINDOW:
            self.times.popleft()
        return len(self.times) >= MOST
