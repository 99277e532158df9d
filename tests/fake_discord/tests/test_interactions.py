"""Interactions: three seconds, fifteen minutes, and what may answer what."""

import asyncio

from .client import INTENTS, Case

BUTTONS = [{"type": 1, "components": [
    {"type": 2, "style": 1, "label": "Answer", "custom_id": "answer:1"},
    {"type": 2, "style": 2, "label": "Pass", "custom_id": "pass:1", "disabled": True},
    {"type": 2, "style": 5, "label": "Site", "url": "https://example.org"}]}]
FORM = {"custom_id": "form:1", "title": "Your answer", "components": [
    {"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "words", "style": 2, "max_length": 10}},
    {"type": 18, "label": "Mood", "component": {"type": 4, "custom_id": "mood", "style": 1, "required": False}}]}
COMMAND = {"name": "ritual", "description": "Rituals", "options": [{
    "type": 1, "name": "start", "description": "Start one", "options": [
        {"type": 3, "name": "name", "description": "Which", "required": True, "autocomplete": True},
        {"type": 4, "name": "days", "description": "How long", "min_value": 1, "max_value": 7},
        {"type": 3, "name": "kind", "description": "Which kind", "choices": [{"name": "Quiet", "value": "q"}]},
        {"type": 6, "name": "who", "description": "Whom"}]}]}


class Interacting(Case):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.bot_side = await self.gateway()
        self.prompt = (await self.says("How are you?", components=BUTTONS))["id"]

    async def pressed(self, who="ben"):
        """Somebody presses; the interaction as the bot gets it."""
        await self.do("press", as_=who, message=self.prompt, button="Answer", wait=False)
        return await self.bot_side.event("INTERACTION_CREATE")

    def callback(self, one):
        return f"/interactions/{one['id']}/{one['token']}/callback"

    def hook(self, one, rest=""):
        return f"/webhooks/{self.application}/{one['token']}{rest}"

    async def answer(self, one, kind, data=None, **more):
        body = {"type": kind} | ({"data": data} if data is not None else {})
        return await self.ok("POST", self.callback(one), body, token=False, **more)

    async def refuses(self, status, code, one, kind, data=None):
        body = {"type": kind} | ({"data": data} if data is not None else {})
        return await self.fails(status, code, "POST", self.callback(one), body, token=False)


class Pressing(Interacting):
    async def test_the_press_says_who_where_and_what(self):
        one = await self.pressed()
        self.assertEqual((one["type"], one["data"]["custom_id"], one["message"]["id"]), (3, "answer:1", self.prompt))
        self.assertEqual((one["member"]["user"]["username"], one["channel"]["name"]), ("ben", "kitchen"))
        self.assertEqual((one["guild_id"], one["context"], one["locale"]), (self.commons, 0, "en-US"))

    async def test_only_what_is_there_and_enabled_can_be_pressed(self):
        for button in ("Pass", "Nothing", "Site"):
            self.assertIn("error", await self.tries("press", as_="ben", message=self.prompt, button=button))

    async def test_after_three_seconds_it_is_unknown(self):
        one = await self.pressed()
        await self.do("time", advance=3.1)
        await self.refuses(404, 10062, one, 4, {"content": "late"})
        self.assertEqual(await self.rules(), ["late-answer"])
        found = [(each["state"], each["response"]) for each in await self.do("interactions")]
        self.assertEqual(found, [("failed", None)])

    async def test_a_press_waits_for_the_answer(self):
        waiting = asyncio.create_task(self.do("press", as_="ben", message=self.prompt, button="answer:1"))
        one = await self.bot_side.event("INTERACTION_CREATE")
        await self.answer(one, 4, {"content": "Thank you", "flags": 64})
        done = await waiting
        self.assertEqual((done["state"], done["response"]), ("answered", "message"))
        self.assertEqual((done["text"], done["ephemeral"]), ("Thank you", True))

    async def test_a_second_answer_is_refused(self):
        one = await self.pressed()
        await self.answer(one, 6)
        await self.refuses(400, 40060, one, 4, {"content": "again"})

    async def test_the_token_lives_fifteen_minutes(self):
        one = await self.pressed()
        await self.fails(404, 10015, "POST", self.hook(one), {"content": "too early"}, token=False)
        await self.answer(one, 6)
        await self.do("time", advance=899)
        await self.ok("POST", self.hook(one), {"content": "in time"}, token=False)
        await self.do("time", advance=2)
        await self.fails(401, 50027, "POST", self.hook(one), {"content": "late"}, token=False)
        await self.fails(404, 10015, "POST", f"/webhooks/{self.application}/nonsense", {"content": "a"}, token=False)

    async def test_an_update_changes_the_message(self):
        one = await self.pressed()
        await self.answer(one, 7, {"content": "Closed", "components": []})
        read = await self.ok("GET", f"/channels/{self.kitchen}/messages/{self.prompt}")
        self.assertEqual((read["content"], read["components"]), ("Closed", []))
        self.assertEqual((await self.ok("GET", self.hook(one, "/messages/@original"), token=False))["id"], self.prompt)

    async def test_shapes_are_held(self):
        one = await self.pressed()
        for kind, data in [(8, {"choices": []}), (1, None), (4, None), (4, {"content": "x" * 2001}),
                           (9, FORM | {"title": "x" * 46}), (9, FORM | {"components": []}),
                           (9, FORM | {"components": FORM["components"] * 2}), (5, {"flags": 32768})]:
            await self.refuses(400, 50035, one, kind, data)
        await self.refuses(400, 50006, one, 4, {"content": ""})
        await self.answer(one, 6)


class Answering(Interacting):
    async def test_an_ephemeral_message_is_for_one_alone(self):
        one = await self.pressed()
        got = await self.answer(one, 4, {"content": "psst", "flags": 64}, query={"with_response": "true"})
        self.assertEqual(got["resource"]["message"]["content"], "psst")
        self.assertTrue(got["interaction"]["response_message_ephemeral"])
        message = got["resource"]["message"]["id"]
        event = await self.bot_side.event("MESSAGE_CREATE", id=message)
        self.assertNotIn("guild_id", event)
        history = await self.ok("GET", f"/channels/{self.kitchen}/messages")
        self.assertEqual([each["id"] for each in history], [self.prompt])
        await self.fails(404, 10008, "GET", f"/channels/{self.kitchen}/messages/{message}")
        for who, seen in {"ben": ["How are you?", "psst"], "ana": ["How are you?"]}.items():
            found = await self.do("messages", in_="kitchen", as_=who, by="bot")
            self.assertEqual([each["content"] for each in found], seen)
        await self.ok("PATCH", self.hook(one, "/messages/@original"), {"content": "edited"}, token=False)
        await self.ok("DELETE", self.hook(one, "/messages/@original"), token=False)
        self.assertEqual(len(await self.do("messages", in_="kitchen", as_="ben")), 1)

    async def test_a_deferral_keeps_its_flag(self):
        for edit in (False, True):
            one = await self.pressed()
            await self.answer(one, 5, {"flags": 64})
            loading = await self.ok("GET", self.hook(one, "/messages/@original"), token=False)
            self.assertEqual(loading["flags"], 64 | 128)
            if edit:
                done = await self.ok("PATCH", self.hook(one, "/messages/@original"), {"content": "done"}, token=False)
            else:
                done = await self.ok("POST", self.hook(one), {"content": "done"}, token=False)
            self.assertEqual((done["id"], done["flags"], done["content"]), (loading["id"], 64, "done"))
            second = await self.ok("POST", self.hook(one), {"content": "for all"}, token=False)
            self.assertEqual((second["flags"], second["message_reference"]["message_id"]), (0, done["id"]))

    async def test_after_a_deferral_was_deleted_a_follow_up_stands_alone(self):
        one = await self.pressed()
        await self.answer(one, 5)
        await self.ok("DELETE", self.hook(one, "/messages/@original"), token=False)
        await self.fails(404, 10008, "PATCH", self.hook(one, "/messages/@original"), {"content": "a"}, token=False)
        self.assertEqual((await self.ok("POST", self.hook(one), {"content": "b"}, token=False))["content"], "b")

    async def test_in_a_thread_that_is_locked_meanwhile_there_is_no_answer(self):
        thread = await self.do("thread", as_="ben", in_="kitchen", name="talk")
        said = await self.says("Ready?", thread, components=BUTTONS)
        await self.do("press", as_="ben", message=said["id"], button="Answer", wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        await self.do("archive", thread=thread, locked=True)
        await self.refuses(403, 50083, one, 4, {"content": "late"})

    async def test_in_a_room_that_is_gone_there_is_no_answer(self):
        one = await self.pressed()
        await self.do("remove", channel="kitchen")
        await self.refuses(404, 10003, one, 4, {"content": "late"})
        await self.refuses(404, 10008, one, 7, {"content": "late"})
        await self.fails(404, 10015, "POST", self.hook(one), {"content": "a"}, token=False)

    async def test_answers_ring_only_people_by_default(self):
        one = await self.pressed()
        text = f"@everyone <@{self.facts['users']['chloe']}>"
        await self.answer(one, 4, {"content": text})
        self.assertEqual([ping["who"] for ping in await self.do("pings")], ["chloe"])

    async def test_answering_takes_no_permission_to_send(self):
        await self.do("permit", in_="kitchen", for_="bot", deny=["SEND_MESSAGES"])
        await self.answer(await self.pressed(), 4, {"content": "still"})


class Forms(Interacting):
    async def test_a_form_is_filled_in_and_sent(self):
        await self.answer(await self.pressed(), 9, FORM)
        self.assertEqual([one["title"] for one in await self.do("modals", as_="ben")], ["Your answer"])
        await self.refused("has to be filled in", "submit", as_="ben", fields={"mood": "3"})
        await self.refused("characters", "submit", as_="ben", fields={"words": "x" * 11})
        await self.refused("no field", "submit", as_="ben", fields={"words": "x", "other": "y"})
        await self.do("submit", as_="ben", fields={"words": "well"}, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE", type=5)
        values = {each["component"]["custom_id"]: each["component"]["value"] for each in one["data"]["components"]}
        self.assertEqual((one["data"]["custom_id"], one["message"]["id"]), ("form:1", self.prompt))
        self.assertEqual(values, {"words": "well", "mood": ""})
        await self.refuses(400, 50035, one, 9, FORM)
        await self.answer(one, 7, {"content": "Answered"})
        self.assertEqual(await self.do("modals", as_="ben"), [])

    async def test_it_cannot_follow_a_deferral(self):
        one = await self.pressed()
        await self.answer(one, 5)
        await self.refuses(400, 40060, one, 9, FORM)

    async def test_rows_of_old_are_taken_and_noted(self):
        one = await self.pressed()
        row = {"type": 1, "components": [{"type": 4, "custom_id": "w", "style": 1, "label": "Words"}]}
        await self.answer(one, 9, FORM | {"components": [row]})
        self.assertEqual([each["what"] for each in await self.do("noted")], ["text input in an action row of a modal"])
        await self.do("submit", as_="ben", fields={"w": "x"}, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE", type=5)
        self.assertEqual(one["data"]["components"][0]["components"][0]["value"], "x")


class Commands(Interacting):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        await self.ok("PUT", f"/applications/{self.application}/commands", [COMMAND, {"name": "Keep this", "type": 3}])

    async def test_a_command_comes_with_its_options(self):
        options = {"name": "check-in", "days": 3, "kind": "Quiet", "who": "chloe"}
        await self.do("slash", as_="ben", in_="kitchen", command="ritual start", options=options, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        inner = one["data"]["options"][0]
        self.assertEqual((one["data"]["name"], inner["name"], inner["type"]), ("ritual", "start", 1))
        self.assertEqual({each["name"]: each["value"] for each in inner["options"]},
                         {"name": "check-in", "days": 3, "kind": "q", "who": self.facts["users"]["chloe"]})
        self.assertIn(self.facts["users"]["chloe"], one["data"]["resolved"]["users"])
        await self.answer(one, 4, {"content": "Started"})
        said = (await self.do("messages", in_="kitchen", contains="Started"))[0]
        self.assertEqual((said["type"], said["interaction_metadata"]["user"]["username"]), (20, "ben"))

    async def test_the_client_refuses_what_does_not_fit(self):
        for words, options in [("needs name", {}), ("no option", {"name": "a", "other": 1}),
                               ("takes 1 to 7", {"name": "a", "days": 8}), ("doesn't take", {"name": "a", "days": "3"}),
                               ("one of", {"name": "a", "kind": "loud"})]:
            await self.refused(words, "slash", as_="ben", in_="kitchen", command="ritual start", options=options)
        await self.refused("needs one of", "slash", as_="ben", in_="kitchen", command="ritual")
        await self.refused("no command", "slash", as_="ben", in_="kitchen", command="other")
        await self.do("permit", in_="kitchen", for_="ben", deny=["USE_APPLICATION_COMMANDS"])
        await self.refused("can't use commands", "slash", as_="ben", in_="kitchen", command="ritual start")

    async def test_options_complete_themselves(self):
        waiting = asyncio.create_task(self.do(
            "complete", as_="ben", in_="kitchen", command="ritual start", focused="name", options={"name": "ch"}))
        one = await self.bot_side.event("INTERACTION_CREATE")
        focused = one["data"]["options"][0]["options"][0]
        self.assertEqual((one["type"], focused["value"], focused["focused"]), (4, "ch", True))
        await self.refuses(400, 50035, one, 4, {"content": "no"})
        await self.refuses(400, 50035, one, 8, {"choices": [{"name": "a", "value": "a"}] * 26})
        await self.refuses(400, 50035, one, 8, {"choices": [{"name": "a", "value": ["a"]}]})
        await self.answer(one, 8, {"choices": [{"name": "Check-in", "value": "check-in"}]})
        self.assertEqual((await waiting)["choices"], [{"name": "Check-in", "value": "check-in"}])
        await self.refused("completes no", "complete", as_="ben", in_="kitchen", command="ritual start", focused="kind")

    async def test_a_message_menu_shows_the_message_whatever_the_intents(self):
        await self.do("portal", message_content=False)
        said = await self.do("say", as_="ben", in_="kitchen", text="keep me")
        await self.do("menu", as_="ana", command="Keep this", message=said, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        self.assertEqual(one["data"]["resolved"]["messages"][said]["content"], "keep me")

    async def test_commands_work_in_direct_messages(self):
        await self.do("slash", as_="ben", in_="@bot", command="ritual start", options={"name": "a"}, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        self.assertEqual((one["user"]["username"], one["context"], "guild_id" in one), ("ben", 1, False))


    async def test_answers_point_to_what_they_answer(self):
        said = await self.do("say", as_="ben", in_="kitchen", text="keep me")
        await self.do("menu", as_="ana", command="Keep this", message=said, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        kept = await self.answer(one, 4, {"content": "Kept"}, query={"with_response": "true"})
        message = kept["resource"]["message"]
        self.assertEqual((message["type"], message["referenced_message"]["id"]), (23, said))
        await self.do("slash", as_="ben", in_="kitchen", command="ritual start", options={"name": "a"}, wait=False)
        first = await self.bot_side.event("INTERACTION_CREATE", type=2)
        await self.answer(first, 9, FORM)
        await self.do("submit", as_="ben", fields={"words": "x"}, wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE", type=5)
        await self.refuses(400, 50035, one, 7, {"content": "no message to change"})
        await self.answer(one, 4, {"content": "Heard"})
        done = await self.ok("POST", self.hook(one), {"content": "And more"}, token=False)
        opened = done["interaction_metadata"]["triggering_interaction_metadata"]
        self.assertEqual((opened["id"], opened["user"]["username"]), (first["id"], "ben"))

    async def test_what_an_administrator_hides_is_hidden(self):
        hidden = COMMAND | {"default_member_permissions": "32"}
        await self.ok("PUT", f"/applications/{self.application}/commands", [hidden])
        await self.refused("hidden", "slash", as_="ben", in_="kitchen", command="ritual start", options={"name": "a"})
        await self.do("slash", as_="ana", in_="kitchen", command="ritual start", options={"name": "a"}, wait=False)


class Menus(Interacting):
    async def test_menus_take_what_they_offer(self):
        options = [{"label": str(number), "value": str(number)} for number in range(3)]
        rows = [{"type": 1, "components": [{"type": 3, "custom_id": "mood", "options": options, "max_values": 2}]},
                {"type": 1, "components": [{"type": 5, "custom_id": "who"}]}]
        said = (await self.says("Choose", components=rows))["id"]
        await self.refused("no option", "select", as_="ben", message=said, menu="mood", values=["9"])
        await self.refused("1 to 2 values", "select", as_="ben", message=said, menu="mood", values=["0", "1", "2"])
        await self.do("select", as_="ben", message=said, menu="mood", values=["1", "2"], wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        self.assertEqual((one["data"]["component_type"], one["data"]["values"]), (3, ["1", "2"]))
        await self.do("select", as_="ben", message=said, menu="who", values=["chloe"], wait=False)
        one = await self.bot_side.event("INTERACTION_CREATE")
        self.assertEqual(list(one["data"]["resolved"]["users"]), one["data"]["values"])


class Unheard(Case):
    async def test_without_the_bot_a_press_fails_after_three_seconds(self):
        said = await self.says("a", components=BUTTONS)
        waiting = asyncio.create_task(self.do("press", as_="ben", message=said["id"], button="Answer"))
        await self.do("wait", look={"do": "interactions", "state": "waiting"})
        await self.do("time", advance=4)
        self.assertEqual((await waiting)["state"], "failed")

    async def test_interactions_need_no_intent(self):
        said = await self.says("a", components=BUTTONS)
        gateway = await self.gateway(INTENTS & 0)
        await self.do("press", as_="ben", message=said["id"], button="Answer", wait=False)
        await gateway.event("INTERACTION_CREATE")


class Components(Case):
    async def refuses(self, *components):
        path = f"/channels/{self.kitchen}/messages"
        wrong = await self.fails(400, 50035, "POST", path, {"components": list(components)})
        return str(wrong["errors"])

    async def test_rows_hold_five_buttons_or_one_menu(self):
        button = {"type": 2, "style": 1, "label": "a"}
        many = [button | {"custom_id": str(number)} for number in range(6)]
        self.assertIn("BASE_TYPE_BAD_LENGTH", await self.refuses({"type": 1, "components": many}))
        self.assertIn("DUPLICATED", await self.refuses({"type": 1, "components": [many[0], many[0]]}))
        self.assertIn("BASE_TYPE_MAX_LENGTH", await self.refuses(*[{"type": 1, "components": [one]} for one in many]))
        self.assertIn("custom_id", await self.refuses({"type": 1, "components": [button]}))
        self.assertIn("label", await self.refuses({"type": 1, "components": [many[0] | {"label": "x" * 81}]}))
        long = button | {"custom_id": "x" * 101}
        self.assertIn("BASE_TYPE_BAD_LENGTH", await self.refuses({"type": 1, "components": [long]}))
        menu = {"type": 3, "custom_id": "m", "options": [{"label": "a", "value": "a"}]}
        self.assertIn("WIDTH", await self.refuses({"type": 1, "components": [many[0], menu]}))
        self.assertIn("BASE_TYPE_CHOICES", await self.refuses({"type": 10, "content": "text"}))

    async def test_version_two_is_made_of_components_alone(self):
        button = {"type": 2, "style": 1, "label": "b", "custom_id": "b"}
        section = {"type": 9, "components": [{"type": 10, "content": "c"}], "accessory": button | {"custom_id": "d"}}
        body = {"flags": 32768, "components": [
            {"type": 10, "content": "a"}, {"type": 1, "components": [button]},
            {"type": 17, "components": [section, {"type": 14}]}]}
        said = await self.ok("POST", f"/channels/{self.kitchen}/messages", body)
        self.assertEqual([one["id"] for one in said["components"]], [1, 2, 4])
        self.assertEqual(len(await self.do("messages", contains="c", by="bot")), 1)
        await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body | {"content": "c"})
        path = f"/channels/{self.kitchen}/messages/{said['id']}"
        await self.fails(400, 50035, "PATCH", path, {"content": "c"})
        await self.ok("PATCH", path, {"components": [{"type": 10, "content": "e"}]})
        old = f"/channels/{self.kitchen}/messages/{(await self.says('old'))['id']}"
        new = {"flags": 32768, "components": [{"type": 10, "content": "new"}]}
        await self.fails(400, 50035, "PATCH", old, new)
        self.assertEqual((await self.ok("PATCH", old, new | {"content": None}))["flags"], 32768)
        texts = [{"type": 10, "content": "x" * 3000}] * 2
        body = {"flags": 32768, "components": texts}
        await self.fails(400, 50035, "POST", f"/channels/{self.kitchen}/messages", body)
