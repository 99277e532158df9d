"""The gateway: the handshake, what is refused, what is resumed, and every way to lose a connection."""

import asyncio
import time
import zlib

from .client import INTENTS, Case


class Handshake(Case):
    async def test_guilds_are_unavailable_at_first_and_come_one_by_one(self):
        gateway = await self.gateway(identify=False)
        self.assertEqual(gateway.hello["heartbeat_interval"], 41250)
        await gateway.identify()
        ready = await gateway.event("READY")
        self.assertEqual(ready["guilds"], [{"id": self.commons, "unavailable": True}])
        self.assertEqual((ready["user"]["id"], ready["application"]["id"]), (self.bot, self.application))
        guild = await gateway.event("GUILD_CREATE")
        self.assertEqual([one["name"] for one in guild["channels"]], ["kitchen", "workshop"])
        self.assertEqual([one["user"]["username"] for one in guild["members"]], ["samovar"])
        self.assertEqual(guild["member_count"], 7)
        self.assertNotIn("guild_id", guild["channels"][0])

    async def refused(self, code, **identify):
        gateway = await self.gateway(identify=False)
        await gateway.identify(**identify)
        self.assertEqual(await gateway.closed(), code)

    async def test_a_wrong_token_is_4004(self):
        await self.refused(4004, token="another")

    async def test_unknown_intents_are_4013_and_forbidden_ones_4014(self):
        await self.refused(4013, intents=1 << 30)
        await self.refused(4014, intents=INTENTS | 1 << 1)
        await self.refused(4010, shard=[2, 2])

    async def test_a_test_may_have_it_refused(self):
        await self.do("gateway", refuse={"code": 4014})
        await self.refused(4014)

    async def test_early_payloads_wrong_ones_and_long_ones_end_it(self):
        for code, op, data in [(4003, 3, {"since": None, "activities": [], "status": "online", "afk": False}),
                               (4001, 99, {}), (4002, 2, {"token": "x"}), (4002, 1, {"long": "x" * 4200})]:
            gateway = await self.gateway(identify=False)
            await gateway.send(op, data)
            self.assertEqual(await gateway.closed(), code)
        gateway = await self.gateway()
        await gateway.identify()
        self.assertEqual(await gateway.closed(), 4005)
        self.assertEqual(len(await self.rules()), 5)

    async def test_a_hundred_and_twenty_payloads_a_minute(self):
        gateway = await self.gateway()
        for _ in range(125):
            await gateway.send(1, None)
        self.assertEqual(await gateway.closed(), 4008)

    async def test_identify_keeps_five_seconds_and_a_thousand_a_day(self):
        await self.gateway()
        second = await self.gateway(identify=False)
        await second.identify()
        self.assertFalse((await second.take(9))["d"])
        self.assertEqual(await self.rules(), ["identify-spacing"])
        limit = (await self.ok("GET", "/gateway/bot"))["session_start_limit"]
        self.assertEqual((limit["total"], limit["remaining"], limit["max_concurrency"]), (1000, 998, 1))
        self.assertEqual([one["answer"] for one in await self.do("identifies")], ["ready", "invalid session"])
        await self.do("time", advance=86400)
        self.assertEqual((await self.ok("GET", "/gateway/bot"))["session_start_limit"]["remaining"], 1000)

    async def test_the_thousand_and_first_resets_the_token(self):
        self.host.discord.identifies.times = [self.host.discord.clock.now()] * 1000
        gateway = await self.gateway(identify=False)
        await gateway.identify()
        self.assertEqual(await gateway.closed(), 4004)
        await self.fails(401, 0, "GET", "/users/@me")
        self.assertNotEqual((await self.do("portal"))["token"], self.token)


class Compression(Case):
    async def test_payloads_may_be_compressed_one_by_one(self):
        await self.do("settings", compress_from=0)
        gateway = await self.gateway(compress=True)
        await self.do("say", as_="ben", in_="kitchen", text="hello")
        self.assertEqual((await gateway.event("MESSAGE_CREATE"))["content"], "hello")

    async def test_or_in_one_stream(self):
        gateway = await self.gateway(identify=False, begin=False, path="/?v=10&encoding=json&compress=zlib-stream")
        gateway.stream = zlib.decompressobj()
        await gateway.begin()
        await gateway.identify()
        self.assertEqual((await gateway.event("READY"))["v"], 10)


