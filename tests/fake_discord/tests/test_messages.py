"""Messages: what may be said, who reads it, whom it rings."""

from .client import INTENTS, Case


class Saying(Case):
    async def test_length_counts_code_points_after_trimming(self):
        said = await self.says("  " + "\U0001f600" * 2000 + "\n")
        self.assertEqual(said["content"], "\U0001f600" * 2000)
        wrong = await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", {"content": "x" * 2001})
        self.assertEqual(wrong["errors"], {"content": {"_errors": [
            {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]}})
        self.assertEqual(await self.rules(), ["bad-request"])

    async def test_control_characters_are_stripped(self):
        self.assertEqual((await self.says("a\x00b\r\nc\x1b[0m\td"))["content"], "ab\nc[0m\td")

    async def test_an_empty_message_is_refused(self):
        for body in ({}, {"content": " \n"}, {"content": None, "embeds": []}):
            await self.fails(400, 50006, "POST", f"/channels/{self.kitchen}/messages", body)

    async def test_wrong_types_are_told_by_place(self):
        body = {"content": ["a"], "tts": "yes", "embeds": [{"title": "x" * 257, "color": -1}]}
        wrong = await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body)
        found = {place for place in wrong["errors"]}, set(wrong["errors"]["embeds"]["0"])
        self.assertEqual(found, ({"content", "tts", "embeds"}, {"title", "color"}))

    async def test_no_json_is_told_so(self):
        await self.fails(400, 50109, "POST", f"/channels/{self.kitchen}/messages", raw="{")

    async def test_what_is_left_out_is_refused_and_not_swallowed(self):
        for more in ({"poll": {"question": {"text": "?"}}}, {"sticker_ids": ["1"]}, {"flags": 1 << 13}):
            await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", {"content": "a"} | more)

    async def test_unknown_keys_are_ignored_and_noted(self):
        await self.says("Hello", colour="red")
        self.assertEqual([one["what"] for one in await self.do("noted")], ["key colour"])

    async def test_flags_that_cannot_be_set_are_ignored_and_noted(self):
        self.assertEqual((await self.says("a", flags=64 | 4))["flags"], 4)
        self.assertEqual([one["what"] for one in await self.do("noted")], ["key flags.64"])

    async def test_embeds_hold_six_thousand_characters_in_all(self):
        body = {"embeds": [{"description": "x" * 4000}, {"description": "y" * 2001}]}
        wrong = await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body)
        self.assertEqual(wrong["errors"]["embeds"]["_errors"][0]["code"], "MAX_EMBED_SIZE_EXCEEDED")
        said = await self.ok("POST", f"/channels/{self.kitchen}/messages", {"embeds": [{"title": " a "}]})
        self.assertEqual((said["embeds"][0]["title"], said["embeds"][0]["type"]), ("a", "rich"))

    async def test_a_reply_points_to_what_stands_there(self):
        first = await self.do("say", as_="ben", in_="kitchen", text="Question")
        said = await self.says("Answer", message_reference={"message_id": first})
        self.assertEqual((said["type"], said["referenced_message"]["content"]), (19, "Question"))
        await self.do("remove", message=first)
        read = await self.ok("GET", f"/channels/{self.kitchen}/messages/{said['id']}")
        self.assertIsNone(read["referenced_message"])
        body = {"content": "Late", "message_reference": {"message_id": first}}
        await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body)
        body["message_reference"]["fail_if_not_exists"] = False
        self.assertEqual((await self.ok("POST", f"/channels/{self.kitchen}/messages", body))["type"], 0)

    async def test_files_are_kept_and_can_be_fetched(self):
        said = await self.ok("POST", f"/channels/{self.kitchen}/messages", {
            "attachments": [{"id": 0, "description": "notes"}]}, files=[("a.txt", "inside")])
        file = said["attachments"][0]
        self.assertEqual((file["filename"], file["size"], file["description"]), ("a.txt", 6, "notes"))
        async with self.web.get(file["url"]) as reply:
            self.assertEqual(await reply.text(), "inside")
        kept = await self.ok("PATCH", f"/channels/{self.kitchen}/messages/{said['id']}", {
            "content": "now words", "attachments": []})
        self.assertEqual(kept["attachments"], [])


