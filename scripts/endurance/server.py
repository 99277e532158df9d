"""The program under test: started, killed, revived, asked for its time and its export."""

import atexit
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

READY_WAIT = 60


class Died(Exception):
    """The program ended while it was needed; `revive` it and look what became of the last deed."""


class Broken(Exception):
    """Something that no kill excuses."""


class Server:
    """One data directory and database, and the process that serves it, over all its lives."""

    def __init__(self, binary, folder, settings, test_clock=True, platform=None):
        self.binary = str(pathlib.Path(binary).absolute())
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket = self.folder / "clock"
        self.log = self.folder / "log"
        self.test_clock = test_clock
        self.platform = platform  # that is waited for at each start, where it connects after it
        self.settings = {
            "SAMOVAR_DATA__DIR": str(self.folder / "data"),
            "SAMOVAR_DATABASE__URL": f"sqlite://{self.folder}/data/samovar.db",
            "SAMOVAR_WEB__LISTEN": "127.0.0.1:0",
        } | settings
        self.process = self.url = None
        self.deaths, self.starts = [], []
        atexit.register(self.kill)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMOVAR_")}
        return kept | self.settings

    def start(self, crash_at=None):
        self.socket.unlink(missing_ok=True)
        self.starts.append(time.time())
        words = [self.binary, "serve"]
        words += ["--test-clock", str(self.socket)] if self.test_clock else []
        words += ["--crash-at", crash_at] if crash_at else []
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                words, cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, text=True)
        line = self._first_line()
        if not line.startswith("samovar ready "):
            self.process.wait(10)
            self.deaths.append(self.process.returncode)
            raise Died(f"no ready line, exit {self.process.returncode}")
        self.url = line.split()[2].rstrip("/")
        if self.platform:
            self._connected()

    def _connected(self):
        """What is down is not waited for by `settle`: so it has to be up before."""
        until = time.monotonic() + READY_WAIT
        while f'"{self.platform}":"connected"' not in self._readyz():
            if self.process.poll() is not None:
                self.deaths.append(self.process.returncode)
                raise Died(f"ended before it was connected, exit {self.process.returncode}")
            if time.monotonic() > until:
                raise Broken(f"not connected after {READY_WAIT} s (log: {self.log})\n{self.tail()}")
            time.sleep(0.02)

    def _readyz(self):
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as fault:
            return fault.read().decode()
        except OSError:
            return ""

    def _first_line(self):
        alarm = threading.Timer(READY_WAIT, self.process.kill)
        alarm.start()
        try:
            return self.process.stdout.readline()
        finally:
            alarm.cancel()

    def revive(self):
        """Waits for the end that was noticed, then starts again with nothing armed."""
        if self.process is None:
            return
        try:
            self.deaths.append(self.process.wait(20))
        except subprocess.TimeoutExpired:
            raise Broken(f"does not answer and does not end (log: {self.log})") from None
        for _ in range(3):
            try:
                return self.start()
            except Died:
                continue
        raise Broken(f"does not start again (log: {self.log})\n{self.tail()}")

    def kill(self):
        """`kill -9`, whatever it is doing."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)

    def stop(self):
        """The ordered stop: under ten seconds, with exit code 0."""
        if self.process is None or self.process.poll() is not None:
            return
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Broken(f"did not stop when asked (log: {self.log})") from None
        took = time.monotonic() - began
        if code != 0 or took > 10:
            raise Broken(f"stopped with {code} after {took:.1f} s (log: {self.log})\n{self.tail()}")

    def clock(self, words):
        """One line to the test clock; its answer without the `ok`."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(90)
                line.connect(str(self.socket))
                line.sendall(words.encode() + b"\n")
                answer = line.makefile().readline().strip()
        except OSError as fault:
            raise Died(f"test clock: {fault}") from None
        if answer.startswith("ok"):
            return answer[2:].strip()
        if not answer:
            raise Died("test clock: no answer")
        raise Broken(f"test clock: {words}: {answer}\n{self.tail()}")

    def get(self, path):
        """What a page of the listener says."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as reply:
                return reply.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            raise Died(f"{path}: {fault}") from None

    def reaches(self):
        """Whether the program is in touch with the platforms it has."""
        ready = json.loads(self.get("/readyz"))
        return all(ready[name] in ("connected", "off") for name in ("discord", "matrix"))

    def run(self, *words):
        """Another command of the program beside the server."""
        done = subprocess.run([self.binary, *words], cwd=self.folder, env=self.environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Broken(f"samovar {' '.join(words)}: {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def export(self, name):
        """What is stored of one community: a list of rows for each of the four files."""
        out = self.folder / "export"
        self.run("export", "--out", str(out), "--community", name, "--with-private")
        return {path.stem: [json.loads(line) for line in path.read_text().splitlines()]
                for path in out.rglob("*.jsonl")}

    def tail(self):
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-15:])


def crash_points(binary, folder):
    """The points there are, as the program itself names them."""
    probe = subprocess.run(
        [str(pathlib.Path(binary).absolute()), "serve", "--test-clock", str(folder / "none"), "--crash-at", "?"],
        cwd=folder, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    words = probe.stderr.replace(",", " ").split()
    points = [word for word in dict.fromkeys(words) if word.split(".")[0] in STEPS and "." in word]
    if probe.returncode != 2 or not points:
        raise Broken(f"an unknown crash point should end with 2 and the list: {probe.returncode} {probe.stderr}")
    return points


STEPS = {"act", "deliver", "gather", "reply"}
