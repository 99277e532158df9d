"""A homeserver with one host who has many rooms, each with some talk, and the bot invited to all."""

import json
import pathlib
import subprocess
import time
import urllib.parse

from .members import call
from .server import Broken

SYNAPSE = pathlib.Path(__file__).resolve().parent.parent / "synapse"
ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
TALK = 30  # messages in each room
PATIENCE = 600


class Home:
    """The homeserver."""

    def __init__(self, folder):
        self.folder = folder
        done = subprocess.run([SYNAPSE, "start", str(folder), "--users", "ana,samovar"],
                              check=True, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(done.stdout)
        self.users = {user["name"]: user for user in self.facts["users"]}
        self.token = self._login("ana")

    def invite(self, count):
        """Makes the rooms, with the bot invited."""
        for number in range(count):
            room = self._call("POST", "/createRoom", {
                "name": f"Room {number}", "preset": "private_chat", "initial_state": [ENCRYPTED],
                "invite": [self.users["samovar"]["user_id"]]})["room_id"]
            for message in range(TALK):
                path = f"/rooms/{urllib.parse.quote(room, safe='')}/send/m.room.message/{message}"
                self._call("PUT", path, {"msgtype": "m.text", "body": f"Line {message} of room {number}."})

    def settings(self):
        """What the bot is configured with."""
        bot = self.users["samovar"]
        return {"SAMOVAR_MATRIX__HOMESERVER": self.facts["base_url"],
                "SAMOVAR_MATRIX__USER": bot["user_id"], "SAMOVAR_MATRIX__PASSWORD": bot["password"]}

    def joined(self, server, count):
        """Waits until the bot is in all the rooms, and a little longer, so that it has read them."""
        token, until = self._login("samovar"), time.monotonic() + PATIENCE
        while True:
            rooms = call(self.facts["base_url"], "GET", "/joined_rooms", token)["joined_rooms"]
            if len(rooms) >= count and "connected" in server.get("/readyz"):
                break
            if time.monotonic() > until:
                raise Broken(f"in {len(rooms)} rooms only")
            time.sleep(0.5)
        until = time.monotonic() + PATIENCE
        while "samovar_gaps_open 0" not in server.get("/metrics") and time.monotonic() < until:
            time.sleep(0.5)
        time.sleep(5)

    def close(self):
        subprocess.run([SYNAPSE, "stop", str(self.folder), "--purge"], check=False)

    def _login(self, name):
        user = self.users[name]
        return call(self.facts["base_url"], "POST", "/login", None, {
            "type": "m.login.password", "password": user["password"],
            "identifier": {"type": "m.id.user", "user": user["user_id"]}})["access_token"]

    def _call(self, method, path, body=None):
        return call(self.facts["base_url"], method, path, self.token, body)