class Nonces(Case):
    async def test_an_enforced_nonce_gives_the_earlier_message(self):
        first = await self.says("once", nonce="key", enforce_nonce=True)
        again = await self.says("twice", nonce="key", enforce_nonce=True)
        self.assertEqual((again["id"], again["content"], again["nonce"]), (first["id"], "once", "key"))
        self.assertEqual(len(await self.do("messages", in_="kitchen")), 1)

    async def test_it_is_forgotten_after_a_few_minutes_and_elsewhere(self):
        first = await self.says("once", nonce="key", enforce_nonce=True)
        other = await self.says("once", self.facts["channels"]["workshop"], nonce="key", enforce_nonce=True)
        await self.do("time", advance=181)
        later = await self.says("once", nonce="key", enforce_nonce=True)
        self.assertEqual(len({first["id"], other["id"], later["id"]}), 3)

    async def test_without_enforcing_it_doubles(self):
        first = await self.says("a", nonce="key")
        self.assertNotEqual(first["id"], (await self.says("a", nonce="key"))["id"])

    async def test_a_deleted_message_is_not_made_again(self):
        said = await self.says("once", nonce="key", enforce_nonce=True)
        await self.do("remove", message=said["id"])
        await self.fails(404, 10008, "POST", f"/channels/{self.kitchen}/messages",
                         {"content": "once", "nonce": "key", "enforce_nonce": True})

    async def test_it_is_in_the_answer_and_the_event_and_nowhere_else(self):
        gateway = await self.gateway()
        said = await self.says("a", nonce=17)
        event = await gateway.event("MESSAGE_CREATE", id=said["id"])
        read = await self.ok("GET", f"/channels/{self.kitchen}/messages/{said['id']}")
        listed = await self.ok("GET", f"/channels/{self.kitchen}/messages")
        self.assertEqual((said["nonce"], event["nonce"]), (17, 17))
        self.assertNotIn("nonce", read | listed[0])

    async def test_it_has_twenty_five_characters(self):
        await self.says("a", nonce="n" * 25)
        await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", {"content": "a", "nonce": "n" * 26})


class History(Case):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.said = [await self.do("say", as_="ben", in_="kitchen", text=f"{number}") for number in range(7)]

    async def page(self, **query):
        got = await self.ok("GET", f"/channels/{self.kitchen}/messages", query=query)
        return [one["content"] for one in got]

    async def test_pages_run_from_newest_to_oldest(self):
        self.assertEqual(await self.page(limit=3), ["6", "5", "4"])
        self.assertEqual(await self.page(limit=2, after=self.said[1]), ["3", "2"])
        self.assertEqual(await self.page(limit=2, before=self.said[2]), ["1", "0"])
        self.assertEqual(await self.page(limit=3, around=self.said[3]), ["4", "3", "2"])
        self.assertEqual(await self.page(after="0", limit=2), ["1", "0"])

    async def test_the_limit_is_one_to_a_hundred(self):
        for limit in (0, 101, "many"):
            await self.fails(400, 50035, "GET", f"/channels/{self.kitchen}/messages", query={"limit": limit})
        query = {"before": self.said[0], "after": self.said[0]}
        await self.fails(400, 50035, "GET", f"/channels/{self.kitchen}/messages", query=query)

    async def test_without_the_permission_it_is_empty_and_no_error(self):
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["READ_MESSAGE_HISTORY"])
        self.assertEqual(await self.page(), [])
        await self.fails(403, 50013, "GET", f"/channels/{self.kitchen}/messages/{self.said[0]}")

    async def test_without_sight_it_is_no_access(self):
        await self.do("permit", in_="kitchen", for_="bot", deny=["VIEW_CHANNEL"])
        await self.fails(403, 50001, "GET", f"/channels/{self.kitchen}/messages")

    async def test_what_is_gone_is_gone(self):
        await self.do("delete", as_="ben", message=self.said[3])
        self.assertEqual(await self.page(), ["6", "5", "4", "2", "1", "0"])
        await self.fails(404, 10008, "GET", f"/channels/{self.kitchen}/messages/{self.said[3]}")


