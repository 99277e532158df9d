"""Registering commands: shapes, names, limits, and what counts as a creation."""

from .client import Case


def command(name="hello", **more):
    return {"name": name, "description": "Says hello"} | more


def option(name="who", kind=3, **more):
    return {"type": kind, "name": name, "description": "Whom"} | more


class Registering(Case):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.globally = f"/applications/{self.application}/commands"
        self.here = f"/applications/{self.application}/guilds/{self.commons}/commands"

    async def test_new_ones_are_201_and_known_ones_200(self):
        status, first = await self.call("POST", self.globally, command())
        again, second = await self.call("POST", self.globally, command(description="Otherwise"))
        self.assertEqual((status, again, first["id"]), (201, 200, second["id"]))
        self.assertNotEqual(first["version"], second["version"])
        self.assertEqual([one["description"] for one in await self.ok("GET", self.globally)], ["Otherwise"])
        same = await self.ok("PATCH", f"{self.globally}/{first['id']}", {"description": "Otherwise"})
        self.assertEqual(same["version"], second["version"])
        await self.ok("DELETE", f"{self.globally}/{first['id']}")
        await self.fails(404, 10063, "GET", f"{self.globally}/{first['id']}")

    async def test_put_replaces_all_and_counts_only_new_ones(self):
        first = await self.ok("PUT", self.here, [command("one"), command("two")])
        second = await self.ok("PUT", self.here, [command("two"), command("three")])
        self.assertEqual((second[0]["id"], second[0]["version"]), (first[1]["id"], first[1]["version"]))
        self.assertEqual(len(self.host.discord.world.application.created), 3)
        self.assertEqual([one["name"] for one in await self.do("commands", guild="commons")], ["two", "three"])

    async def test_two_hundred_creations_a_day(self):
        for turn in range(2):
            await self.ok("PUT", self.here, [command(f"a{turn}-{number}") for number in range(100)])
        await self.fails(429, 30034, "PUT", self.here, [command("one-more")])
        self.assertEqual(await self.rules(), ["command-creations"])
        await self.ok("PUT", self.globally, [command("elsewhere")])
        await self.do("time", advance=86401)
        await self.ok("PUT", self.here, [command("one-more")])

    async def test_a_hundred_of_a_scope(self):
        await self.fails(400, 30032, "PUT", self.here, [command(f"a{number}") for number in range(101)])
        await self.fails(400, 30032, "PUT", self.here, [{"name": f"m{number}", "type": 2} for number in range(16)])

    async def refuses(self, place, body):
        wrong = await self.fails(400, 50035, "POST", self.globally, body)
        self.assertIn(place, str(wrong["errors"]))

    async def test_names(self):
        for name in ("Hello", "he llo", "", "x" * 33, "a/b", 7.5):
            await self.refuses("name", command(name))
        for name in ("été", "check-in", "ä_1", "नमस्ते", "สวัสดี", "会议"):
            await self.ok("POST", self.globally, command(name))
        await self.ok("POST", self.globally, {"name": "Keep This", "type": 3})
        await self.refuses("description", {"name": "Keep", "type": 3, "description": "no"})

    async def test_options(self):
        await self.refuses("REQUIRED_INVALID", command(options=[option("a"), option("b", required=True)]))
        chosen = option(autocomplete=True, choices=[{"name": "a", "value": "a"}])
        await self.refuses("AUTOCOMPLETE", command(options=[chosen]))
        await self.refuses("NAME_INVALID", command(options=[option(), option()]))
        await self.refuses("TYPE_INVALID", command(options=[option("a", 1), option("b", 3)]))
        await self.refuses("BASE_TYPE_MAX_LENGTH", command(options=[option(f"o{number}") for number in range(26)]))
        await self.refuses("BASE_TYPE_CHOICES", command(options=[option("a", 2, options=[option("b", 3)])]))
        await self.refuses("value", command(options=[option(choices=[{"name": "a", "value": "x" * 101}])]))
        await self.refuses("description", command(options=[{"type": 3, "name": "a"}]))

    async def test_eight_thousand_characters_with_the_longest_language(self):
        inner = [option(f"o{number}", description="x" * 100, choices=[
            {"name": f"{choice}" * 20, "value": f"{choice}"} for choice in range(10)]) for number in range(25)]
        await self.ok("POST", self.globally, command(options=inner))
        inner[0]["choices"][0]["name_localizations"] = {"fr": "x" * 100}
        for one in inner:
            one["description_localizations"] = {"fr": "y" * 100}
            one["choices"] += [{"name": "z" * 20, "value": f"z{number}"} for number in range(5)]
        await self.refuses("TOO_LARGE", command(options=inner))

    async def test_languages(self):
        body = command(name_localizations={"fr": "bonjour"}, description_localizations={"fr": "Dit bonjour"})
        made = await self.ok("POST", self.globally, body)
        self.assertEqual(made["name_localizations"], {"fr": "bonjour"})
        plain = (await self.ok("GET", self.globally))[0]
        whole = (await self.ok("GET", self.globally, query={"with_localizations": "true"}))[0]
        self.assertEqual(("name_localizations" in plain, whole["name_localizations"]), (False, {"fr": "bonjour"}))
        await self.refuses("name_localizations", command(name_localizations={"xx": "a"}))
        await self.refuses("name_localizations", command(name_localizations={"fr": "Grand"}))
