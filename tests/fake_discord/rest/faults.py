"""Faults on demand: what the next requests of a kind meet instead of, or besides, their answer."""

import asyncio
import itertools
import math

from ..core.errors import Refusal
from . import limits
from .answer import HTML, Answer, refused

KINDS = {
    "lost_request": set(), "lost_reply": set(), "slow": {"seconds", "after"}, "status": {"status", "body", "after"},
    "limited": {"scope", "seconds"}, "refuse": {"status", "code", "message"},
}
WHERE = {"method", "route", "path", "in", "count", "skip"}


class Fault:
    """One kind of trouble for the next `count` requests that fit, after `skip` others."""

    def __init__(self, number, kind, count=1, skip=0, method=None, route=None, path=None, channel=None, **more):
        self.id, self.kind, self.count, self.skip = number, kind, count, skip
        self.method, self.route, self.path, self.channel, self.more = method, route, path, channel, more

    @property
    def after(self):
        """Whether it strikes after the effect."""
        return self.kind == "lost_reply" or bool(self.more.get("after"))

    def fits(self, method, template, path, params):
        return (self.method in (None, method) and self.route in (None, template) and (self.path or "") in path
                and self.channel in (None, params.get("channel_id")))

    def facts(self):
        where = {"method": self.method, "route": self.route, "path": self.path, "in": self.channel}
        return {"id": self.id, "kind": self.kind, "count": self.count, "skip": self.skip} | where | self.more


class Faults:
    """Those that still wait, oldest first."""

    def __init__(self):
        self.waiting = []
        self.numbers = itertools.count(1)

    def add(self, kind, **facts):
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind}: {', '.join(KINDS)}")
        if unknown := facts.keys() - KINDS[kind] - (WHERE - {"in"}) - {"channel"}:
            raise ValueError(f"a fault {kind} has no {', '.join(sorted(unknown))}")
        self.waiting.append(Fault(str(next(self.numbers)), kind, **facts))
        return self.waiting[-1].id

    def meet(self, method, template, path, params):
        """The fault that this request meets, if any."""
        for fault in self.waiting:
            if not fault.fits(method, template, path, params):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.count -= 1
            if fault.count <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    def calm(self, number=None):
        self.waiting = [one for one in self.waiting if number is not None and one.id != number]


class Broken(Exception):
    """The connection ends without an answer."""


async def strike(fault):
    """What a fault does: the answer instead of Discord's own, or None; Broken where there is none."""
    more = fault.more
    if fault.kind in ("lost_request", "lost_reply"):
        raise Broken
    if fault.kind == "slow":
        await asyncio.sleep(more.get("seconds", 1.0))
        return None
    if fault.kind == "limited":
        return _limited(more.get("scope", "user"), more.get("seconds", 1.0))
    if fault.kind == "refuse":
        return refused(Refusal(more["code"], more.get("status"), more.get("message")))
    body = more.get("body")
    return Answer(more["status"], body, text=HTML.format(more["status"]) if body is None else None)


def _limited(scope, seconds):
    if scope == "cloudflare":
        return Answer(429, text=HTML.format("Error 1015: You are being rate limited"),
                      headers={"Retry-After": str(math.ceil(seconds))})
    return limits.answer(limits.Limited(scope, seconds))
