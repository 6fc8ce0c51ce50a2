"""The node's side of one connection, without socket and disk: Protocol/4-messages.md.

It takes frames as lists of lines, and the time as mono in microseconds. What it has to say stands in
`out`, what it has learned is what `receive` and `timer` give: objects with `event`, or an error that
ends it.
"""

import chain
import frame
import messages
import segment
import strict_json
import trust
from messages import Failed

SOFTWARE = "muster-interop 1"
HANDSHAKE = 10_000_000
OPS = 256
BODY = 196_608


class Clock:
    """mono in microseconds of this boot, and the wall clock in ms."""

    def __init__(self, mono, wall):
        self.mono = mono
        self.wall = wall


class Enrolment:
    """The session of a machine with a join code."""

    frame_limit = frame.BEFORE_AUTHENTICATION

    def __init__(self, code, private, seal, exporter, peer):
        self.code = code
        self.public = trust.public_of(private)
        self.exporter = exporter
        self.peer = peer
        self.out = []
        self.ended = False
        self.began = None
        self.enrolled = None
        self.seal = seal

    def begin(self, now):
        self.began = now.mono
        self.out.append([messages.write(
            "enrol", versions=[1], software=SOFTWARE, seal=self.seal, proof=self._proof("node"))])

    def _proof(self, role):
        return trust.proof(
            self.code.secret, role, self.exporter, trust.spki_digest(self.peer), trust.spki_digest(self.public))

    def receive(self, lines, now):
        try:
            return self._take(lines)
        except Failed as failed:
            self.ended = True
            return [{"error": failed.code, "name": failed.name}]

    def _take(self, lines):
        message = messages.read(lines[0])
        kind = message["type"]
        if kind not in ("enrolled", "bye", "error"):
            raise Failed("unexpected", kind)
        messages.check(message)
        if kind != "enrolled":
            return _last_words(self, message)
        if len(lines) != 2:
            raise Failed("bad_message", "the admission is missing")
        admission = strict_json.read(lines[1])
        event = message["event"]
        if message["proof"] != self._proof("hub"):
            raise Failed("bad_code")
        if not trust.certified(event, message["root"], message["key"], message["certificate"]):
            raise Failed("wrong_hub")
        if message["key"] != self.peer:
            raise Failed("wrong_hub")
        if not trust.admission_verifies(event, trust.sha256(lines[1]).hex(), message["key"], message["signature"]):
            raise Failed("bad_admission")
        if admission.get("kind") != "node.admit" or admission.get("key") != self.public:
            raise Failed("bad_admission")
        self.enrolled = {**message, "line": lines[1]}
        self.out.append([messages.write("bye", reason="enrolled")])
        self.ended = True
        return [{"event": "enrolled", "event_id": event}]

    def timer(self, now):
        if now.mono - self.began < HANDSHAKE:
            return []
        self.ended = True
        return [{"error": 114, "name": "too_slow"}]


def _last_words(session, message):
    session.ended = True
    if message["type"] == "bye":
        return [{"event": "bye", "reason": message["reason"]}]
    return [{"error": message["code"], "name": message["name"]}]


