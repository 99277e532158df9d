"""The people: what their clients let them do, and the looks that tests wait for."""

import asyncio

from .client import Case


class Acting(Case):
    async def test_permissions_hold_for_people_too(self):
        await self.do("permit", in_="kitchen", for_="ben", deny=["SEND_MESSAGES"])
        await self.refused("SEND_MESSAGES", "say", as_="ben", in_="kitchen", text="a")
        said = await self.do("say", as_="chloe", in_="kitchen", text="a")
        await self.refused("not ben's", "edit", as_="ben", message=said, text="b")
        await self.refused("may not delete", "delete", as_="ben", message=said)
        await self.do("delete", as_="ana", message=said)

    async def test_time_out_and_slow_mode(self):
        await self.do("timeout", who="ben", seconds=60)
        await self.refused("SEND_MESSAGES", "say", as_="ben", in_="kitchen", text="a")
        await self.do("time", advance=61)
        await self.do("change", channel="kitchen", slowmode=30)
        await self.do("say", as_="ben", in_="kitchen", text="a")
        await self.refused("slow mode", "say", as_="ben", in_="kitchen", text="b")
        await self.do("say", as_="ana", in_="kitchen", text="c")
        await self.do("say", as_="ana", in_="kitchen", text="d")

    async def test_who_left_is_not_there(self):
        await self.do("leave", as_="ben", guild="commons")
        await self.refused("VIEW_CHANNEL", "say", as_="ben", in_="kitchen", text="a")
        await self.refused("can't write there", "say", as_="ben", in_="@bot", text="a")
        await self.do("ban", who="chloe")
        await self.refused("banned", "join", as_="chloe")
        await self.do("join", as_="ben")
        await self.do("say", as_="ben", in_="kitchen", text="back")

    async def test_roles_add_up_and_overwrites_change_them(self):
        await self.do("role", name="cooks")
        await self.do("grant", who="ben", role="cooks")
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["VIEW_CHANNEL"])
        await self.refused("VIEW_CHANNEL", "say", as_="ben", in_="kitchen", text="a")
        await self.do("permit", in_="kitchen", for_="cooks", allow=["VIEW_CHANNEL"])
        await self.do("say", as_="ben", in_="kitchen", text="a")
        await self.do("permit", in_="kitchen", for_="ben", deny=["VIEW_CHANNEL"])
        await self.refused("VIEW_CHANNEL", "say", as_="ben", in_="kitchen", text="a")

    async def test_a_webhook_is_no_person(self):
        gateway = await self.gateway()
        await self.do("webhook", in_="kitchen", text="news", name="Herald")
        event = await gateway.event("MESSAGE_CREATE")
        self.assertEqual((event["author"]["username"], "member" in event), ("Herald", False))
        self.assertEqual(event["webhook_id"], event["author"]["id"])

    async def test_words_that_mean_nothing_are_told(self):
        for words, do, fields in [("there is no deed", "sing", {}),
                                  ("unexpected", "say", {"as_": "ben", "in_": "kitchen", "volume": 3}),
                                  ("no person", "say", {"as_": "zed", "in_": "kitchen", "text": "a"}),
                                  ("no room", "say", {"as_": "ben", "in_": "attic", "text": "a"}),
                                  ("no permission", "role", {"name": "x", "permissions": ["FLY"]})]:
            await self.refused(words, do, **fields)


class Waiting(Case):
    async def test_a_wait_ends_when_the_look_shows_it(self):
        look = {"do": "messages", "in": "kitchen", "by": "bot", "contains": "there"}
        waiting = asyncio.create_task(self.do("wait", look=look))
        await self.says("not yet")
        await self.says("there")
        self.assertEqual([one["content"] for one in await waiting], ["there"])

    async def test_a_wait_for_what_does_not_come_is_an_error(self):
        await self.refused("waited 0.05 s", "wait", look={"do": "commands"}, seconds=0.05)
        await self.refused("no look", "wait", look={"do": "say", "as": "ben", "in": "kitchen", "text": "a"})

    async def test_a_wait_until_nothing_is_left(self):
        said = await self.says()
        waiting = asyncio.create_task(self.do("wait", look={"do": "messages", "in": "kitchen"}, gone=True))
        await self.do("remove", message=said["id"])
        self.assertEqual(await waiting, [])

    async def test_many_deeds_go_in_one_request(self):
        deeds = [{"do": "say", "as": "ben", "in": "kitchen", "text": f"{number}"} for number in range(3)]
        async with self.plain.post(f"http://{self.host.address('control')}", json=[*deeds, {"do": "no"}]) as reply:
            answers = await reply.json()
        self.assertEqual([sorted(one) for one in answers], [["ok"], ["ok"], ["ok"], ["error"]])

    async def test_a_stored_flood_is_in_the_history(self):
        load = await self.do("flood", in_=["kitchen"], count=500, authors=["ben", "chloe"], edits=10)
        done = await self.do("wait", look={"do": "loads", "load": load})
        while not done[0]["done"]:
            done = await self.do("loads", load=load)
        self.assertEqual((done[0]["sent"], done[0]["edited"], done[0]["fault"]), (500, 50, None))
        self.assertEqual(len(await self.do("messages", in_="kitchen", by="ben")), 250)