class Resuming(Case):
    async def broken(self, how, **more):
        """A session whose connection was cut so, its id, and where it stopped."""
        gateway = await self.gateway()
        session = (await self.do("sessions"))[-1]["id"]
        await self.do("cut", how=how, **more)
        return gateway, session

    async def resumed(self, session, seq, to="resume"):
        gateway = await self.gateway(identify=False, to=to)
        await gateway.send(6, {"token": self.token, "session_id": session, "seq": seq})
        return gateway

    async def test_what_was_missed_is_replayed_in_order(self):
        for how in ("close", "eof", "reset", "bare_close", "reconnect", "half_open"):
            with self.subTest(how):
                self.host.discord.identifies.last.clear()
                gateway, session = await self.broken(how)
                if how == "reconnect":
                    await gateway.take(7)
                    await gateway.socket.close(code=4900)
                for number in range(3):
                    await self.do("say", as_="ben", in_="kitchen", text=f"{how} {number}")
                again = await self.resumed(session, gateway.seq)
                said = [(await again.event("MESSAGE_CREATE"))["content"] for _ in range(3)]
                await again.event("RESUMED")
                self.assertEqual(said, [f"{how} {number}" for number in range(3)])
                await again.socket.close()
        self.assertEqual(await self.rules(), [])

    async def test_each_cut_looks_as_it_is_named(self):
        codes = {}
        for how, more in [("close", {"code": 4009}), ("bare_close", {}), ("eof", {})]:
            self.host.discord.identifies.last.clear()
            gateway = await self.gateway()
            await self.do("cut", how=how, **more)
            codes[how] = await gateway.closed()
        self.assertEqual(codes, {"close": 4009, "bare_close": 0, "eof": None})

    async def test_a_session_ends_by_1000_by_time_by_op_9_and_when_it_is_forgotten(self):
        async def close(gateway):
            await gateway.socket.close(code=1000)

        async def wait(gateway):
            await self.do("cut", how="eof")
            await self.do("time", advance=200)

        async def invalid(gateway):
            await self.do("cut", how="invalid", resumable=False)
            self.assertFalse((await gateway.take(9))["d"])

        async def forget(gateway):
            await self.do("gateway", forget=True)
        for end in (close, wait, invalid, forget):
            with self.subTest(end.__name__):
                self.host.discord.identifies.last.clear()
                gateway = await self.gateway()
                session = (await self.do("sessions"))[-1]["id"]
                await end(gateway)
                again = await self.resumed(session, gateway.seq)
                self.assertFalse((await again.take(9))["d"])

    async def test_op_9_true_leaves_the_session(self):
        gateway, session = await self.broken("invalid", resumable=True)
        self.assertTrue((await gateway.take(9))["d"])
        await gateway.socket.close(code=4900)
        await (await self.resumed(session, gateway.seq)).event("RESUMED")

    async def test_a_buffer_that_ran_over_is_op_9(self):
        await self.do("settings", session_buffer=5)
        gateway, session = await self.broken("eof")
        for number in range(6):
            await self.do("say", as_="ben", in_="kitchen", text=f"{number}")
        self.assertFalse((await (await self.resumed(session, gateway.seq)).take(9))["d"])

    async def test_a_seq_from_the_future_is_4007(self):
        gateway, session = await self.broken("eof")
        self.assertEqual(await (await self.resumed(session, gateway.seq + 9)).closed(), 4007)

    async def test_resuming_elsewhere_works_and_is_noted(self):
        gateway, session = await self.broken("eof")
        await (await self.resumed(session, gateway.seq, to="gateway")).event("RESUMED")
        self.assertEqual([one["what"] for one in await self.do("noted")], ["RESUME without resume_gateway_url"])


