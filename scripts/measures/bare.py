"""The bare serenity program (benches/serenity.rs), started and listened to."""

import os
import subprocess
import threading


class Bare:
    """One process of it, connected."""

    def __init__(self, program, facts):
        where = {"DISCORD_TOKEN": facts["token"], "DISCORD_ADDRESS": facts["rest"], "DISCORD_CA": facts["ca_file"]}
        self.seen, self.up = 0, threading.Event()
        self.process = subprocess.Popen([program], env=os.environ | where, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ready":
                self.up.set()
            elif word == "seen":
                self.seen = int(rest)
            else:
                print(f"bare: {line}", end="")

    def wait(self):
        """Until it is connected."""
        if not self.up.wait(60):
            raise TimeoutError("the bare program did not connect")

    def stop(self):
        """Ends it; it has nothing to lose."""
        self.process.kill()
        self.process.wait()
