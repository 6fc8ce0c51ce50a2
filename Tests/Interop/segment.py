"""Segments, as a follower of the log reads them: Protocol/2-lines.md, The log; Protocol/4-messages.md, `segment`."""

import chain
import forms
import line
import messages
import strict_json
import trust
from messages import Failed

LARGEST_BODY = 196_608
header = forms.members({"writers": forms.array(forms.row(forms.hex_id, forms.hex_id), 1)})
placement = forms.members({
    "writer": forms.natural, "n": forms.positive, "received": forms.integer, "line": forms.boolean})


class Entry:
    """A placement, and the op's line where it follows."""

    def __init__(self, op, node, epoch, n, received, data):
        self.op = op
        self.node = node
        self.epoch = epoch
        self.n = n
        self.received = received
        self.data = data


class Segment:
    def __init__(self, message, entries, lines):
        self.generation = message["generation"]
        self.key = message["key"]
        self.first = message["first"]
        self.last = message["first"] + message["count"] - 1
        self.before = message["before"]
        self.after = message["after"]
        self.entries = entries
        self.lines = lines

    def starts(self, event):
        """(place, members) of each hub.start of the event in it."""
        for place, entry in enumerate(self.entries, self.first):
            op = entry.data and line.readable(entry.data, event)
            if op and op["kind"] == "hub.start":
                yield place, op


def certified_key(op, event):
    """The hub's key that a hub.start certifies; None where it certifies none."""
    fits = trust.certified(event, op["root"], op["key"], op["certificate"]) and op["node"] == trust.key_id(op["key"])
    return op["key"] if fits else None


def read(lines, event, place, before, keys):
    """The segment in a frame, for a follower of the log who stands at (place, before) and knows these hub keys."""
    message = messages.read(lines[0])
    messages.check(message)
    if message["count"] > 256:
        raise Failed("too_many")
    if message["event"] != event:
        raise Failed("wrong_event")
    if message["first"] != place + 1:
        raise Failed("gap")
    if message["before"] != before:
        raise Failed("parted")
    body = b"\n".join(lines[1:])
    if len(body) > LARGEST_BODY:
        raise Failed("too_many")
    if chain.after_body(before, body) != message["after"]:
        raise Failed("bad_hash")
    segment = Segment(message, _entries(lines[1:], message["count"]), lines)
    brought = {certified_key(op, event) for _, op in segment.starts(event)}
    if message["key"] not in keys and message["key"] not in brought:
        raise Failed("wrong_hub")
    if not trust.verifies(
            message["key"], message["signature"], "muster segment 1",
            event, message["generation"], message["first"], message["count"], message["after"]):
        raise Failed("bad_signature")
    return segment


def stored(lines):
    """A segment that was checked when it came."""
    message = messages.read(lines[0])
    return Segment(message, _entries(lines[1:], message["count"]), lines)


def _object(data):
    try:
        return strict_json.read(data)
    except strict_json.Malformed:
        raise Failed("bad_message", "a line of the body") from None


def _entries(lines, count):
    if not lines:
        raise Failed("bad_message", "no body")
    writers = _object(lines[0])
    if not header(writers) or len(writers["writers"]) > count:
        raise Failed("bad_message", "writers")
    entries, rest = [], iter(lines[1:])
    for data in rest:
        placed = _object(data)
        if not placement(placed) or placed["writer"] >= len(writers["writers"]):
            raise Failed("bad_message", "a placement")
        carried = next(rest, None) if placed["line"] else None
        if placed["line"] == ("op" in placed) or placed["line"] and carried is None:
            raise Failed("bad_message", "an op or its line")
        if not placed["line"] and not forms.hex_id(placed["op"]):
            raise Failed("bad_message", "an op's id")
        op = chain.op_id(carried) if placed["line"] else placed["op"]
        entries.append(Entry(op, *writers["writers"][placed["writer"]], placed["n"], placed["received"], carried))
    if len(entries) != count:
        raise Failed("bad_message", "another count of entries")
    return entries