class Content(Case):
    """The Message Content intent: by the portal for REST, by IDENTIFY for the gateway."""

    async def test_without_the_portal_rest_shows_nothing_of_what_people_wrote(self):
        plain = await self.do("say", as_="ben", in_="kitchen", text="secret", attachments=[{"name": "a", "text": "b"}])
        named = await self.do("say", as_="ben", in_="kitchen", text=f"<@{self.bot}> hi")
        own = (await self.says("mine"))["id"]
        await self.do("portal", message_content=False)
        read = {one["id"]: one for one in await self.ok("GET", f"/channels/{self.kitchen}/messages")}
        self.assertEqual((read[plain]["content"], read[plain]["attachments"]), ("", []))
        self.assertEqual((read[named]["content"], read[own]["content"]), (f"<@{self.bot}> hi", "mine"))

    async def test_without_the_intent_the_gateway_shows_nothing_either(self):
        gateway = await self.gateway(INTENTS & ~(1 << 15))
        await self.do("say", as_="ben", in_="kitchen", text="secret")
        first = await gateway.event("MESSAGE_CREATE")
        await self.do("say", as_="ben", in_="@bot", text="for you")
        second = await gateway.event("MESSAGE_CREATE")
        self.assertEqual((first["content"], second["content"]), ("", "for you"))


class Mentions(Case):
    async def pinged(self, text, **more):
        said = await self.says(text, **more)
        return (await self.do("message", message=said["id"]))["pings"]

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.ben = self.facts["users"]["ben"]
        self.role = await self.do("role", name="cooks", mentionable=True)
        await self.do("grant", who="chloe", role="cooks")

    async def test_everything_is_parsed_unless_that_is_forbidden(self):
        text = f"@everyone <@{self.ben}> <@&{self.role}>"
        self.assertEqual(await self.pinged(text), ["ben", "chloe", "@everyone"])
        self.assertEqual(await self.pinged(text, allowed_mentions={"parse": []}), [])
        self.assertEqual(await self.pinged(text, allowed_mentions={"replied_user": False}), [])
        some = {"parse": ["roles"], "users": [self.ben]}
        self.assertEqual(await self.pinged(text, allowed_mentions=some), ["ben", "chloe"])

    async def test_everybody_takes_a_permission(self):
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["MENTION_EVERYONE"])
        self.assertEqual(await self.pinged("@everyone and @here"), [])

    async def test_parse_and_a_list_exclude_each_other(self):
        body = {"content": "a", "allowed_mentions": {"parse": ["users"], "users": [self.ben]}}
        await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body)

    async def test_a_reply_rings_its_author_unless_it_is_told_not_to(self):
        first = await self.do("say", as_="ben", in_="kitchen", text="Question")
        reference = {"message_reference": {"message_id": first}}
        self.assertEqual(await self.pinged("a", **reference), ["ben"])
        self.assertEqual(await self.pinged("a", allowed_mentions={"parse": []}, **reference), [])

    async def test_code_mentions_nobody(self):
        self.assertEqual(await self.pinged(f"`<@{self.ben}>` ```\n@everyone\n```"), [])

    async def test_an_edit_parses_anew_and_rings_nobody(self):
        said = await self.says(f"<@{self.ben}>", allowed_mentions={"parse": []})
        path = f"/channels/{self.kitchen}/messages/{said['id']}"
        changed = await self.ok("PATCH", path, {"content": f"<@{self.ben}>!"})
        self.assertEqual(([one["username"] for one in changed["mentions"]], await self.do("pings")), (["ben"], []))


