"""A member of Matrix rooms, driven by JSON lines: a client that nobody here wrote (matrix-nio).

    python nio_member.py HOMESERVER USER PASSWORD

It speaks encryption with keys of its own, which end with it, and trusts every device.

One request a line on stdin, one answer a line on stdout: {"ok": …} or {"error": …}, in order.
Requests, all with "do":

    create {name, invite, version, direct, public, encrypted}  -> room id
    join {room} · leave {room} · invite {room, user} · kick {room, user}
    say {room, text, thread, reply, notice, mention, html} -> event id; a reply may be in a thread
    attach {room, name, kind, bytes, text, thread} -> event id; a file of these bytes, with words or none;
                             encrypted where the room is
    edit {room, event, text} · redact {room, event} · react {room, event, key} -> event id
    state {room, type, key, content} -> event id · get_state {room, type, key} · rename {room, name}
    direct {user}            -> room id; the direct room with that person, made if missing
    seen {room}              -> [{id, sender, type, body, html, thread, reply, edits, redacted,
                                 mentions, msgtype, mark, reacts, key, at, sealed}], all the room's
                                 history, oldest first; sealed: true if it was decrypted, and the
                                 type m.room.encrypted stays where it could not be
    raw {room}               -> the events themselves, oldest first
    seal {room, text}        -> event id; said before anybody is given the key to it
    give_key {room}          ; gives that key
    upgrade {room, version}  -> the id of the room that takes its place
    devices {user}           -> the ids of their devices
    verify {user, device}    -> the name of a verification that is begun
    symbols {verification}   -> [[emoji, name]], once they can be compared
    confirm {verification}   -> whether the device is verified
    invites                  -> [{room, by}]
    members {room}           -> {user id: membership}
    token                    -> {token, device}
    call {method, path, content} -> the server's answer to any request of the client-server API
"""

import asyncio
import base64
import hashlib
import io
import json
import sys
import uuid

from nio import (
    Api,
    AsyncClient,
    AsyncClientConfig,
    ErrorResponse,
    MessageDirection,
    RoomPreset,
    RoomVisibility,
    exceptions,
)
from nio.crypto.sas import Sas
from nio.crypto.sessions import OutboundGroupSession
from nio.store import SqliteMemoryStore


class Refused(Exception):
    pass


def checked(reply):
    """nio returns errors as values; here they are raised."""
    if isinstance(reply, ErrorResponse):
        raise Refused(f"{type(reply).__name__}: {reply.status_code} {reply.message}")
    return reply


class Sealed(OutboundGroupSession):
    """A room's key that is given away from its first message on, however many were sealed by it."""

    first = None

    @property
    def session_key(self):
        return self.first


def mend_verification():
    """nio 0.26 comes to an end with no client but itself: since it left libolm it compares
    commitments in hex, takes the numbers of the symbols for bytes, and names the MAC that libolm
    got wrong. Here it does as the specification says."""

    def commits(self, key):
        start = Api.to_canonical_json(self.start_verification().content)
        digest = hashlib.sha256(key.encode() + start.encode()).digest()
        return self.commitment == base64.b64encode(digest).decode().rstrip("=")

    def symbols(self, info):
        return [self.emoji[number] for number in self.established_sas.bytes(info).emoji_indices]

    Sas._mac_normal = "hkdf-hmac-sha256.v2"
    Sas._mac_v1 = [Sas._mac_normal]
    Sas._check_commitment = commits
    Sas._generate_emoji = symbols


