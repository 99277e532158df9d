"""A session: what one IDENTIFY began. It numbers its events and keeps the newest for RESUME."""

import collections
import json
import secrets
import time

CONNECTED, BROKEN, DEAD = "connected", "broken", "dead"


class Session:
    """Lives from IDENTIFY until it is invalidated or its time to resume is over."""

    def __init__(self, intents, shard, buffered):
        self.id = secrets.token_hex(16)
        self.intents, self.shard = intents, shard
        self.seq = 0
        self.kept = collections.deque(maxlen=buffered)
        self.connection = None
        self.broken_at = None  # by Discord's clock
        self.dead = False
        self.identified_at = time.time()
        self.resumes = 0
        self.heartbeats = 0

    @property
    def state(self):
        return DEAD if self.dead else CONNECTED if self.connection else BROKEN

    def covers(self, guild):
        """Whether a guild's events go here; what has no guild goes to shard 0."""
        number, count = self.shard
        return (int(guild) >> 22) % count == number if guild else number == 0

    def dispatch(self, event, data):
        """Sends an event whose data is already JSON, or keeps it until somebody resumes."""
        self.seq += 1
        frame = f'{{"t":"{event}","s":{self.seq},"op":0,"d":{data}}}'
        self.kept.append((self.seq, frame))
        if self.connection:
            self.connection.write(frame)

    def since(self, seq):
        """What was sent after `seq`; None where some of it isn't kept any more."""
        if self.kept and self.kept[0][0] > seq + 1 or not self.kept and seq < self.seq:
            return None
        return [frame for number, frame in self.kept if number > seq]

    def end(self):
        self.dead, self.connection = True, None
        self.kept.clear()

    def facts(self):
        return {"id": self.id, "state": self.state, "shard": self.shard, "intents": self.intents,
                "seq": self.seq, "identified_at": self.identified_at, "resumes": self.resumes,
                "heartbeats": self.heartbeats}


def encoded(data):
    """JSON as it goes over the wire."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
