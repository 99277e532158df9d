"""Threads: begun, asleep, locked, private, listed; and forums."""

from .client import Case


class Threads(Case):
    async def begun(self, **more):
        said = await self.says("Prompt")
        path = f"/channels/{self.kitchen}/messages/{said['id']}/threads"
        thread = await self.ok("POST", path, {"name": "Answers"} | more)
        return said, thread

    async def test_a_thread_has_the_id_of_its_message(self):
        gateway = await self.gateway()
        said, thread = await self.begun(auto_archive_duration=60)
        self.assertEqual((thread["id"], thread["type"], thread["parent_id"]), (said["id"], 11, self.kitchen))
        self.assertTrue((await gateway.event("THREAD_CREATE"))["newly_created"])
        read = await self.ok("GET", f"/channels/{self.kitchen}/messages/{said['id']}")
        self.assertEqual((read["flags"] & 32, read["thread"]["name"]), (32, "Answers"))
        inside = await self.ok("GET", f"/channels/{thread['id']}/messages")
        self.assertEqual([(one["type"], one["referenced_message"]["content"]) for one in inside], [(21, "Prompt")])

    async def test_a_second_one_is_refused(self):
        said, _ = await self.begun()
        path = f"/channels/{self.kitchen}/messages/{said['id']}/threads"
        await self.fails(400, 160004, "POST", path, {"name": "More"})
        await self.fails(404, 10008, "POST", f"/channels/{self.kitchen}/messages/1/threads", {"name": "More"})

    async def test_names_and_durations_have_their_measure(self):
        said = await self.says()
        path = f"/channels/{self.kitchen}/messages/{said['id']}/threads"
        for body in ({}, {"name": ""}, {"name": "x" * 101}, {"name": "a", "auto_archive_duration": 61}):
            await self.fails(400, 50035, "POST", path, body)

    async def test_permission_is_asked(self):
        said = await self.says()
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["CREATE_PUBLIC_THREADS"])
        await self.fails(403, 50013, "POST", f"/channels/{self.kitchen}/messages/{said['id']}/threads", {"name": "a"})

    async def test_writing_there_takes_a_permission_of_its_own(self):
        _, thread = await self.begun()
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["SEND_MESSAGES"])
        await self.says("still", thread["id"])
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["SEND_MESSAGES_IN_THREADS"])
        await self.fails(403, 50013, "POST", f"/channels/{thread['id']}/messages", {"content": "a"})

    async def test_it_sleeps_by_itself_and_wakes_when_somebody_speaks(self):
        said, thread = await self.begun(auto_archive_duration=60)
        await self.says("a", thread["id"])
        gateway = await self.gateway()
        await self.do("time", advance=3601)
        self.assertTrue((await gateway.event("THREAD_UPDATE"))["thread_metadata"]["archived"])
        active = await self.ok("GET", f"/guilds/{self.commons}/threads/active")
        asleep = await self.ok("GET", f"/channels/{self.kitchen}/threads/archived/public")
        self.assertEqual((active["threads"], [one["id"] for one in asleep["threads"]]), ([], [thread["id"]]))
        await self.do("say", as_="ben", in_=thread["id"], text="b")
        self.assertFalse((await gateway.event("THREAD_UPDATE"))["thread_metadata"]["archived"])

    async def test_nothing_but_deletion_happens_in_a_sleeping_one(self):
        _, thread = await self.begun()
        mine = await self.says("a", thread["id"])
        await self.do("archive", thread=thread["id"])
        path = f"/channels/{thread['id']}/messages/{mine['id']}"
        await self.fails(400, 50083, "PATCH", path, {"content": "b"})
        await self.fails(400, 50083, "PUT", f"{path}/reactions/%E2%9C%85/@me")
        await self.fails(400, 50083, "PUT", f"/channels/{thread['id']}/thread-members/@me")
        await self.fails(400, 50083, "PATCH", f"/channels/{thread['id']}", {"name": "other"})
        await self.ok("DELETE", path)
        await self.ok("PATCH", f"/channels/{thread['id']}", {"archived": False})
        await self.says("c", thread["id"])

    async def test_a_locked_one_takes_a_moderator(self):
        _, thread = await self.begun()
        await self.do("archive", thread=thread["id"], locked=True)
        await self.fails(403, 50083, "POST", f"/channels/{thread['id']}/messages", {"content": "a"})
        await self.fails(403, 50013, "PATCH", f"/channels/{thread['id']}", {"archived": False})
        await self.refused("locked", "say", as_="ben", in_=thread["id"], text="a")
        await self.do("role", name="keepers", permissions=["MANAGE_THREADS"])
        await self.do("grant", who="bot", role="keepers")
        await self.says("a", thread["id"])
        await self.do("revoke", who="bot", role="keepers")
        await self.fails(403, 160005, "POST", f"/channels/{thread['id']}/messages", {"content": "a"})

    async def test_private_ones_are_for_their_members(self):
        await self.do("thread", as_="ben", in_="kitchen", name="whispers", private=True)
        room = (await self.do("world"))["channels"]["whispers"]
        await self.fails(403, 50001, "GET", f"/channels/{room}")
        mine = await self.ok("POST", f"/channels/{self.kitchen}/threads", {"name": "mine"})
        self.assertEqual((mine["type"], mine["thread_metadata"]["invitable"]), (12, True))
        await self.refused("VIEW_CHANNEL", "say", as_="ben", in_="mine", text="a")
        await self.ok("PUT", f"/channels/{mine['id']}/thread-members/{self.facts['users']['ben']}")
        await self.do("say", as_="ben", in_="mine", text="a")

    async def test_archives_come_in_pages(self):
        for number in range(4):
            _, thread = await self.begun()
            await self.do("archive", thread=thread["id"])
            await self.do("time", advance=1)
        path = f"/channels/{self.kitchen}/threads/archived/public"
        first = await self.ok("GET", path, query={"limit": 3})
        self.assertEqual((len(first["threads"]), first["has_more"]), (3, True))
        before = first["threads"][-1]["thread_metadata"]["archive_timestamp"]
        second = await self.ok("GET", path, query={"limit": 3, "before": before})
        self.assertEqual((len(second["threads"]), second["has_more"]), (1, False))
        await self.fails(400, 50035, "GET", path, query={"limit": 1})
        await self.fails(403, 50013, "GET", f"/channels/{self.kitchen}/threads/archived/private")

    async def test_a_deleted_one_is_gone_and_its_message_stays(self):
        said, thread = await self.begun()
        gateway = await self.gateway()
        await self.do("remove", channel=thread["id"])
        self.assertEqual((await gateway.event("THREAD_DELETE"))["parent_id"], self.kitchen)
        await self.fails(404, 10003, "GET", f"/channels/{thread['id']}/messages")
        self.assertNotIn("thread", await self.ok("GET", f"/channels/{self.kitchen}/messages/{said['id']}"))

    async def test_what_is_said_in_a_forum_is_a_post(self):
        forum = await self.do("channel", name="garden", type="forum", tags=["seeds"])
        await self.fails(400, 40058, "POST", f"/channels/{forum}/messages", {"content": "a"})
        await self.fails(400, 50035, "POST", f"/channels/{forum}/threads", {"name": "a"})
        post = await self.ok("POST", f"/channels/{forum}/threads", {"name": "a", "message": {"content": "first"}})
        self.assertEqual((post["message"]["id"], post["applied_tags"]), (post["id"], []))


class Gaining(Case):
    async def test_a_channel_that_comes_into_view_brings_its_threads(self):
        thread = await self.do("thread", as_="ben", in_="kitchen", name="talk")
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["VIEW_CHANNEL"])
        gateway = await self.gateway()
        await self.do("permit", in_="kitchen", for_="@everyone")
        self.assertEqual([one["id"] for one in (await gateway.event("THREAD_LIST_SYNC"))["threads"]], [thread])
