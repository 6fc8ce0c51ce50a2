#!/usr/bin/env python3
"""Reads sessions.json and segments.json as a stranger would, and says where it differs.

A second reader of Protocol/1-frames.md to 4-messages.md, written from these pages with hashlib, hmac,
zlib and PyPI `cryptography`; nothing of it comes from the Swift. It plays each case and compares what
comes of it with what the file says. Exit code 0: all the same.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import sys
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FOLDER = pathlib.Path(__file__).resolve().parent.parent
MAXIMUM = 2**53 - 1
CODES = {
    "bad_magic": 101, "bad_version": 102, "bad_flags": 103, "bad_dictionary": 104,
    "too_large": 105, "bad_compression": 106, "bad_json": 107, "bad_line": 108, "bad_utf8": 109,
    "bad_message": 110, "unexpected": 111, "too_many": 112, "bad_hash": 113, "too_slow": 114,
    "no_common_version": 201, "revoked": 203, "bad_signature": 204, "bad_code": 205,
    "code_used": 206, "wrong_hub": 207, "bad_admission": 208, "gap": 301, "fork": 302,
    "behind": 303, "wrong_event": 305, "parted": 306, "busy": 502, "shutting_down": 503,
}


class Broken(Exception):
    """The error that ends a session."""

    def __init__(self, name, code=None):
        super().__init__(name)
        self.outcome = {"error": CODES[name] if code is None else code, "name": name}


def sha(data):
    return hashlib.sha256(data).digest()


def identifier(data):
    return sha(data).hex()[:32]


def text_of(*fields):
    return "\n".join(str(field) for field in fields).encode()


def verifies(signature, text, key):
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text)
        return True
    except (InvalidSignature, ValueError):
        return False


def certified(event, root, key, signature):
    is_root = identifier(bytes.fromhex(root)) == event
    return is_root and verifies(signature, text_of("muster hub key 1", event, key), root)


# Frames and JSON


def refuse(*_):
    raise ValueError("not strict")


def members(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        refuse()
    return found


def integer(digits):
    number = int(digits)
    if abs(number) > MAXIMUM or digits == "-0":
        refuse()
    return number


def strict(data):
    value = json.loads(
        data.decode(), object_pairs_hook=members, parse_float=refuse, parse_int=integer,
        parse_constant=refuse)
    return value


def frames(stream, limit):
    """Yields the lines of each frame; `limit()` is asked for each anew."""
    while stream:
        for index, byte in enumerate(stream[:4]):
            if index == 2 and byte & ~1:
                raise Broken("bad_flags")
            if index != 2 and byte != (0x4D, 1, 0, 0)[index]:
                raise Broken(("bad_magic", "bad_version", "", "bad_dictionary")[index])
        if len(stream) < 8:
            return
        length = int.from_bytes(stream[4:8], "big")
        if length > limit():
            raise Broken("too_large")
        if len(stream) < 8 + length:
            return
        payload, compressed = stream[8 : 8 + length], stream[2] & 1
        stream = stream[8 + length :]
        if compressed:
            payload = zlib.decompress(payload)
        lines = payload.split(b"\n")
        if any(not 1 <= len(line) <= 16384 for line in lines):
            raise Broken("bad_line")
        yield lines


def message_of(line):
    try:
        line.decode()
    except UnicodeDecodeError:
        raise Broken("bad_utf8") from None
    try:
        value = strict(line)
    except ValueError:
        raise Broken("bad_json") from None
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise Broken("bad_message")
    return value


# The form of messages


def number(least=0):
    return lambda value: type(value) is int and value >= least


def text(least, most):
    return lambda value: isinstance(value, str) and least <= len(value.encode()) <= most


def hexes(count):
    return lambda value: isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{count}}}", value)


def every(form, least=0, most=64):
    return lambda value: (
        isinstance(value, list) and least <= len(value) <= most and all(map(form, value)))


def exactly(one):
    return lambda value: value == one and type(value) is type(one)


def record(**forms):
    return lambda value: isinstance(value, dict) and all(
        form(value[name]) if name in value else getattr(form, "optional", False)
        for name, form in forms.items())


def optional(form):
    def check(value):
        return form(value)

    check.optional = True
    return check


ID, DIGEST, SIGNATURE = hexes(32), hexes(64), hexes(128)
SOFTWARE, WORDS, WALL = text(1, 64), text(0, 1024), number(-MAXIMUM)
VERSIONS, FEATURES = every(number(-MAXIMUM)), every(lambda value: isinstance(value, str))
STARTS = every(
    lambda value: isinstance(value, list) and len(value) == 3 and ID(value[0])
    and number(1)(value[1]) and DIGEST(value[2]), 0, 16)
LIMITS = ("frame", "line", "entries", "body", "batches", "ping_ms", "dead_ms")
COVERAGE = ("expected", "open", "heard", "silent", "never_heard", "present", "attended")
COMMON = {
    "bye": record(reason=WORDS),
    "error": record(
        code=number(), name=text(1, 64), text=WORDS, retry_after_ms=optional(number())),
    "want": record(ops=every(ID, 1, 256)),
    "private": record(count=number(1)),
    "wait": record(reason=text(1, 64), text=WORDS),
    "go": record(),
}
OFFERED = lambda value: (
    isinstance(value, list) and len(value) == 4 and ID(value[0]) and number(1)(value[1])
    and number(1)(value[2]) and value[2] <= 256 and DIGEST(value[3]))
SEGMENT = record(
    event=ID, generation=ID, key=DIGEST, first=number(1), count=number(1), before=DIGEST,
    after=DIGEST, signature=SIGNATURE)
FROM_NODE = COMMON | {
    "enrol": record(versions=VERSIONS, software=SOFTWARE, seal=DIGEST, proof=DIGEST),
    "hello": record(
        role=lambda value: value in ("node", "standby"), versions=VERSIONS, software=SOFTWARE, event=ID,
        admission=record(
            root=DIGEST, key=DIGEST, certificate=SIGNATURE, signature=SIGNATURE),
        writer=record(epoch=ID, n=number(), hash=DIGEST), log=record(place=number(), hash=DIGEST),
        starts=STARTS, scope=exactly("*"), features=FEATURES,
        clock=record(boot=ID, mono=number(), wall=WALL), signature=SIGNATURE),
    "ops": record(
        event=ID, node=ID, epoch=ID, first=number(1), count=number(1), before=DIGEST, after=DIGEST,
        signature=SIGNATURE),
    "have": record(place=number(), hash=DIGEST),
    "offer": record(segments=every(OFFERED, 1, 128)),
    "segment": SEGMENT,
    "status": record(
        desks=number(), present=number(), made=number(), pending=number(), oldest=optional(WALL),
        disk_free=number(), software=SOFTWARE),
    "ping": record(id=number()),
    "pong": record(id=number(), boot=ID, mono=number(), wall=WALL),
}
FROM_HUB = COMMON | {
    "enrolled": record(
        event=ID, root=DIGEST, key=DIGEST, certificate=SIGNATURE, seal=DIGEST, signature=SIGNATURE,
        proof=DIGEST),
    "welcome": record(
        version=number(), software=SOFTWARE, event=ID, generation=ID, features=FEATURES, root=DIGEST,
        key=DIGEST, certificate=SIGNATURE,
        writer=record(
            n=number(), hash=DIGEST, whole=number(),
            verdict=lambda value: value in ("prefix", "behind", "fork")),
        revoked=optional(lambda value: isinstance(value, bool)),
        addresses=optional(every(text(1, 255), 0, 8)),
        starts=STARTS, time=number(), limits=record(**{name: number(1) for name in LIMITS}),
        **{"from": number(1)}),
    "segment": SEGMENT,
    "want-segments": record(after=every(DIGEST, 1, 8)),
    "recovered": record(after=every(DIGEST, 1, 128)),
    "ack": record(epoch=ID, durable=number(), whole=number()),
    "status": record(
        time=number(),
        coverage=record(
            complete=lambda value: isinstance(value, bool),
            **{name: number() for name in COVERAGE})),
    "ping": record(id=number(), time=number()),
    "pong": record(id=number(), time=number()),
}


def check_form(message, forms):
    if not forms[message["type"]](message):
        raise Broken("bad_message")


# Segments


def placement(line):
    try:
        value = strict(line)
    except ValueError:
        raise Broken("bad_message") from None
    form = record(
        writer=number(), n=number(1), received=number(), line=lambda found: isinstance(found, bool),
        op=optional(ID))
    if not form(value) or value["line"] == ("op" in value):
        raise Broken("bad_message")
    return value


def writers_of(line, most):
    pair = lambda value: isinstance(value, list) and len(value) == 2 and all(map(ID, value))
    try:
        value = strict(line)
    except ValueError:
        raise Broken("bad_message") from None
    if not record(writers=every(pair, 1, most))(value):
        raise Broken("bad_message")
    return value["writers"]


def hub_start_key(line, event):
    """The key that a line certifies as a hub's; None for any other line."""
    try:
        value = strict(line)
    except ValueError:
        return None
    form = record(
        kind=exactly("hub.start"), event=exactly(event), node=ID, nonce=hexes(16), at=WALL, mono=WALL,
        generation=ID, ordinal=number(1), key=DIGEST, root=DIGEST, certificate=SIGNATURE)
    if not form(value) or "boot" in value:
        return None
    if identifier(bytes.fromhex(value["key"])) != value["node"]:
        return None
    good = certified(event, value["root"], value["key"], value["certificate"])
    return value["key"] if good else None