class Beating(Case):
    heartbeat = 0.2

    async def test_who_does_not_beat_is_cut(self):
        gateway = await self.gateway()
        self.assertEqual(await gateway.closed(), 4000)
        self.assertEqual(await self.rules(), ["heartbeat"])
        self.assertEqual([one["state"] for one in await self.do("sessions")], ["broken"])

    async def test_acknowledgements_can_be_withheld_and_beats_asked_for(self):
        gateway = await self.gateway()
        await self.do("cut", how="heartbeat")
        await gateway.take(1)
        await gateway.send(1, gateway.seq)
        await gateway.take(11)
        await self.do("cut", how="no_ack")
        await gateway.send(1, gateway.seq)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(gateway.take(11), 0.15)

    async def test_connections_can_be_refused_and_silent(self):
        await self.do("gateway", unavailable=1)
        with self.assertRaises(Exception) as refused:
            await self.gateway()
        self.assertEqual(refused.exception.status, 503)
        await self.do("gateway", silent=1)
        silent = await self.gateway(identify=False, begin=False)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(silent.begin(), 0.15)


class Events(Case):
    async def test_intents_choose_what_is_sent(self):
        gateway = await self.gateway(1)
        await self.do("say", as_="ben", in_="kitchen", text="hello")
        await self.do("say", as_="ben", in_="@bot", text="hello")
        self.assertEqual(await gateway.quiet("MESSAGE_CREATE"), [])

    async def test_what_cannot_be_seen_is_not_heard(self):
        gateway = await self.gateway()
        await self.do("permit", in_="kitchen", for_="bot", deny=["VIEW_CHANNEL"])
        await gateway.event("CHANNEL_UPDATE", id=self.kitchen)
        await self.do("say", as_="ben", in_="kitchen", text="hello")
        self.assertEqual(await gateway.quiet("MESSAGE_CREATE"), [])

    async def test_an_outage_takes_the_guild_away_and_brings_it_back(self):
        gateway = await self.gateway()
        await self.do("outage", on=True)
        self.assertTrue((await gateway.event("GUILD_DELETE"))["unavailable"])
        await self.do("say", as_="ben", in_="kitchen", text="unheard")
        self.assertEqual(await gateway.quiet("MESSAGE_CREATE"), [])
        await self.do("outage", on=False)
        await gateway.event("GUILD_CREATE", id=self.commons)

    async def test_kicked_and_invited_again(self):
        gateway = await self.gateway()
        await self.do("kick", who="bot")
        self.assertNotIn("unavailable", await gateway.event("GUILD_DELETE"))
        await self.fails(403, 50001, "GET", f"/channels/{self.kitchen}")
        await self.do("invite", permissions=["MANAGE_THREADS"])
        guild = await gateway.event("GUILD_CREATE")
        own = [role for role in guild["roles"] if role.get("tags") == {"bot_id": self.bot}]
        self.assertEqual([(role["permissions"], role["managed"]) for role in own], [(str(1 << 34), True)])

    async def test_channels_and_roles_change(self):
        gateway = await self.gateway()
        await self.do("change", channel="kitchen", name="galley")
        self.assertEqual((await gateway.event("CHANNEL_UPDATE"))["name"], "galley")
        await self.do("remove", channel="galley")
        self.assertEqual((await gateway.event("CHANNEL_DELETE"))["id"], self.kitchen)
        await self.fails(404, 10003, "GET", f"/channels/{self.kitchen}")
        await self.do("role", name="cooks")
        await self.do("change", role="cooks", permissions=["MANAGE_ROLES"])
        self.assertEqual((await gateway.event("GUILD_ROLE_UPDATE"))["role"]["permissions"], str(1 << 28))

    async def test_a_flood_arrives_whole_and_in_order(self):
        gateway = await self.gateway()
        began = time.monotonic()
        load = await self.do("flood", in_=["kitchen"], count=3000, stored=False, text="{n}")
        heard = [(await gateway.event("MESSAGE_CREATE"))["content"] for _ in range(3000)]
        self.assertEqual(heard, [str(number) for number in range(3000)])
        self.assertLess(time.monotonic() - began, 5)
        self.assertTrue((await self.do("wait", look={"do": "loads", "load": load}))[0]["done"])

    async def test_a_crowd_comes_with_ready(self):
        await self.do("crowd", guilds=20, channels=50, members=1000)
        gateway = await self.gateway()
        sizes = [await gateway.event("GUILD_CREATE") for _ in range(20)]
        self.assertEqual({(len(one["channels"]), one["member_count"]) for one in sizes}, {(50, 1000)})


