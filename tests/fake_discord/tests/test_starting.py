"""scripts/discord: one is started, stopped, and started again as it was."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[3] / "scripts" / "discord"


class Starting(unittest.TestCase):
    def setUp(self):
        shm = pathlib.Path("/dev/shm")
        self.folder = tempfile.mkdtemp(prefix="fake-discord-", dir=shm if shm.is_dir() else None)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.script, "stop", self.folder)

    def script(self, *words):
        return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False)

    def do(self, **deed):
        done = self.script("do", self.folder, json.dumps(deed))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def start(self, *options):
        done = self.script("start", self.folder, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_a_stopped_one_goes_on_with_its_world_and_ports(self):
        first = self.start("--privileged", "members", "--permissions", "MANAGE_THREADS")
        said = self.do(do="say", **{"as": "ben", "in": "kitchen", "text": "still there?"})
        self.do(do="time", advance=100)
        self.assertEqual(self.script("stop", self.folder).returncode, 0)
        second = self.start()
        kept = ("rest", "gateway", "control", "token", "world", "ca_file")
        self.assertEqual({name: first[name] for name in kept}, {name: second[name] for name in kept})
        self.assertEqual(self.do(do="message", message=said)["content"], "still there?")
        self.assertEqual(self.do(do="portal")["privileged"], ["members"])
        self.assertGreaterEqual(self.do(do="time")["ahead"], 100)
        self.assertNotEqual(first["pid"], second["pid"])

    def test_a_deed_that_is_refused_ends_with_5(self):
        self.start("--world", "empty")
        done = self.script("do", self.folder, '{"do": "say", "as": "zed", "in": "kitchen", "text": "a"}')
        self.assertEqual((done.returncode, "no person" in done.stderr), (5, True))