class Log:
    """A reader of the log at a place of it."""

    def __init__(self, event, place, hash_, keys):
        self.event, self.place, self.hash, self.keys = event, place, hash_, list(keys)

    def follow(self, lines):
        head = message_of(lines[0])
        check_form(head, FROM_HUB)
        if head["count"] > 256:
            raise Broken("too_many")
        if head["event"] != self.event:
            raise Broken("wrong_event")
        if head["first"] != self.place + 1:
            raise Broken("gap")
        if head["before"] != self.hash:
            raise Broken("parted")
        if len(lines) < 2:
            raise Broken("bad_message")
        body = b"\n".join(lines[1:])
        if len(body) > 196608:
            raise Broken("too_many")
        if sha(bytes.fromhex(self.hash) + sha(body)).hex() != head["after"]:
            raise Broken("bad_hash")
        writers, entries, rest = writers_of(lines[1], head["count"]), [], lines[2:]
        carried = []
        for _ in range(head["count"]):
            if not rest:
                raise Broken("bad_message")
            placed, rest = placement(rest[0]), rest[1:]
            if placed["writer"] >= len(writers) or (placed["line"] and not rest):
                raise Broken("bad_message")
            op = placed.get("op")
            if placed["line"]:
                carried.append(rest[0])
                op, rest = identifier(rest[0]), rest[1:]
            entries.append(
                [op, *writers[placed["writer"]], placed["n"], placed["received"], placed["line"]])
        if rest:
            raise Broken("bad_message")
        keys = self.keys + [hub_start_key(line, self.event) for line in carried]
        if head["key"] not in keys:
            raise Broken("wrong_hub")
        signed = text_of(
            "muster segment 1", self.event, head["generation"], head["first"], head["count"],
            head["after"])
        if not verifies(head["signature"], signed, head["key"]):
            raise Broken("bad_signature")
        if head["key"] not in self.keys:
            self.keys.append(head["key"])
        self.place, self.hash = self.place + head["count"], head["after"]
        return head, entries


