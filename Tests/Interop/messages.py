"""The messages that a node takes and gives, as forms: Protocol/4-messages.md."""

import forms
import strict_json
from forms import array, boolean, digest, hex_id, integer, long, members, natural, positive, short, signature, text

NAMES = {
    101: "bad_magic", 102: "bad_version", 103: "bad_flags", 104: "bad_dictionary", 105: "too_large",
    106: "bad_compression", 107: "bad_json", 108: "bad_line", 109: "bad_utf8", 110: "bad_message",
    111: "unexpected", 112: "too_many", 113: "bad_hash", 114: "too_slow", 201: "no_common_version",
    204: "bad_signature", 205: "bad_code", 207: "wrong_hub", 208: "bad_admission", 301: "gap",
    305: "wrong_event", 306: "parted"}
CODES = {name: code for code, name in NAMES.items()}

start = forms.row(hex_id, natural, digest)
writer_held = members({
    "n": natural, "hash": digest, "whole": natural, "verdict": forms.one_of("prefix", "behind", "fork")})
limits = members({
    name: positive for name in ("frame", "line", "entries", "body", "batches", "ping_ms", "dead_ms")})
coverage = members({
    **{name: natural for name in (
        "expected", "open", "heard", "silent", "never_heard", "present", "attended")}, "complete": boolean})

FROM_HUB = {
    "enrolled": members({
        "event": hex_id, "root": digest, "key": digest, "certificate": signature, "seal": digest,
        "signature": signature, "proof": digest}),
    "welcome": members({
        "version": integer, "software": short, "event": hex_id, "generation": hex_id,
        "features": array(text, 0, 64), "root": digest, "key": digest, "certificate": signature,
        "writer": writer_held, "starts": array(start, 0, 16), "from": positive, "time": natural,
        "limits": limits}, {"revoked": boolean, "addresses": array(forms.sized(1, 255), 0, 8)}),
    # How many is looked at later, with a code of its own.
    "segment": members({
        "event": hex_id, "generation": hex_id, "key": digest, "first": positive, "count": positive,
        "before": digest, "after": digest, "signature": signature}),
    "want-segments": members({"after": array(digest, 1, 8)}),
    "recovered": members({"after": array(digest, 1, 128)}),
    "ack": members({"epoch": hex_id, "durable": natural, "whole": natural}),
    "want": members({"ops": array(hex_id, 1, 256)}),
    "private": members({"count": positive}),
    "status": members(
        {"time": natural, "coverage": coverage}, {"state": members({"place": natural, "digest": digest})}),
    "wait": members({"reason": short, "text": long}),
    "go": members({}),
    "ping": members({"id": natural, "time": natural}),
    "pong": members({"id": natural, "time": natural}),
    "bye": members({"reason": long}),
    "error": members({"code": integer, "name": short, "text": long}, {"retry_after_ms": natural}),
}
FROM_NODE_ALONE = {"hello", "enrol", "ops", "have", "offer"}
entry = members({"op": hex_id, "is": forms.one_of("line", "gone", "absent")})


class Failed(Exception):
    """What ends a session, with the name of an error of the protocol."""

    def __init__(self, name, words=""):
        super().__init__(words or name)
        self.name = name
        self.code = CODES[name]


def read(line):
    """The first line of a frame: an object with a type, whatever else it says."""
    try:
        message = strict_json.read(line)
    except strict_json.Malformed as malformed:
        raise Failed(NAMES[malformed.code]) from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Failed("bad_message", "no object with a type")
    return message


def check(message):
    if not FROM_HUB[message["type"]](message):
        raise Failed("bad_message", message["type"])


def write(kind, **values):
    return strict_json.compact({"type": kind, **values})


def entries_of(message, lines):
    """[(op, is, line or None)] of a `private`."""
    if message["count"] > 256 or sum(map(len, lines)) + len(lines) - 1 > 196_608:
        raise Failed("too_many")
    entries, rest = [], iter(lines)
    for data in rest:
        try:
            said = strict_json.read(data)
        except strict_json.Malformed:
            raise Failed("bad_message", "an entry") from None
        if not entry(said):
            raise Failed("bad_message", "an entry")
        line = next(rest, None) if said["is"] == "line" else None
        if said["is"] == "line" and line is None:
            raise Failed("bad_message", "a private line is missing")
        entries.append((said["op"], said["is"], line))
    if len(entries) != message["count"]:
        raise Failed("bad_message", "another count of entries")
    return entries
