"""The road of every request: who asks, how often, and what goes wrong on the way."""

import asyncio
import time

import aiohttp

from .client import Case


class Asking(Case):
    async def test_the_gateway_is_told_to_anybody(self):
        self.assertEqual((await self.ok("GET", "/gateway", token=False))["url"], self.host.discord.addresses["gateway"])

    async def test_a_token_is_needed(self):
        body = await self.fails(401, 0, "GET", "/users/@me", token=False)
        self.assertEqual(body, {"message": "401: Unauthorized", "code": 0})
        self.token = "another"
        await self.fails(401, 0, "GET", "/users/@me")
        self.assertEqual([(one["path"], one["count"]) for one in await self.do("refused")], [("/users/@me", 2)])

    async def test_an_agent_that_is_none_of_discords_is_blocked(self):
        status, body = await self.call("GET", "/users/@me", agent="curl/8")
        self.assertEqual((status, "1010" in body, await self.rules()), (403, True, ["user-agent"]))

    async def test_what_is_not_there_is_404_and_written_down(self):
        await self.fails(404, 0, "GET", "/nowhere")
        await self.fails(405, 0, "PUT", "/users/@me")
        self.assertEqual([one["request"] for one in await self.do("violations")], ["GET /nowhere", "PUT /users/@me"])

    async def test_an_old_version_is_written_down(self):
        async with self.web.get("https://discord.com/api/v9/gateway") as reply:
            self.assertEqual((reply.status, await self.rules()), (200, ["api-version"]))

    async def test_ids_in_paths_are_ids_and_strange_queries_are_noted(self):
        await self.fails(400, 50035, "GET", "/channels/kitchen")
        await self.ok("GET", f"/channels/{self.kitchen}/messages", query={"limit": 5, "sort": "asc"})
        self.assertEqual([one["what"] for one in await self.do("noted")], ["query sort"])

    async def test_no_secret_is_kept(self):
        await self.call("POST", f"/webhooks/{self.application}/secret-token", {"content": "a"}, token=False)
        kept = str(await self.do("requests")) + str(await self.do("violations"))
        self.assertEqual((self.token in kept, "secret-token" in kept), (False, False))

    async def test_the_application_tells_its_intents(self):
        one = await self.ok("GET", "/applications/@me")
        self.assertEqual((one["id"], one["flags"] & 1 << 19, one["flags"] & 1 << 15), (self.application, 1 << 19, 0))
        await self.do("portal", message_content=False, members=True)
        one = await self.ok("GET", "/oauth2/applications/@me")
        self.assertEqual((one["flags"] & 1 << 19, one["flags"] & 1 << 15), (0, 1 << 15))

    async def test_guilds_are_seen_by_who_is_there(self):
        other = await self.do("guild", name="elsewhere", owner="ana", bot=False, channels=["attic"])
        self.assertEqual([one["name"] for one in await self.ok("GET", "/users/@me/guilds")], ["commons"])
        await self.fails(403, 50001, "GET", f"/guilds/{other}")
        await self.fails(404, 10004, "GET", "/guilds/1")
        rooms = await self.ok("GET", f"/guilds/{self.commons}/channels")
        self.assertEqual([one["name"] for one in rooms], ["kitchen", "workshop"])

    async def test_members_are_listed_with_the_intent_alone(self):
        path = f"/guilds/{self.commons}/members"
        await self.fails(403, 50001, "GET", path)
        await self.do("portal", members=True)
        self.assertEqual(len(await self.ok("GET", path, query={"limit": 5})), 5)
        self.assertEqual((await self.ok("GET", f"{path}/{self.facts['users']['ben']}"))["user"]["username"], "ben")
        await self.fails(404, 10013, "GET", f"{path}/1")


class Hierarchy(Case):
    rights = 1 << 28 | 1 << 27

    async def test_roles_below_the_bots_can_be_granted(self):
        ben = self.facts["users"]["ben"]
        await self.do("change", role="samovar", position=5)
        low, high = await self.do("role", name="low", position=1), await self.do("role", name="high", position=9)
        await self.ok("PUT", f"/guilds/{self.commons}/members/{ben}/roles/{low}")
        await self.fails(403, 50013, "PUT", f"/guilds/{self.commons}/members/{ben}/roles/{high}")
        ana = self.facts["users"]["ana"]
        await self.fails(403, 50013, "PATCH", f"/guilds/{self.commons}/members/{ana}", {"nick": "Queen"})
        await self.fails(403, 50013, "DELETE", f"/guilds/{self.commons}/members/{ben}")