class Shards(Case):
    async def test_guilds_go_by_their_id_and_direct_messages_to_the_first(self):
        other = await self.do("guild", name="elsewhere", owner="ana", channels=["attic"])
        mine = {int(guild) >> 22 & 1: guild for guild in (self.commons, other)}
        while len(mine) < 2:
            another = await self.do("guild", name=f"more-{len(mine)}", owner="ana")
            mine[int(another) >> 22 & 1] = another
        sides = []
        for number in range(2):
            self.host.discord.identifies.last.clear()
            sides.append(await self.gateway(identify=False))
            await sides[-1].identify(shard=[number, 2])
            ready = await sides[-1].event("READY")
            self.assertEqual({int(one["id"]) >> 22 & 1 for one in ready["guilds"]}, {number})
        await self.do("say", as_="ben", in_="@bot", text="hello")
        self.assertEqual((await sides[0].event("MESSAGE_CREATE"))["content"], "hello")
        self.assertEqual(await sides[1].quiet("MESSAGE_CREATE"), [])


class Members(Case):
    privileged = ["message_content", "members"]

    async def test_who_comes_and_goes_is_told_with_the_intent(self):
        gateway = await self.gateway(INTENTS | 1 << 1)
        await self.do("user", name="gil")
        await self.do("join", as_="gil")
        self.assertEqual((await gateway.event("GUILD_MEMBER_ADD"))["user"]["username"], "gil")
        await self.do("nick", who="gil", nick="Gilly")
        self.assertEqual((await gateway.event("GUILD_MEMBER_UPDATE"))["nick"], "Gilly")
        await self.do("kick", who="gil")
        self.assertEqual((await gateway.event("GUILD_MEMBER_REMOVE"))["user"]["username"], "gil")

    async def test_of_itself_the_bot_hears_without_it(self):
        gateway = await self.gateway()
        await self.do("role", name="cooks")
        await self.do("grant", who="ben", role="cooks")
        await self.do("grant", who="bot", role="cooks")
        self.assertEqual((await gateway.event("GUILD_MEMBER_UPDATE"))["user"]["username"], "samovar")
        self.assertEqual(await gateway.quiet("GUILD_MEMBER_UPDATE"), [])

    async def test_members_can_be_asked_for(self):
        gateway = await self.gateway(INTENTS | 1 << 1)
        await gateway.send(8, {"guild_id": self.commons, "query": "", "limit": 0})
        self.assertEqual(len((await gateway.event("GUILD_MEMBERS_CHUNK"))["members"]), 7)
        await gateway.send(8, {"guild_id": self.commons, "user_ids": [self.facts["users"]["ben"]]})
        chunk = await gateway.event("GUILD_MEMBERS_CHUNK")
        self.assertEqual([one["user"]["username"] for one in chunk["members"]], ["ben"])


class Enduring(Case):
    async def test_many_cuts_while_people_speak_lose_nothing_and_double_nothing(self):
        heard, load = [], None
        gateway = await self.gateway()
        session = (await self.do("sessions"))[0]["id"]
        load = await self.do("flood", in_=["kitchen"], count=600, rate=1500, text="{n}")
        for number in range(24):
            until = 20 * (number + 1)
            while len(heard) < until:
                heard.append((await gateway.event("MESSAGE_CREATE"))["content"])
            await self.do("cut", how=("close", "eof", "reset", "bare_close")[number % 4])
            await gateway.closed()
            heard += [one["d"]["content"] for one in gateway.seen if one.get("t") == "MESSAGE_CREATE"]
            again = await self.gateway(identify=False, to="resume")
            await again.send(6, {"token": self.token, "session_id": session, "seq": gateway.seq})
            again.seq, gateway = gateway.seq, again
        while len(heard) < 600:
            heard.append((await gateway.event("MESSAGE_CREATE"))["content"])
        self.assertEqual(heard, [str(number) for number in range(600)])
        self.assertIsNone((await self.do("loads", load=load))[0]["fault"])
        self.assertEqual((await self.do("sessions"))[0]["resumes"], 24)