# Sessions


def join_secret(code):
    letters = code.rsplit("/", 1)[1].replace("-", "")[:16]
    table = str.maketrans("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    return base64.b32decode(letters.translate(table))


def spki(key):
    return sha(bytes.fromhex("302a300506032b6570032100" + key))


def private_entries(message, lines):
    count, rest = message["count"], lines[1:]
    if count > 256 or len(b"\n".join(rest)) > 196608:
        raise Broken("too_many")
    ops, forms, held = [], [], []
    for _ in range(count):
        if not rest:
            raise Broken("bad_message")
        try:
            entry = strict(rest[0])
        except ValueError:
            raise Broken("bad_message") from None
        if not record(op=ID, **{"is": lambda value: value in ("line", "gone", "absent")})(entry):
            raise Broken("bad_message")
        rest = rest[1:]
        ops.append(entry["op"])
        forms.append(entry["is"])
        if entry["is"] == "line":
            if not rest:
                raise Broken("bad_message")
            held.append(rest[0].decode())
            rest = rest[1:]
    if rest:
        raise Broken("bad_message")
    return {"event": "private", "ops": ops, "is": forms, "lines": held}


class Side:
    """What the hub's and the node's side have in common: state, pings, silence."""

    forms = {}
    takes_first = ()
    takes_open = ()

    def __init__(self, file, case):
        self.file, self.case, self.holds = file, case, case.get("holds", {})
        self.event, self.start = file["event"], file["start"]
        self.exporter = bytes.fromhex(case.get("exporter", file["exporter"]))
        self.state, self.stream, self.gives, self.answers = "greeting", b"", [], []
        self.now = self.heard = self.pinged = self.start["mono"]
        self.pings, self.next_ping = {}, 1

    def key(self, name):
        return self.file["keys"][name]["public"]

    def time(self):
        return self.start["time"] + (self.now - self.start["mono"]) // 1000

    def answer(self, message, *lines):
        self.answers.append([message, *lines])

    def limit(self):
        return 262144 if self.state == "open" else 4096

    def head_at(self, count):
        first = text_of("muster chain 1", self.event, self.file["keys"]["node"]["id"],
                        self.file["epoch"])
        value = sha(first)
        for line in self.file["ops"][:count]:
            value = sha(value + sha(line.encode()))
        return value.hex()

    def log_held(self):
        first = {"place": 0, "hash": sha(text_of("muster log 1", self.event)).hex()}
        return self.holds.get("log", first)

    def ends(self):
        """Where segments of its log end, by place; the beginning too."""
        first = {"place": 0, "hash": sha(text_of("muster log 1", self.event)).hex()}
        held = [first, self.log_held(), *self.holds.get("ends", [])]
        return {end["place"]: end["hash"] for end in held}

    def writer_held(self):
        return self.holds.get("writer", {"n": 0, "hash": self.head_at(0)})

    def ping(self):
        self.pings[self.next_ping] = self.pinged = self.now
        self.pings = dict(list(self.pings.items())[-4:])
        message = {"type": "ping", "id": self.next_ping}
        self.answer(message | ({"time": self.time()} if isinstance(self, Hub) else {}))
        self.next_ping += 1

    def pong(self, id_):
        sent = self.pings.get(id_)
        if sent is None:
            return None
        self.pings = {each: at for each, at in self.pings.items() if each > id_}
        return self.now - sent

    def play(self, step):
        self.gives, self.answers = [], []
        self.now = self.start["mono"] + step.get("after_us", 0)
        try:
            self.take(step)
        except Broken as broken:
            self.state = "ended"
            self.gives.append(broken.outcome)
        return self.gives, self.answers

    def take(self, step):
        if self.state == "ended":
            return
        if "receives" in step or "bytes" in step:
            self.heard = self.now
            payload = "\n".join(step.get("receives", [])).encode()
            framed = bytes([0x4D, 1, 0, 0]) + len(payload).to_bytes(4, "big") + payload
            data = framed if "receives" in step else bytes.fromhex(step["bytes"])
            for lines in frames(data, self.limit):
                self.receive(message_of(lines[0]), lines)
                if self.state == "ended":
                    return
        elif "timer" in step:
            self.timer()
        elif "makes" in step:
            self.make(step["makes"])
        elif "wants" in step:
            self.asked |= set(step["wants"])
            self.answer({"type": "want-segments", "after": step["wants"]})
        else:
            self.acknowledge(**step["acknowledges"])

    def timer(self):
        if self.state != "open":
            if self.now - self.start["mono"] >= 10_000_000:
                raise Broken("too_slow")
            return
        if self.now - self.heard >= 60_000_000:
            raise Broken("too_slow")
        if self.now - self.pinged >= 20_000_000:
            self.ping()

    def receive(self, message, lines):
        kind = message["type"]
        if kind in ("bye", "error"):
            check_form(message, COMMON)
            self.state = "ended"
            if kind == "error":
                raise Broken(message["name"], message["code"])
            self.gives.append({"event": "bye", "reason": message["reason"]})
            return
        takes = self.takes_first if self.state == "greeting" else self.takes_open
        if self.state == "enrolled":
            raise Broken("unexpected")
        if kind not in takes:
            if self.state == "open" and kind not in FROM_NODE | FROM_HUB:
                return
            raise Broken("unexpected")
        if kind in ("hello", "enrol"):
            if not VERSIONS(message.get("versions")):
                raise Broken("bad_message")
            if 1 not in message["versions"]:
                raise Broken("no_common_version")
        if kind == "welcome" and message.get("version") != 1:
            raise Broken("no_common_version" if number()(message.get("version")) else "bad_message")
        check_form(message, self.forms)
        getattr(self, "on_" + kind.replace("-", "_"))(message, lines)

    def on_wait(self, wait, _):
        self.is_held = True
        self.gives.append({"event": "wait", "reason": wait["reason"], "text": wait["text"]})

    def on_go(self, *_):
        self.is_held = False
        self.gives.append({"event": "go"})

    def on_want(self, message, _):
        self.gives.append({"event": "want", "ops": message["ops"]})

    def on_private(self, message, lines):
        self.gives.append(private_entries(message, lines))


class Hub(Side):
    forms = FROM_NODE
    takes_first = ("hello", "enrol")
    takes_open = (
        "ops", "have", "want", "private", "status", "wait", "go", "offer", "segment", "ping", "pong")
    asked = set()

    def peer(self):
        return self.case.get("peer", self.key("node"))

    def admission(self, hello, lines):
        if len(lines) != 2:
            raise Broken("bad_message")
        shown = hello["admission"]
        signed = text_of("muster admission 1", self.event, sha(lines[1]).hex())
        good = certified(self.event, shown["root"], shown["key"], shown["certificate"])
        try:
            line = strict(lines[1])
        except ValueError:
            line = {}
        form = record(
            kind=exactly("node.admit"), event=exactly(self.event), node=ID, nonce=hexes(16), at=WALL,
            boot=ID, mono=WALL, point=text(1, 32), key=exactly(self.peer()), seal=DIGEST,
            country=text(0, 16384))
        if not good or not verifies(shown["signature"], signed, shown["key"]) or not form(line):
            raise Broken("bad_admission")
        if hello["role"] == "standby" and shown["key"] != line["key"]:
            raise Broken("bad_admission")
        return line

    def on_hello(self, hello, lines):
        if len(lines) != 2:
            raise Broken("bad_message")
        if hello["event"] != self.event:
            raise Broken("wrong_event")
        line = self.admission(hello, lines)
        node = identifier(bytes.fromhex(line["key"]))
        writer, log = hello["writer"], hello["log"]
        signed = text_of(
            "muster hello 1", self.event, node, writer["epoch"], writer["n"], writer["hash"],
            log["place"], log["hash"], self.exporter.hex())
        if not verifies(hello["signature"], signed, self.peer()):
            raise Broken("bad_signature")
        self.gives.append({
            "event": "hello", "node": node, "point": line["point"], "n": writer["n"],
            "place": log["place"]})
        held = self.writer_held()
        verdict = "prefix"
        if held["n"] > writer["n"]:
            verdict = "behind"
        elif held["n"] == writer["n"] and held["hash"] != writer["hash"]:
            verdict = "fork"
        ends, common = self.ends(), 0
        if ends.get(log["place"]) == log["hash"] or self.holds.get("revoked"):
            common = log["place"]
        else:
            common = next(
                (place - 1 for _, place, before in reversed(hello["starts"])
                 if ends.get(place - 1) == before), 0)
        self.node, self.epoch, self.boot = node, writer["epoch"], hello["clock"]["boot"]
        self.n, self.hash, self.durable, self.whole = held["n"], held["hash"], held["n"], 0
        self.batches, self.state = [], "open"
        hub = self.key("hub")
        root = Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex(self.file["keys"]["root"]["seed"]))
        certificate = root.sign(text_of("muster hub key 1", self.event, hub)).hex()
        self.answer({
            "type": "welcome", "version": 1, "event": self.event,
            "generation": self.file["generation"], "features": [], "root": self.key("root"),
            "key": hub, "certificate": certificate, "starts": [], "from": common + 1,
            "writer": {"n": self.n, "hash": self.hash, "whole": 0, "verdict": verdict},
            "time": self.time(), "limits": {
                "frame": 262144, "line": 16384, "entries": 256, "body": 196608, "batches": 4,
                "ping_ms": 20000, "dead_ms": 60000}}
            | ({"revoked": True} if self.holds.get("revoked") else {}))
        self.ping()

    def proof(self, role):
        data = role + self.exporter + spki(self.key("hub")) + spki(self.peer())
        return hmac.digest(join_secret(self.holds["code"]), data, "sha256").hex()

    def on_enrol(self, enrol, _):
        self.gives.append({"event": "enrol", "proof": enrol["proof"]})
        if "code" not in self.holds or self.proof(b"node") != enrol["proof"]:
            raise Broken("bad_code")
        if self.holds.get("used_by", self.peer()) != self.peer():
            raise Broken("code_used")
        shown = self.file["admission"]
        self.state = "enrolled"
        self.answer(
            {"type": "enrolled", "event": self.event, "seal": self.file["hub_seal"],
             "proof": self.proof(b"hub")} | shown,
            self.file["admission_line"])

    def on_ops(self, ops, lines):
        lines = lines[1:]
        if len(self.batches) == 4:
            raise Broken("too_many")
        if (ops["event"], ops["node"], ops["epoch"]) != (self.event, self.node, self.epoch):
            raise Broken("bad_message")
        if len(lines) > 256 or len(b"\n".join(lines)) > 196608:
            raise Broken("too_many")
        if ops["count"] != len(lines):
            raise Broken("bad_message")
        if ops["first"] != self.n + 1:
            raise Broken("gap")
        if ops["before"] != self.hash:
            raise Broken("fork")
        value = bytes.fromhex(self.hash)
        for line in lines:
            value = sha(value + sha(line))
        if value.hex() != ops["after"]:
            raise Broken("bad_hash")
        signed = text_of(
            "muster ops 1", self.event, self.node, self.epoch, ops["first"], ops["count"],
            ops["after"])
        if not verifies(ops["signature"], signed, self.peer()):
            raise Broken("bad_signature")
        self.n, self.hash = self.n + len(lines), ops["after"]
        self.batches.append(self.n)
        self.gives.append({
            "event": "ops", "first": ops["first"], "last": self.n, "after": self.hash,
            "ops": [identifier(line) for line in lines]})

    def acknowledge(self, durable, whole):
        durable = max(self.durable, min(durable, self.n))
        whole = max(self.whole, min(whole, durable))
        if (durable, whole) == (self.durable, self.whole):
            return
        self.durable, self.whole = durable, whole
        self.batches = [last for last in self.batches if last > durable]
        self.answer({"type": "ack", "epoch": self.epoch, "durable": durable, "whole": whole})

    def on_have(self, have, _):
        self.gives.append({"event": "have", "place": have["place"], "hash": have["hash"]})

    def on_offer(self, offer, _):
        self.gives.append({"event": "offer", "after": [each[3] for each in offer["segments"]]})

    def on_segment(self, head, lines):
        if head["count"] > 256:
            raise Broken("too_many")
        if head["event"] != self.event:
            raise Broken("wrong_event")
        if head["after"] not in self.asked:
            raise Broken("unexpected")
        # The position before it and its key are taken as it says: its place is in another life's log.
        log = Log(self.event, head["first"] - 1, head["before"], [head["key"]])
        _, entries = log.follow(lines)
        self.asked = self.asked - {head["after"]}
        self.gives.append({
            "event": "segment", "first": head["first"], "last": log.place, "after": head["after"],
            "ops": [entry[0] for entry in entries]})

    def on_status(self, status, _):
        self.gives.append({
            "event": "status", "made": status["made"], "pending": status["pending"]})

    def on_ping(self, ping, _):
        self.answer({"type": "pong", "id": ping["id"], "time": self.time()})

    def on_pong(self, pong, _):
        if pong["boot"] != self.boot:
            raise Broken("bad_message")
        trip = self.pong(pong["id"])
        if trip is not None:
            self.gives.append({
                "event": "mark", "node": self.node, "boot": self.boot, "mono": pong["mono"],
                "time": self.time() - trip // 2000, "err": -(-trip // 2000)})


class Node(Side):
    forms = FROM_HUB
    takes_first = ("welcome",)
    takes_open = (
        "segment", "ack", "want", "private", "status", "wait", "go", "want-segments", "recovered",
        "ping", "pong")

    def on_welcome(self, welcome, _):
        if welcome["writer"]["whole"] > welcome["writer"]["n"]:
            raise Broken("bad_message")
        good = (
            welcome["event"] == self.event and welcome["root"] == self.key("root")
            and welcome["key"] == self.case.get("peer", self.key("hub"))
            and certified(self.event, welcome["root"], welcome["key"], welcome["certificate"]))
        if not good:
            raise Broken("wrong_hub")
        hub, log = welcome["writer"], self.log_held()
        if welcome["from"] > log["place"] + 1:
            raise Broken("bad_message")
        self.gives.append({
            "event": "welcome", "n": hub["n"], "whole": hub["whole"], "from": welcome["from"],
            "generation": welcome["generation"], "verdict": hub["verdict"],
            "revoked": welcome.get("revoked", False)})
        is_longer = hub["n"] > self.writer_held()["n"]
        if is_longer or hub["verdict"] != "prefix" or hub["hash"] != self.head_at(hub["n"]):
            self.state = "ended"
            self.answer({"type": "bye", "reason": "new life"})
            return
        keys = self.holds.get("hub_keys", [self.key("hub")])
        self.log = Log(self.event, log["place"], log["hash"], keys)
        self.sent, self.durable, self.whole = hub["n"], hub["n"], hub["whole"]
        self.batches, self.is_held, self.state = [], False, "open"
        self.ping()
        if welcome["from"] != log["place"] + 1:
            ends, places = self.ends(), [0]
            if welcome["from"] - 1 in ends:
                places.append(welcome["from"] - 1)
            places += [
                place - 1 for _, place, before in welcome["starts"] if ends.get(place - 1) == before]
            common = max(places)
            self.log = Log(self.event, common, ends[common], keys if common else [])
            self.answer({"type": "have", "place": common, "hash": ends[common]})

    def on_want_segments(self, want, _):
        self.gives.append({"event": "want-segments", "after": want["after"]})

    def on_recovered(self, recovered, _):
        self.gives.append({"event": "recovered", "after": recovered["after"]})

    def make(self, lines):
        if self.is_held or len(self.batches) == 4:
            return
        before, self.sent = self.sent, self.sent + len(lines)
        node, epoch = self.file["keys"]["node"], self.file["epoch"]
        after = self.head_at(self.sent)
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(node["seed"]))
        signed = text_of(
            "muster ops 1", self.event, node["id"], epoch, before + 1, len(lines), after)
        self.batches.append(self.sent)
        self.answer(
            {"type": "ops", "event": self.event, "node": node["id"], "epoch": epoch,
             "first": before + 1, "count": len(lines), "before": self.head_at(before),
             "after": after, "signature": key.sign(signed).hex()},
            *lines)

    def on_segment(self, _, lines):
        head, entries = self.log.follow(lines)
        self.gives.append({
            "event": "segment", "first": head["first"], "last": self.log.place,
            "after": head["after"], "ops": [entry[0] for entry in entries]})

    def on_ack(self, ack, _):
        durable, whole = ack["durable"], ack["whole"]
        if (
            ack["epoch"] != self.file["epoch"] or not self.durable <= durable <= self.sent
            or not self.whole <= whole <= durable
        ):
            raise Broken("bad_message")
        self.durable, self.whole = durable, whole
        self.batches = [last for last in self.batches if last > durable]
        self.gives.append({"event": "ack", "durable": durable, "whole": whole})

    def on_status(self, status, _):
        coverage = status["coverage"]
        complete = coverage["silent"] == coverage["never_heard"] == 0
        if coverage["complete"] != complete:
            raise Broken("bad_message")
        self.gives.append({
            "event": "status", "time": status["time"], "present": coverage["present"],
            "complete": complete})

    def on_ping(self, ping, _):
        self.answer({
            "type": "pong", "id": ping["id"], "boot": self.file["boot"], "mono": self.now,
            "wall": self.time()})

    def on_pong(self, pong, _):
        trip = self.pong(pong["id"])
        if trip is not None:
            self.gives.append({
                "event": "offset", "offset_ms": self.time() - trip // 2000 - pong["time"],
                "error_ms": -(-trip // 2000)})


class Enrolling(Side):
    forms = FROM_HUB
    takes_first = ("enrolled",)

    def on_enrolled(self, enrolled, lines):
        if len(lines) != 2:
            raise Broken("bad_message")
        hub, node = self.case.get("peer", self.key("hub")), self.key("node")
        secret = join_secret(self.holds["code"])
        proof = hmac.digest(secret, b"hub" + self.exporter + spki(hub) + spki(node), "sha256")
        if proof.hex() != enrolled["proof"]:
            raise Broken("bad_code")
        event = enrolled["event"]
        good = certified(event, enrolled["root"], enrolled["key"], enrolled["certificate"])
        if not good or enrolled["key"] != hub:
            raise Broken("wrong_hub")
        signed = text_of("muster admission 1", event, sha(lines[1]).hex())
        if not verifies(enrolled["signature"], signed, hub) or strict(lines[1]).get("key") != node:
            raise Broken("bad_admission")
        self.gives.append({"event": "enrolled", "event_id": event})
        self.answer({"type": "bye", "reason": "enrolled"})


# The files


def plain(answer):
    """An answer with its message read, and without what is free."""
    message = strict(answer[0].encode()) if isinstance(answer[0], str) else dict(answer[0])
    message.pop("software", None)
    return [message, *answer[1:]]


def session_differences(file):
    sides = {"hub": Hub, "node": Node, "enrolling node": Enrolling}
    for case in file["cases"]:
        side = sides[case["side"]](file, case)
        for step in case["steps"]:
            gives, answers = side.play(step)
            if gives != step.get("gives", []):
                yield case["why"], gives, step.get("gives", [])
            told = [plain(answer) for answer in step.get("answers", [])]
            if [plain(answer) for answer in answers] != told:
                yield case["why"], answers, told


def segment_differences(file):
    for case in file["cases"]:
        data = bytes.fromhex(case["payload"]) if "payload" in case else (
            "\n".join(case["lines"]).encode())
        log = Log(file["event"], case["after"]["place"], case["after"]["hash"], case["hub_keys"])
        try:
            _, entries = log.follow(data.split(b"\n"))
            gives = {"place": log.place, "hash": log.hash, "entries": entries}
        except Broken as broken:
            gives = broken.outcome
        if gives != case["gives"]:
            yield case["why"], gives, case["gives"]


def main():
    count = 0
    for name, differences in (
        ("sessions", session_differences), ("segments", segment_differences)
    ):
        file = strict((FOLDER / f"{name}.json").read_bytes())
        for why, found, told in differences(file):
            print(f"{name}.json: {why}\n  found {found}\n  told  {told}")
            count += 1
        print(f"{name}.json: {len(file['cases'])} cases")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
