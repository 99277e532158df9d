"""A line between the bot and its homeserver that can be cut."""

import socket
import threading
import time
from urllib.parse import urlsplit


class Line:
    """Passes on what goes over it, until it is cut."""

    def __init__(self, base):
        there = urlsplit(base)
        self.there = (there.hostname, there.port)
        self.ends, self.dead_until, self.lock = set(), 0.0, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self, seconds):
        """Ends all that goes over it now, whatever it is, and takes nothing for a while."""
        with self.lock:
            self.dead_until = time.monotonic() + seconds
            for end in self.ends:
                _end(end)

    def close(self):
        """Takes nothing any more."""
        self.listener.close()

    def _listen(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near):
        with near, socket.create_connection(self.there) as far:
            with self.lock:
                if time.monotonic() < self.dead_until:
                    return
                self.ends |= {near, far}
            back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
            back.start()
            _pass_on(near, far)
            back.join()
            with self.lock:
                self.ends -= {near, far}


def _pass_on(one, other):
    try:
        while words := one.recv(1 << 16):
            other.sendall(words)
    except OSError:
        pass
    _end(other)


def _end(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
