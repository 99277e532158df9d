"""What was noticed: every request, every breach of a rule, every 429. No secret gets in here."""

import collections
import time

KEPT = 20000


class Ledger:
    """Times are real seconds since 1970: they order what the bot did by its own clock."""

    def __init__(self):
        self.clear()

    def clear(self):
        self.requests = collections.deque(maxlen=KEPT)
        self.counts = collections.Counter()
        self.events = collections.Counter()
        self.refusals = collections.Counter()
        self.limited = []
        self.violations = []
        self.noted = collections.Counter()
        self.number = 0

    def request(self, **facts):
        self.number += 1
        self.requests.append({"n": self.number, "at": time.time()} | facts)
        self.counts[f"{facts['method']} {facts['route']} {facts['status']}"] += 1
        if 400 <= facts["status"] < 500 and facts["status"] != 429:
            self.refusals[(facts["method"], facts["path"], facts["status"], facts.get("code"))] += 1

    def violation(self, rule, why, request=None):
        """A breach of a documented rule. `rule` is a short name that tests may look for."""
        self.violations.append(
            {"n": len(self.violations) + 1, "at": time.time(), "rule": rule, "why": why, "request": request})

    def note(self, what, where):
        """What Discord lets pass and a tidy bot doesn't do."""
        self.noted[(what, where)] += 1

    def throttled(self, route, path, scope, provoked):
        self.limited.append(
            {"at": time.time(), "route": route, "path": path, "scope": scope, "provoked": provoked})

    def refused(self, least=1):
        return [{"method": method, "path": path, "status": status, "code": code, "count": count}
                for (method, path, status, code), count in self.refusals.items() if count >= least]

    def notes(self):
        return [{"what": what, "where": where, "count": count}
                for (what, where), count in self.noted.items()]
