"""Bodies that are nearly right: the server refuses or takes them, and never breaks over one."""

import copy
import random

from .client import Case
from .test_interactions import BUTTONS, COMMAND, FORM

JUNK = [None, True, 0, -1, 1.5, 1e300, "", "x", "x" * 5000, [], [None], {}, {"a": 1}, "123", 1 << 70, [[]], {"type": 1},
        "@everyone <@1> `", "\ud800", 64, 32768]
MESSAGE = {
    "content": "hi", "tts": False, "flags": 4, "nonce": "n", "enforce_nonce": True, "components": BUTTONS,
    "allowed_mentions": {"parse": ["users"], "users": [], "replied_user": True}, "attachments": [], "poll": None,
    "message_reference": {"message_id": "1", "fail_if_not_exists": False}, "sticker_ids": [],
    "embeds": [{"title": "t", "fields": [{"name": "a", "value": "b", "inline": True}], "footer": {"text": "f"},
                "author": {"name": "n"}, "image": {"url": "https://x.y"}, "timestamp": "2026-01-01T00:00:00Z"}]}
NEW = {"flags": 32768, "components": [{"type": 17, "components": [
    {"type": 9, "components": [{"type": 10, "content": "x"}],
     "accessory": {"type": 11, "media": {"url": "https://a.b"}}},
    {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "b"}]}]}]}]}
ANSWERS = [{"type": 4, "data": MESSAGE}, {"type": 4, "data": NEW}, {"type": 5, "data": {"flags": 64}},
           {"type": 7, "data": MESSAGE}, {"type": 9, "data": FORM}, {"type": 6}]


def spoilt(chance, body):
    """A body with a thing or two in it that don't belong there."""
    body = copy.deepcopy(body)
    for _ in range(chance.choice([1, 1, 2, 3])):
        holder, key, here = None, None, body
        while isinstance(here, (dict, list)) and here and chance.random() < 0.8:
            holder, key = here, chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
            here = holder[key]
        if holder is not None:
            holder[key] = copy.deepcopy(chance.choice(JUNK))
    return body


class Nonsense(Case):
    rights = 8

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.chance = random.Random(1)
        self.prompt = (await self.says("a", components=BUTTONS))["id"]
        forum = await self.do("channel", name="garden", type="forum")
        thread = await self.do("thread", as_="ben", in_="workshop", name="talk")
        here, ben = f"/guilds/{self.commons}", self.facts["users"]["ben"]
        self.routes = [
            ("POST", f"/channels/{self.kitchen}/messages", MESSAGE),
            ("POST", f"/channels/{self.kitchen}/messages", NEW),
            ("PATCH", f"/channels/{self.kitchen}/messages/{self.prompt}", MESSAGE),
            ("POST", f"/channels/{forum}/threads", {"name": "a", "message": MESSAGE, "applied_tags": []}),
            ("POST", f"/channels/{self.kitchen}/threads", {"name": "a", "type": 11, "invitable": True}),
            ("PATCH", f"/channels/{thread}", {"name": "x", "archived": False, "locked": False, "applied_tags": []}),
            ("PATCH", f"/channels/{self.kitchen}", {"name": "x", "topic": "t", "parent_id": None}),
            ("POST", f"/channels/{self.kitchen}/messages/bulk-delete", {"messages": ["1", "2"]}),
            ("POST", "/users/@me/channels", {"recipient_id": ben}),
            ("PATCH", f"{here}/members/{ben}", {"nick": "b", "roles": [], "communication_disabled_until": None}),
            ("PUT", f"/applications/{self.application}/commands", [COMMAND, {"name": "m", "type": 3}]),
            ("POST", f"/applications/{self.application}{here}/commands", COMMAND),
            ("PUT", f"/channels/{self.kitchen}/permissions/{ben}", {"type": 1, "allow": "1024", "deny": "0"})]

    async def test_no_body_breaks_it(self):
        for _ in range(300):
            method, path, body = self.chance.choice(self.routes)
            status, _ = await self.call(method, path, spoilt(self.chance, body))
            self.assertLess(status, 500)
        await self.ok("GET", f"/channels/{self.kitchen}/messages")
        self.assertNotIn("fake-discord", await self.rules())

    async def test_no_answer_breaks_it(self):
        follow_up = {key: value for key, value in MESSAGE.items() if key not in ("nonce", "enforce_nonce")}
        for _ in range(80):
            await self.do("press", as_="ben", message=self.prompt, button="answer:1", wait=False)
            one = list(self.host.discord.world.interactions.values())[-1]
            path = f"/interactions/{one.id}/{one.token}/callback"
            await self.call("POST", path, spoilt(self.chance, self.chance.choice(ANSWERS)), token=False)
            hook = f"/webhooks/{self.application}/{one.token}"
            await self.call("POST", hook, spoilt(self.chance, follow_up), token=False)
            await self.call("PATCH", f"{hook}/messages/@original", spoilt(self.chance, follow_up), token=False)
            self.prompt = (await self.says("a", components=BUTTONS))["id"]
        self.assertNotIn("fake-discord", await self.rules())
