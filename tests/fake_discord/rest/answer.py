"""What a handler gives back."""

import json
import math

from aiohttp import web

from ..core.errors import Throttled

HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class Answer:
    """A status, a JSON body or none, and headers."""

    def __init__(self, status, body=None, headers=None, text=None):
        self.status, self.body, self.headers, self.text = status, body, headers or {}, text

    @classmethod
    def of(cls, returned):
        """What a handler returned: an Answer, a body, or nothing."""
        if isinstance(returned, cls):
            return returned
        return cls(204) if returned is None else cls(200, returned)

    def response(self):
        if self.text is not None:
            return web.Response(status=self.status, text=self.text, content_type="text/html", headers=self.headers)
        self.headers["Via"] = "1.1 google"  # by which libraries tell Discord's own answers from Cloudflare's
        if self.body is None:
            return web.Response(status=self.status, headers=self.headers)
        text = json.dumps(self.body, separators=(",", ":"), ensure_ascii=False)
        headers = self.headers | {"Content-Type": "application/json"}  # Discord names no charset
        return web.Response(status=self.status, body=text.encode(), headers=headers)


def refused(refusal):
    """A refusal of Discord's."""
    headers = {"Retry-After": str(math.ceil(refusal.retry_after))} if isinstance(refusal, Throttled) else {}
    return Answer(refusal.status, refusal.body, headers)


def blocked(code):
    """What Cloudflare says before Discord hears of it."""
    return Answer(403, text=HTML.format(f"Access denied: error code {code}"))