class Changing(Case):
    async def test_only_ones_own_can_be_edited(self):
        other = await self.do("say", as_="ben", in_="kitchen", text="mine")
        await self.fails(403, 50005, "PATCH", f"/channels/{self.kitchen}/messages/{other}", {"content": "yours"})
        await self.fails(403, 50013, "DELETE", f"/channels/{self.kitchen}/messages/{other}")
        own = await self.says("first")
        changed = await self.ok("PATCH", f"/channels/{self.kitchen}/messages/{own['id']}", {"content": "second"})
        self.assertEqual((changed["content"], changed["edited_timestamp"] is None), ("second", False))
        await self.fails(400, 50006, "PATCH", f"/channels/{self.kitchen}/messages/{own['id']}", {"content": ""})

    async def test_old_messages_can_be_edited_so_often(self):
        await self.do("settings", old_edits=2)
        path = f"/channels/{self.kitchen}/messages/{(await self.says())['id']}"
        for number in range(4):
            await self.ok("PATCH", path, {"content": f"young {number}"})
        await self.do("time", advance=3601)
        for number in range(2):
            await self.ok("PATCH", path, {"content": f"old {number}"})
        await self.fails(429, 30046, "PATCH", path, {"content": "too often"})

    async def test_many_can_go_at_once(self):
        await self.do("role", name="keepers", permissions=["MANAGE_MESSAGES"])
        await self.do("grant", who="bot", role="keepers")
        said = [await self.do("say", as_="ben", in_="kitchen", text=f"{number}") for number in range(3)]
        path = f"/channels/{self.kitchen}/messages/bulk-delete"
        await self.fails(400, 50016, "POST", path, {"messages": said[:1]})
        await self.fails(400, 50035, "POST", path, {"messages": [said[0]] * 2})
        gateway = await self.gateway()
        await self.ok("POST", path, {"messages": said[:2]})
        self.assertEqual((await gateway.event("MESSAGE_DELETE_BULK"))["ids"], said[:2])
        await self.do("time", advance=15 * 86400)
        await self.fails(400, 50034, "POST", path, {"messages": [said[2], "1"]})

    async def test_reactions_are_of_this_world(self):
        said = await self.says()
        path = f"/channels/{self.kitchen}/messages/{said['id']}/reactions"
        await self.ok("PUT", f"{path}/%E2%9C%85/@me")
        await self.do("react", as_="ben", message=said["id"], emoji="✅")
        await self.fails(404, 10014, "PUT", f"{path}/check/@me")
        read = (await self.ok("GET", f"/channels/{self.kitchen}/messages/{said['id']}"))["reactions"][0]
        self.assertEqual((read["count"], read["me"], read["emoji"]["name"]), (2, True, "✅"))
        await self.do("permit", in_="kitchen", for_="@everyone", deny=["ADD_REACTIONS"])
        await self.fails(403, 50013, "PUT", f"{path}/%F0%9F%8E%89/@me")
        await self.ok("DELETE", f"{path}/%E2%9C%85/@me")
        self.assertEqual(await self.do("reactions", message=said["id"]), {"✅": ["ben"]})


class Direct(Case):
    async def test_who_closed_them_cant_be_reached(self):
        ben = self.facts["users"]["ben"]
        room = (await self.ok("POST", "/users/@me/channels", {"recipient_id": ben}))["id"]
        self.assertEqual((await self.ok("POST", "/users/@me/channels", {"recipient_id": ben}))["id"], room)
        await self.says("hello", room)
        await self.do("dms", as_="ben", open=False)
        await self.fails(403, 50007, "POST", f"/channels/{room}/messages", {"content": "hello?"})
        await self.do("leave", as_="ben", guild="commons")
        await self.fails(403, 50278, "POST", f"/channels/{room}/messages", {"content": "hello?"})
        await self.fails(400, 50033, "POST", "/users/@me/channels", {"recipient_id": self.bot})