class Session:
    """The session of an admitted node.

    `me` says who the node is, `own` is its chain (n, hash_at), `log` the log that it follows (place,
    hash, starts, hash_at, keys_up_to).
    """

    def __init__(self, me, own, log, exporter, peer):
        self.me = me
        self.own = own
        self.exporter = exporter
        self.peer = peer
        self.log = log
        self.place, self.hash = log.place, log.hash
        self.keys = log.keys_up_to(log.place)
        self.out = []
        self.ended = False
        self.open = False
        self.revoked = False
        self.waits = False
        self.outgrown = False
        self.parted_at = None
        self.addresses = []
        self.frame_limit = frame.BEFORE_AUTHENTICATION
        self.limits = {
            "frame": frame.AFTER_AUTHENTICATION, "entries": OPS, "body": BODY, "batches": 4, "ping_ms": 20_000,
            "dead_ms": 60_000}
        self.sent = self.durable = self.whole = 0
        self.sent_hash = None
        self.batches = []
        self.pings = {}
        self.ping_id = 0
        self.began = self.heard = self.pinged = None

    def begin(self, now):
        self.began = self.heard = now.mono
        me, event = self.me, self.me.event
        writer = {"epoch": me.epoch, "n": self.own.n, "hash": self.own.hash_at(self.own.n)}
        signature = trust.sign(
            me.private, "muster hello 1", event, me.node, me.epoch, writer["n"], writer["hash"],
            self.place, self.hash, self.exporter.hex())
        self.out.append([messages.write(
            "hello", role="node", versions=[1], software=SOFTWARE, event=event, admission=me.admission,
            writer=writer, log={"place": self.place, "hash": self.hash}, starts=self.log.starts[-16:],
            scope="*", features=[], clock={"boot": me.boot, "mono": now.mono, "wall": now.wall},
            signature=signature), me.admission_line])

    def receive(self, lines, now):
        if self.ended:
            return []
        self.heard = now.mono
        try:
            return self._take(lines, now)
        except Failed as failed:
            return self._fail(failed)

    def _fail(self, failed):
        self.ended = True
        return [{"error": failed.code, "name": failed.name}]

    def _take(self, lines, now):
        message = messages.read(lines[0])
        kind = message["type"]
        if not self.open and kind not in ("welcome", "bye", "error"):
            raise Failed("unexpected", kind)
        if kind in messages.FROM_NODE_ALONE or self.open and kind in ("welcome", "enrolled"):
            raise Failed("unexpected", kind)
        if kind not in messages.FROM_HUB:
            return []
        if kind == "welcome" and message.get("version") != 1 and type(message.get("version")) is int:
            raise Failed("no_common_version")
        messages.check(message)
        if kind in ("bye", "error"):
            return _last_words(self, message)
        return getattr(self, "_" + kind.replace("-", "_"))(message, lines, now)

    def open_for_bundle(self):
        """No hub answers: everything goes out, from the beginning of the chain."""
        self.open = True
        self.sent_hash = self.own.hash_at(0)
        self.limits["batches"] = self.own.n + 1

    # The greeting

    def _welcome(self, message, lines, now):
        me = self.me
        if message["event"] != me.event or message["root"] != me.root:
            raise Failed("wrong_hub")
        if not trust.certified(me.event, message["root"], message["key"], message["certificate"]):
            raise Failed("wrong_hub")
        if message["key"] != self.peer:
            raise Failed("wrong_hub")
        if message["from"] > self.place + 1:
            raise Failed("bad_message", "from")
        self.open = True
        for name, least in self.limits.items():
            self.limits[name] = min(least, message["limits"][name])
        self.frame_limit = self.limits["frame"]
        held = message["writer"]
        self.revoked = message.get("revoked", False)
        self.addresses = message.get("addresses", [])
        events = [{
            "event": "welcome", "n": held["n"], "whole": held["whole"], "from": message["from"],
            "generation": message["generation"], "verdict": held["verdict"], "revoked": self.revoked}]
        if held["verdict"] != "prefix" or held["n"] > self.own.n or self.own.hash_at(held["n"]) != held["hash"]:
            self.begin_anew()
            return events
        self.sent = self.durable = held["n"]
        self.sent_hash = held["hash"]
        self.whole = held["whole"]
        self._make_ping(now)
        if message["from"] != self.place + 1:
            self._part(message)
        return events

    def begin_anew(self):
        self.outgrown = self.ended = True
        self.say("bye", reason="new life")

    def _part(self, message):
        common = [0]
        if self.log.hash_at(message["from"] - 1) is not None:
            common.append(message["from"] - 1)
        for _, place, before in message["starts"]:
            if place and self.log.hash_at(place - 1) == before:
                common.append(place - 1)
        self.place = self.parted_at = max(common)
        self.hash = self.log.hash_at(self.place)
        self.keys = self.log.keys_up_to(self.place)
        self.out.append([messages.write("have", place=self.place, hash=self.hash)])

    # An open session

    def _segment(self, message, lines, now):
        came = segment.read(lines, self.me.event, self.place, self.hash, self.keys)
        self.place, self.hash = came.last, came.after
        self.keys = self.keys | {
            key for _, op in came.starts(self.me.event) if (key := segment.certified_key(op, self.me.event))}
        return [{
            "event": "segment", "first": came.first, "last": came.last, "after": came.after,
            "ops": [entry.op for entry in came.entries], "segment": came}]

    def _ack(self, message, lines, now):
        durable, whole = message["durable"], message["whole"]
        if (message["epoch"] != self.me.epoch or not self.durable <= durable <= self.sent
                or not self.whole <= whole <= durable):
            raise Failed("bad_message", "ack")
        self.durable, self.whole = durable, whole
        self.batches = [last for last in self.batches if last > durable]
        return [{"event": "ack", "durable": durable, "whole": whole}]

    def _want(self, message, lines, now):
        return [{"event": "want", "ops": message["ops"]}]

    def _private(self, message, lines, now):
        entries = messages.entries_of(message, lines[1:])
        return [{
            "event": "private", "ops": [op for op, _, _ in entries], "is": [what for _, what, _ in entries],
            "lines": [line for _, _, line in entries if line is not None]}]

    def _want_segments(self, message, lines, now):
        return [{"event": "want-segments", "after": message["after"]}]

    def _recovered(self, message, lines, now):
        return [{"event": "recovered", "after": message["after"]}]

    def _status(self, message, lines, now):
        coverage = message["coverage"]
        state = {"state": message["state"]} if "state" in message else {}
        return [{
            "event": "status", "time": message["time"], "present": coverage["present"],
            "complete": coverage["complete"], **state}]

    def _wait(self, message, lines, now):
        self.waits = True
        return [{"event": "wait", "reason": message["reason"], "text": message["text"]}]

    def _go(self, message, lines, now):
        self.waits = False
        return [{"event": "go"}]

    def _make_ping(self, now):
        self.ping_id += 1
        self.pings[self.ping_id] = (now.mono, now.wall)
        self.pings.pop(self.ping_id - 4, None)
        self.pinged = now.mono
        self.out.append([messages.write("ping", id=self.ping_id)])

    def _pong(self, message, lines, now):
        sent = self.pings.pop(message["id"], None)
        if sent is None:
            return []
        took = now.mono - sent[0]
        wall = sent[1] + took // 2_000
        return [{"event": "offset", "offset_ms": wall - message["time"], "error_ms": -(-took // 2_000)}]

    def _ping(self, message, lines, now):
        self.out.append([messages.write(
            "pong", id=message["id"], boot=self.me.boot, mono=now.mono, wall=now.wall)])
        return []

    def timer(self, now):
        """What the clock alone brings: a ping, or the end."""
        if self.ended:
            return []
        limit = self.limits["dead_ms"] * 1_000 if self.open else HANDSHAKE
        since = self.heard if self.open else self.began
        if now.mono - since >= limit:
            return self._fail(Failed("too_slow"))
        if self.open and now.mono - self.pinged >= self.limits["ping_ms"] * 1_000:
            self._make_ping(now)
        return []

    # What the node has to say

    def send_ops(self, lines):
        """Sends the next lines of the chain, in one batch; gives how many it took."""
        if not self.open or self.ended or self.waits or len(self.batches) >= self.limits["batches"]:
            return 0
        batch, size = [], -1
        for line in lines[:self.limits["entries"]]:
            size += 1 + len(line)
            if size > self.limits["body"]:
                break
            batch.append(line)
        if not batch:
            return 0
        first, before = self.sent + 1, self.sent_hash
        after = chain.after_lines(before, batch)
        me = self.me
        signature = trust.sign(me.private, "muster ops 1", me.event, me.node, me.epoch, first, len(batch), after)
        self.out.append([messages.write(
            "ops", event=me.event, node=me.node, epoch=me.epoch, first=first, count=len(batch),
            before=before, after=after, signature=signature), *batch])
        self.sent += len(batch)
        self.sent_hash = after
        self.batches.append(self.sent)
        return len(batch)

    def send_private(self, entries):
        """Sends (op, is, line or None), in as many messages as the limits ask for."""
        pack, size, count = [], -1, 0
        for op, what, line in entries:
            lines = [strict_json.compact({"op": op, "is": what})] + ([line] if line is not None else [])
            more = sum(map(len, lines)) + len(lines)
            if count and (count == self.limits["entries"] or size + more > self.limits["body"]):
                self.out.append([messages.write("private", count=count), *pack])
                pack, size, count = [], -1, 0
            pack += lines
            size += more
            count += 1
        if count:
            self.out.append([messages.write("private", count=count), *pack])

    def say(self, kind, **values):
        self.out.append([messages.write(kind, **values)])