class Member:
    def __init__(self, client):
        self.client = client

    async def sync(self):
        checked(await self.client.sync(timeout=0, since=self.client.next_batch))
        await self.keep_keys()

    async def keep_keys(self):
        """What a client with a loop of its own does after each sync."""
        client = self.client
        if client.should_upload_keys:
            checked(await client.keys_upload())
        if client.should_query_keys:
            checked(await client.keys_query())
        if client.should_claim_keys:
            checked(await client.keys_claim(client.get_users_for_key_claiming()))
        await client.send_to_device_messages()

    async def known(self, room):
        """Whether a room is encrypted, as far as this client has been told."""
        if room not in self.client.rooms or self.client.rooms[room].encrypted:
            await self.sync()
        return room in self.client.rooms and self.client.rooms[room].encrypted

    async def send(self, room, kind, content):
        if await self.known(room):
            sent = await self.client.room_send(room, kind, content, ignore_unverified_devices=True)
            return checked(sent).event_id
        return await self.put(room, kind, content)

    async def put(self, room, kind, content):
        path = f"/rooms/{room}/send/{kind}/{uuid.uuid4()}"
        sent = await self.call("PUT", path, content)
        if "event_id" not in sent:
            raise Refused(f"{sent.get('errcode')}: {sent.get('error')}")
        return sent["event_id"]

    async def seal(self, room, text):
        await self.known(room)
        if not self.client.rooms[room].members_synced:
            checked(await self.client.joined_members(room))
        keys = self.client.olm
        keys.create_outbound_group_session(room)
        session = keys.outbound_group_sessions[room]
        first = session.session_key
        session.__class__, session.first, session.shared = Sealed, first, True
        kind, content = self.client.encrypt(room, "m.room.message", {"msgtype": "m.text", "body": text})
        return await self.put(room, kind, content)

    async def give_key(self, room):
        await self.sync()
        self.client.olm.outbound_group_sessions[room].shared = False
        checked(await self.client.share_group_session(room, ignore_unverified_devices=True))

    async def upgrade(self, room, version):
        made = await self.call("POST", f"/rooms/{room}/upgrade", {"new_version": version})
        return made["replacement_room"]

    async def devices(self, user):
        await self.sync()
        return sorted(device.id for device in self.client.device_store.active_user_devices(user))

    async def verify(self, user, device):
        checked(await self.client.start_key_verification(self.client.device_store[user][device]))
        return next(reversed(self.client.key_verifications))

    async def symbols(self, verification):
        await self.sync()
        sas = self.client.key_verifications.get(verification)
        if sas is None or sas.canceled:
            raise Refused(f"called off: {sas and sas.cancel_reason}")
        return [list(symbol) for symbol in sas.get_emoji()] if sas.established_sas else []

    async def confirm(self, verification):
        checked(await self.client.confirm_short_auth_string(verification))
        await self.sync()
        return self.client.key_verifications[verification].verified

    async def create(self, name=None, invite=(), version=None, direct=False, public=False,
                     encrypted=False):
        sealed = {"type": "m.room.encryption", "state_key": "",
                  "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        made = await self.client.room_create(
            visibility=RoomVisibility.public if public else RoomVisibility.private,
            name=name, invite=list(invite), room_version=version, is_direct=direct,
            initial_state=[sealed] if encrypted else [],
            preset=RoomPreset.public_chat if public else RoomPreset.private_chat)
        return checked(made).room_id

    async def join(self, room):
        return checked(await self.client.join(room)).room_id

    async def leave(self, room):
        checked(await self.client.room_leave(room))

    async def invite(self, room, user):
        checked(await self.client.room_invite(room, user))

    async def kick(self, room, user):
        checked(await self.client.room_kick(room, user))

    async def say(self, room, text, thread=None, reply=None, notice=False, mention=None, html=None):
        content = {"msgtype": "m.notice" if notice else "m.text", "body": text}
        relation = {}
        if thread:
            relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not reply,
                        "m.in_reply_to": {"event_id": reply or thread}}
        elif reply:
            relation = {"m.in_reply_to": {"event_id": reply}}
        if relation:
            content["m.relates_to"] = relation
        if mention:
            content["m.mentions"] = {"user_ids": [mention]}
        if html:
            content |= {"format": "org.matrix.custom.html", "formatted_body": html}
        return await self.send(room, "m.room.message", content)

    async def attach(self, room, name, kind, bytes, text=None, thread=None):
        data, sealed = bytes.encode(), await self.known(room)
        stored, key = await self.client.upload(lambda *_: io.BytesIO(data), content_type=kind,
                                               filename=name, encrypt=sealed, filesize=len(data))
        place = {"url": checked(stored).content_uri}
        content = {"msgtype": "m.image" if kind.startswith("image/") else "m.file",
                   "body": text or name, "filename": name,
                   "info": {"mimetype": kind, "size": len(data)}}
        content |= {"file": key | place} if sealed else place
        if thread:
            content["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread,
                                       "is_falling_back": True, "m.in_reply_to": {"event_id": thread}}
        return await self.send(room, "m.room.message", content)

    async def edit(self, room, event, text):
        return await self.send(room, "m.room.message", {
            "msgtype": "m.text", "body": f"* {text}",
            "m.new_content": {"msgtype": "m.text", "body": text},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event}})

    async def redact(self, room, event):
        return checked(await self.client.room_redact(room, event)).event_id

    async def react(self, room, event, key):
        return await self.send(room, "m.reaction", {
            "m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}})

    async def state(self, room, type, content, key=""):
        return checked(await self.client.room_put_state(room, type, content, key)).event_id

    async def get_state(self, room, type, key=""):
        return checked(await self.client.room_get_state_event(room, type, key)).content

    async def rename(self, room, name):
        return await self.state(room, "m.room.name", {"name": name})

    async def direct(self, user, encrypted=False):
        for room in self.client.rooms.values():
            if set(room.users) | set(room.invited_users) == {self.client.user_id, user}:
                return room.room_id
        return await self.create(invite=[user], direct=True, encrypted=encrypted)

    async def invites(self):
        await self.sync()
        return [{"room": room.room_id, "by": room.inviter}
                for room in self.client.invited_rooms.values()]

    async def members(self, room):
        events = (await self.call("GET", f"/rooms/{room}/members"))["chunk"]
        return {event["state_key"]: event["content"]["membership"] for event in events}

    async def token(self):
        return {"token": self.client.access_token, "device": self.client.device_id}

    async def call(self, method, path, content=None):
        path = f"/_matrix/client/v3{path}?access_token={self.client.access_token}"
        data = None if content is None else json.dumps(content)
        reply = await self.client.send(method, path, data)
        return await reply.json()

    async def seen(self, room):
        await self.sync()
        return [shown(event) for event in await self.history(room)]

    async def raw(self, room):
        return [event.source for event in await self.history(room)]

    async def history(self, room):
        events, start = [], ""
        while True:
            page = checked(await self.client.room_messages(
                room, start=start, direction=MessageDirection.back, limit=100))
            events += page.chunk
            if not page.end or not page.chunk:
                break
            start = page.end
        return events[::-1]


def shown(found):
    event = found.source
    content = event.get("content", {})
    relation = content.get("m.relates_to") or {}
    kind = relation.get("rel_type")
    return {
        "id": event["event_id"], "sender": event["sender"], "type": event["type"],
        "body": content.get("body"), "html": content.get("formatted_body"),
        "msgtype": content.get("msgtype"), "mark": content.get("org.samovar.part"),
        "mentions": content.get("m.mentions"), "new": (content.get("m.new_content") or {}).get("body"),
        "thread": relation.get("event_id") if kind == "m.thread" else None,
        "edits": relation.get("event_id") if kind == "m.replace" else None,
        "reply": (relation.get("m.in_reply_to") or {}).get("event_id"),
        "fallback": relation.get("is_falling_back"),
        "redacted": "redacted_because" in event.get("unsigned", {}),
        "reacts": relation.get("event_id") if kind == "m.annotation" else None,
        "key": relation.get("key"), "at": event["origin_server_ts"], "sealed": found.decrypted,
    }


async def answer(member, line):
    try:
        request = json.loads(line)
        work = getattr(member, request.pop("do"))
        return {"ok": await work(**request)}
    except (Refused, exceptions.ProtocolError, TypeError, KeyError, AttributeError, ValueError,
            OSError) as fault:
        return {"error": f"{type(fault).__name__}: {fault}"}
    except asyncio.TimeoutError:
        return {"error": "timeout"}


async def main(homeserver, user, password):
    mend_verification()
    client = AsyncClient(homeserver, user, store_path="unused", config=AsyncClientConfig(
        encryption_enabled=True, store=SqliteMemoryStore, request_timeout=20,
        max_limit_exceeded=None, max_timeouts=2))
    checked(await client.login(password, device_name="member"))
    member = Member(client)
    await member.sync()
    print(json.dumps({"ok": client.user_id}), flush=True)
    reader = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        print(json.dumps(await answer(member, line)), flush=True)
    await client.close()


asyncio.run(main(*sys.argv[1:4]))
