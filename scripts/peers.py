"""What the scripts share that start servers for the tests: installing, locks, processes, ports."""

import fcntl
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
REQUIREMENTS = HERE / "peers-requirements.txt"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
PEERS = pathlib.Path(os.environ.get("SAMOVAR_PEERS") or CACHE / "samovar" / "peers")
WHEELS = "matrix-synapse,cryptography,pydantic-core,bcrypt,pillow,vodozemac"
STOP_WAIT = 15


def say(words):
    print(f"{pathlib.Path(sys.argv[0]).name}: {words}", file=sys.stderr)


def end(code, words):
    say(f"error: {words}")
    sys.exit(code)


class Lock:
    """One of us at a time per folder, across processes."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.file = open(self.path, "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


# --- installing ------------------------------------------------------------------------------


def python():
    return PEERS / "venv" / "bin" / "python"


def install():
    """Brings the peers' environment to what the requirements say; what fits already stays."""
    stamp = PEERS / "venv" / "requirements.txt"  # in there, so that it goes when that goes
    PEERS.mkdir(parents=True, exist_ok=True)
    with Lock(PEERS / "lock"):
        if stamp.exists() and stamp.read_bytes() == REQUIREMENTS.read_bytes():
            return
        say(f"installing the test peers into {PEERS}")
        began = time.monotonic()
        if not python().exists():
            run(sys.executable, "-m", "venv", str(PEERS / "venv"))
        run(str(python()), "-m", "pip", "install", "--disable-pip-version-check", "-q",
            "--only-binary", WHEELS, "-r", str(REQUIREMENTS))
        stamp.write_bytes(REQUIREMENTS.read_bytes())
        say(f"installed in {time.monotonic() - began:.0f} s")


def run(*command):
    done = subprocess.run(command, stdout=sys.stderr, check=False)
    if done.returncode:
        end(3, f"{' '.join(command[:4])} … ended with {done.returncode} (Debian: python3-venv?)")


# --- the process -----------------------------------------------------------------------------


def started_at(pid):
    """When a process began, in ticks: tells a reused id from ours. None: no such process."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def launch(folder, command, log, cwd=None):
    """Starts a process of its own session and writes down its id."""
    with open(folder / log, "ab") as out:
        process = subprocess.Popen(command, cwd=cwd or folder, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=out, start_new_session=True)
    (folder / "pid").write_text(f"{process.pid} {started_at(process.pid)}")
    return process


def running(folder):
    """The id of the process that was started for this folder, if it still lives."""
    try:
        pid, began = (folder / "pid").read_text().split()
    except (OSError, ValueError):
        return None
    return int(pid) if started_at(pid) == began else None


def halt(folder):
    """Ends the folder's process; whether there was one."""
    pid = running(folder)
    if pid is None:
        return False
    for sign, wait in [(signal.SIGTERM, STOP_WAIT), (signal.SIGKILL, 5)]:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return True
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if running(folder) is None:
                return True
            time.sleep(0.05)
    return end(4, f"process {pid} does not end")


def stop(folder, purge):
    """The word `stop` of both scripts."""
    if not (folder / "options.json").exists():
        return say(f"{folder} holds no server: nothing to do")
    with Lock(folder / "lock"):
        say("stopped" if halt(folder) else "was not running")
    if purge:
        shutil.rmtree(folder)
    return None


def gave_up(folder, log, what):
    """Shows the end of a log and ends: a server did not start."""
    tail = (folder / log).read_text(errors="replace").splitlines()[-12:]
    halt(folder)
    print("\n".join(tail), file=sys.stderr)
    return end(4, f"{what} did not start (log: {folder / log})")


def free_port(wanted):
    for port in [wanted, 0] if wanted else [0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    return end(4, "no free port on 127.0.0.1")
