"""Rate limits: buckets by route and top-level resource, and fifty requests a second in all.

Discord tells nobody its limits, and says not to rely on them; those here are of the size that
applications report. Times are always real, since the application waits by its own clock.
"""

import collections
import hashlib
import math
import time

from .answer import Answer

GLOBAL, GLOBAL_PER = 50, 1.0
TOP = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")

# (method, route): (requests, seconds); what isn't listed has the usual limit.
USUAL = (10, 5.0)
BUCKETS = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("GET", "/channels/{channel_id}/messages"): (5, 1.0),
    ("GET", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"): (1, 0.25),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"): (1, 0.25),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/{user_id}"): (1, 0.25),
    ("POST", "/channels/{channel_id}/typing"): (5, 5.0),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): (50, 300.0),
    ("POST", "/channels/{channel_id}/threads"): (50, 300.0),
    ("POST", "/users/@me/channels"): (10, 10.0),
    ("PUT", "/applications/{application_id}/commands"): (2, 60.0),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands"): (2, 60.0),
    ("POST", "/applications/{application_id}/commands"): (5, 20.0),
    ("POST", "/applications/{application_id}/guilds/{guild_id}/commands"): (5, 20.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
}
RENAMES = (2, 600.0)  # changes of one channel's name or topic


class Bucket:
    """So many requests from the first one until it resets."""

    def __init__(self, name, most, seconds):
        self.name, self.most, self.seconds = name, most, seconds
        self.used, self.resets = 0, 0.0
        self.closed_until = 0.0  # after a 429; who comes earlier didn't listen

    def take(self, now):
        """Seconds to wait, or 0.0 and the request counts."""
        if now >= self.resets:
            self.used, self.resets = 0, now + self.seconds
        if self.used >= self.most:
            return self.resets - now
        self.used += 1
        return 0.0

    def headers(self, now):
        return {
            "X-RateLimit-Limit": str(self.most), "X-RateLimit-Remaining": str(max(self.most - self.used, 0)),
            "X-RateLimit-Reset": f"{self.resets:.3f}", "X-RateLimit-Reset-After": f"{max(self.resets - now, 0):.3f}",
            "X-RateLimit-Bucket": self.name}


class Limited(Exception):
    """A 429: its scope, how long to wait, and the bucket it came from."""

    def __init__(self, scope, seconds, bucket=None):
        self.scope, self.seconds, self.bucket = scope, seconds, bucket
        super().__init__(f"429 {scope}: {seconds:.3f} s")


class Limits:
    """All buckets of the one application there is."""

    def __init__(self, discord):
        self.discord = discord
        self.buckets = {}
        self.recent = collections.deque()

    def bucket(self, route, params):
        """The bucket of a request: its route's, for this channel, guild or webhook."""
        top = tuple(params.get(name) for name in TOP)
        key = (route.method, route.template, top)
        if key not in self.buckets:
            name = hashlib.sha256(f"{route.method} {route.template}".encode()).hexdigest()[:32]
            most, seconds = BUCKETS.get((route.method, route.template), USUAL)
            self.buckets[key] = Bucket(name, most, seconds)
        return self.buckets[key]

    def admit(self, route, params):
        """Lets a request through, or raises Limited. The bucket, for its headers."""
        if route.unlimited:
            return None
        bucket, now = self.bucket(route, params), time.time()
        if self.discord.settings.limits == "lifted":
            bucket.used, bucket.resets = 0, now + bucket.seconds
            return bucket
        if not route.beyond_global:
            self._globally(now)
        self._punctual(bucket, route, now)
        if wait := bucket.take(now):
            bucket.closed_until = now + wait
            raise Limited("user", wait, bucket)
        return bucket

    def _globally(self, now):
        while self.recent and self.recent[0] <= now - GLOBAL_PER:
            self.recent.popleft()
        if len(self.recent) >= GLOBAL:
            raise Limited("global", self.recent[0] + GLOBAL_PER - now)
        self.recent.append(now)

    def _punctual(self, bucket, route, now):
        """Who asks again before Retry-After is over is written down."""
        early = bucket.closed_until - now
        if early > 0.05:
            self.discord.ledger.violation(
                "rate-limit-ignored", f"{early:.2f} s too early", f"{route.method} {route.template}")

    def rename(self, channel):
        """A change of a channel's name or topic: twice in ten minutes."""
        if self.discord.settings.limits == "lifted":
            return
        key = ("rename", channel)
        bucket = self.buckets.setdefault(key, Bucket("rename", *RENAMES))
        if wait := bucket.take(time.time()):
            raise Limited("user", wait)


def answer(limited):
    """A 429 as Discord words it."""
    shared, everywhere = limited.scope == "shared", limited.scope == "global"
    words = "The resource is being rate limited." if shared else "You are being rate limited."
    body = {"message": words, "retry_after": round(limited.seconds, 3), "global": everywhere}
    headers = {"Retry-After": str(math.ceil(limited.seconds)), "X-RateLimit-Scope": limited.scope}
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    elif limited.bucket:
        headers |= limited.bucket.headers(time.time()) | {
            "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": f"{limited.seconds:.3f}",
            "X-RateLimit-Reset": f"{time.time() + limited.seconds:.3f}"}
    return Answer(429, body, headers)