class Limited(Case):
    limits = "real"

    async def test_a_bucket_says_what_is_left_and_then_waits(self):
        await self.says()
        first = dict(self.headers)
        for _ in range(4):
            await self.says()
        status, body = await self.call("POST", f"/channels/{self.kitchen}/messages", {"content": "six"})
        self.assertEqual((first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]), ("5", "4"))
        self.assertLess(float(first["X-RateLimit-Reset-After"]), 5.01)
        self.assertEqual((status, body["global"], self.headers["X-RateLimit-Scope"]), (429, False, "user"))
        self.assertEqual(self.headers["X-RateLimit-Bucket"], first["X-RateLimit-Bucket"])
        self.assertEqual(self.headers["X-RateLimit-Remaining"], "0")
        self.assertGreaterEqual(int(self.headers["Retry-After"]), body["retry_after"])
        await self.says(channel=self.facts["channels"]["workshop"])
        self.assertEqual([one["provoked"] for one in await self.do("limited")], [True])
        self.assertEqual(await self.rules(), [])
        await self.call("POST", f"/channels/{self.kitchen}/messages", {"content": "again"})
        self.assertEqual(await self.rules(), ["rate-limit-ignored"])

    async def test_a_bucket_fills_again(self):
        path = f"/channels/{self.kitchen}/messages/{(await self.says())['id']}/reactions/%E2%9C%85/@me"
        await self.ok("PUT", path)
        status, body = await self.call("DELETE", path)
        self.assertEqual(status, 204)
        status, body = await self.call("PUT", path)
        self.assertEqual(status, 429)
        until = time.monotonic() + 3
        await asyncio.sleep(body["retry_after"])
        await self.ok("PUT", path)
        self.assertLess(time.monotonic(), until)

    async def test_fifty_a_second_in_all(self):
        rooms = [await self.do("channel", name=f"room-{number}") for number in range(60)]
        got = [await asyncio.gather(*[self.call("GET", f"/channels/{room}") for room in rooms])]
        wrong = [body for status, body in got[0] if status == 429]
        self.assertEqual((len(wrong) >= 10, wrong[0]["global"]), (True, True))
        self.assertIn("global", {one["scope"] for one in await self.do("limited")})

    async def test_a_name_changes_twice_in_ten_minutes(self):
        await self.do("grant", who="bot", role=await self.do("role", name="keepers", permissions=["MANAGE_CHANNELS"]))
        for number in range(2):
            await self.ok("PATCH", f"/channels/{self.kitchen}", {"name": f"kitchen-{number}"})
        status, body = await self.call("PATCH", f"/channels/{self.kitchen}", {"name": "kitchen-2"})
        self.assertEqual((status, body["retry_after"] > 500), (429, True))

    async def test_ten_thousand_invalid_requests_and_the_door_is_shut(self):
        self.host.discord.budget.times.extend([time.time()] * 10_000)
        status, body = await self.call("GET", "/users/@me")
        self.assertEqual((status, "1015" in body), (403, True))


class Troubles(Case):
    async def test_a_lost_request_does_nothing_and_a_lost_reply_everything(self):
        for kind, standing in [("lost_request", 0), ("lost_reply", 1)]:
            await self.do("fault", kind=kind, method="POST", route="/channels/{channel_id}/messages")
            with self.assertRaises(aiohttp.ServerDisconnectedError):
                await self.says(kind)
            self.assertEqual(len(await self.do("messages", in_="kitchen")), standing)
        self.assertEqual([one["status"] for one in await self.do("requests")], [0, 0])

    async def test_every_kind_of_429(self):
        for scope, body in [("user", False), ("shared", False), ("global", True)]:
            await self.do("fault", kind="limited", scope=scope, seconds=0.5)
            status, answer = await self.call("GET", "/users/@me")
            self.assertEqual((status, answer["global"], answer["retry_after"]), (429, body, 0.5))
            self.assertEqual(self.headers["X-RateLimit-Scope"], scope)
            self.assertEqual("X-RateLimit-Bucket" in self.headers, False)
        await self.do("fault", kind="limited", scope="cloudflare", seconds=2)
        status, answer = await self.call("GET", "/users/@me")
        self.assertEqual((status, isinstance(answer, str), self.headers["Retry-After"]), (429, True, "2"))
        self.assertEqual({one["provoked"] for one in await self.do("limited")}, {False})
        self.assertEqual((await self.do("counters"))["invalid"], 3)

    async def test_broken_servers_refusals_and_slowness(self):
        await self.do("fault", kind="status", status=502, count=2, skip=1)
        self.assertEqual([(await self.call("GET", "/users/@me"))[0] for _ in range(4)], [200, 502, 502, 200])
        await self.do("fault", kind="refuse", code=50083, **{"in_": "kitchen"})
        await self.ok("GET", f"/channels/{self.facts['channels']['workshop']}")
        await self.fails(400, 50083, "GET", f"/channels/{self.kitchen}")
        await self.do("fault", kind="slow", seconds=0.2, after=True)
        began = time.monotonic()
        await self.says("slow")
        self.assertGreater(time.monotonic() - began, 0.2)

    async def test_a_refusal_can_get_lost_as_well(self):
        await self.do("fault", kind="lost_reply", path="/channels/1/")
        with self.assertRaises(aiohttp.ServerDisconnectedError):
            await self.says(channel="1")
        await self.fails(404, 10003, "POST", "/channels/1/messages", {"content": "a"})

    async def test_faults_can_be_seen_and_taken_back(self):
        one = await self.do("fault", kind="status", status=500)
        self.assertEqual([each["id"] for each in await self.do("faults")], [one])
        await self.do("calm", fault=one)
        await self.ok("GET", "/users/@me")
        await self.refused("no fault is called", "fault", kind="nothing")
