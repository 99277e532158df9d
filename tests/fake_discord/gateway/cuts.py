"""Every way in which a connection ends or goes bad, on demand."""

import socket
import struct

from .connection import close_frame

HOW = ["close", "bare_close", "eof", "reset", "half_open", "no_ack", "heartbeat", "reconnect", "invalid"]


async def cut(connection, how, code=4000, reason="", resumable=True):
    """Does it to one connection. What ends it leaves the session to be resumed."""
    if how == "close":
        await connection.close(code, reason)
    elif how in ("bare_close", "eof", "reset"):
        await connection.flushed()
        _break(connection, how)
    elif how == "half_open":
        connection.silent = True
        connection.request.transport.pause_reading()
    elif how == "no_ack":
        connection.acknowledges = False
    elif how == "heartbeat":
        connection.say(1)
    elif how == "reconnect":
        connection.say(7)
    elif how == "invalid":
        _invalidate(connection, resumable)


def _break(connection, how):
    transport = connection.request.transport
    connection.leave()
    if transport is None:
        return
    if how == "reset":
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
        return
    if how == "bare_close":
        transport.write(close_frame())
    transport.close()


def _invalidate(connection, resumable):
    session = connection.session
    connection.say(9, resumable)
    if session and not resumable:
        session.end()
        connection.session = None


class Refusing:
    """What the next connections and IDENTIFYs meet."""

    def __init__(self):
        self.code, self.codes, self.unavailable, self.silents = None, 0, 0, 0

    def identify(self):
        if not self.codes:
            return None
        self.codes -= 1
        return self.code

    def connection(self):
        self.unavailable, was = max(self.unavailable - 1, 0), self.unavailable
        return was > 0

    def silent(self):
        self.silents, was = max(self.silents - 1, 0), self.silents
        return was > 0
