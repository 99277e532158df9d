"""A client that nobody here wrote, discord.py, lives on this server: it finds what it expects of Discord."""

import asyncio
import logging
import ssl
import warnings

import aiohttp
import yarl

from .client import Case, Resolver

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import discord
    from discord import app_commands

logging.getLogger("discord").setLevel(logging.CRITICAL)


class Form(discord.ui.Modal, title="Your answer"):
    words = discord.ui.TextInput(label="Words", max_length=100)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"Heard: {self.words.value}", ephemeral=True)


class Prompt(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="Answer", custom_id="answer")
    async def answer(self, interaction, button):
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Pass", custom_id="pass")
    async def no(self, interaction, button):
        await interaction.response.edit_message(content="Passed", view=None)


class Bot(discord.Client):
    """Asks when told to, and remembers what it heard."""

    def __init__(self, connector):
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(intents=intents, connector=connector, guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)
        self.heard, self.resumed = [], 0
        self.tree.add_command(self._greet())

    @staticmethod
    def _greet():
        async def names(interaction, current):
            return [app_commands.Choice(name=one, value=one) for one in ("ana", "ben") if one.startswith(current)]

        @app_commands.command(description="Greets somebody")
        @app_commands.autocomplete(who=names)
        async def greet(interaction: discord.Interaction, who: str, times: app_commands.Range[int, 1, 3] = 1):
            await interaction.response.defer(ephemeral=True)
            await interaction.edit_original_response(content=f"Hello {who}" * times)
            await interaction.followup.send("Said", ephemeral=True)
        return greet

    async def setup_hook(self):
        self.add_view(Prompt())
        await self.tree.sync()

    async def on_resumed(self):
        self.resumed += 1

    async def on_message(self, message):
        self.heard.append(message.content)
        if message.content == "ask":
            silent = discord.AllowedMentions.none()
            asked = await message.channel.send("How are you?", view=Prompt(), allowed_mentions=silent)
            thread = await asked.create_thread(name="Answers", auto_archive_duration=60)
            said = await thread.send("Here", nonce="n1")
            await said.edit(content="Here, please")
            await said.add_reaction("✅")
            await thread.send(file=discord.File(__file__, "self.py"), embed=discord.Embed(title="Look"))


class Living(Case):
    limits = "real"

    async def asyncSetUp(self):
        await super().asyncSetUp()
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.host.discord.addresses["gateway"])
        tls = ssl.create_default_context(cafile=self.host.ca_file)
        self.other = Bot(aiohttp.TCPConnector(resolver=Resolver(self.host.address("rest")), ssl=tls))
        self.running = asyncio.create_task(self.other.start(self.token))
        await asyncio.wait_for(self.other.wait_until_ready() if self.other.loop else self._ready(), 10)

    async def _ready(self):
        await self.do("wait", look={"do": "sessions", "state": "connected"})
        await self.other.wait_until_ready()

    async def asyncTearDown(self):
        await self.other.close()
        await asyncio.gather(self.running, return_exceptions=True)
        await super().asyncTearDown()

    async def asked(self):
        await self.do("say", as_="ben", in_="kitchen", text="ask")
        await self.do("wait", look={"do": "messages", "by": "bot", "embeds": True})
        return (await self.do("messages", in_="kitchen", buttons=True))[0]["id"]

    async def test_it_knows_the_guild(self):
        guild = self.other.get_guild(int(self.commons))
        self.assertEqual([one.name for one in guild.text_channels], ["kitchen", "workshop"])
        self.assertTrue(guild.text_channels[0].permissions_for(guild.me).send_messages)

    async def test_it_asks_opens_a_form_and_answers(self):
        prompt = await self.asked()
        self.assertEqual((await self.do("press", as_="ben", message=prompt, button="Answer"))["response"], "modal")
        field = (await self.do("modals", as_="ben"))[0]["components"][0]["components"][0]["custom_id"]
        done = await self.do("submit", as_="ben", fields={field: "well"})
        self.assertEqual((done["text"], done["ephemeral"]), ("Heard: well", True))
        self.assertEqual((await self.do("press", as_="ben", message=prompt, button="Pass"))["response"], "update")
        self.assertEqual((await self.do("message", message=prompt))["components"], [])

    async def test_its_thread_holds_what_it_said(self):
        prompt = await self.asked()
        said = [one["content"] for one in await self.do("messages", in_=prompt, by="bot")]
        self.assertEqual(said, ["", "Here, please", ""])
        self.assertEqual(self.other.get_channel(int(prompt)).name, "Answers")

    async def test_its_command_completes_and_runs(self):
        done = await self.do("complete", as_="ben", in_="kitchen", command="greet", focused="who", options={"who": "b"})
        self.assertEqual([one["value"] for one in done["choices"]], ["ben"])
        options = {"who": "ben", "times": 2}
        done = await self.do("slash", as_="ben", in_="kitchen", command="greet", options=options, wait="done")
        self.assertEqual((done["response"], done["text"], done["ephemeral"]), ("deferred", "Hello benHello ben", True))
        await self.do("wait", look={"do": "messages", "as": "ben", "contains": "Said", "ephemeral": True})

    async def test_it_resumes_and_misses_nothing(self):
        for number, how in enumerate(("close", "eof", "reset", "reconnect")):
            await self.do("cut", how=how)
            await self.do("say", as_="ben", in_="kitchen", text=how)
            until = asyncio.get_running_loop().time() + 10
            while self.other.resumed <= number or how not in self.other.heard:
                self.assertLess(asyncio.get_running_loop().time(), until, f"{how}: {self.other.heard}")
                await self.host.discord.change(0.2)
        self.assertEqual([one["answer"] for one in await self.do("identifies")], ["ready"])

    async def test_it_breaks_no_rule(self):
        await self.asked()
        self.assertEqual(await self.do("violations"), [])
        self.assertEqual(await self.do("limited", provoked=True), [])
