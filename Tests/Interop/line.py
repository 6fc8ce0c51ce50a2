"""Lines of operations and private lines: Protocol/2-lines.md."""

import functools

import chain
import forms
import strict_json
import trust
from forms import array, boolean, digest, hex_id, integer, mapping, members, natural, positive, short, text
from frame import LONGEST_LINE

texts = mapping(text)
ids = array(hex_id)
names = forms.ascending(text, 1)
people = forms.ascending(forms.participant, 2)
durable = array(forms.row(hex_id, natural))
date = forms.pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def calendar(value):
    return array(forms.row(date, integer))(value) and all(
        a[0] < b[0] and a[1] < b[1] for a, b in zip(value, value[1:]))


question = members(
    {"id": text, "type": forms.one_of("text", "number", "choice", "yes-no"), "titles": texts},
    {"required": boolean, "choices": array(text)})

SESSION = {"titles": texts, "day": text, "type": text, "from": integer, "to": integer}
PARTS = {
    "event": ({"titles": texts, "zone": text, "languages": array(text), "calendar": calendar}, {}),
    "day": ({"titles": texts, "date": date, "from": integer, "to": integer}, {}),
    "session": (SESSION, {"slots": array(integer), "talks": integer}),
    "door": ({"titles": texts}, {
        "kinds": array(text), "days": array(text), "before": natural, "after": natural,
        "entry": forms.one_of("once", "once-a-day", "again-after-leaving", "always"),
        "pending": boolean, "capacity": boolean,
        "questions": array(question)}),
    "item": ({"titles": texts}, {"due": integer}),
    "indicator": ({"titles": texts, "measured": text}, {"goal": integer, "unit": text}),
    "group": ({"titles": texts}, {"countries": array(text), "bodies": array(text)}),
    "country": ({"titles": texts, "groups": array(text)}, {}),
}
PART_ORDER = {"indicator": ["titles", "goal", "unit", "measured"]}
POINT_FIELDS = {
    "country": text, "zone": text, "language": text, "capacity": integer, "contact": text, "name": text}
PUBLIC_FIELDS = {
    "kind": text, "country": text, "point": forms.point, "body": text, "language": text,
    "valid_from": integer, "valid_until": integer, "pending": boolean, "cancelled": boolean,
    "extra_doors": array(text), "withdrawn_doors": array(text)}
SESSION_FIELDS = {**SESSION, "slots": array(integer), "talks": integer}
MARK = {"node": hex_id, "boot": hex_id, "mono": integer, "time": integer, "err": natural}

ALWAYS = {
    "kind": text, "event": hex_id, "node": hex_id, "nonce": forms.pattern("[0-9a-f]{16}"),
    "at": integer, "boot": hex_id, "mono": integer}
WHERE_IT_APPLIES = {
    "by": short, "point": forms.point, "participant": forms.participant, "private": digest,
    "fields": names, "stated": integer}
# Members of a kind in the order of the table; `?` after those that may be absent.
KINDS = {
    "event.put": {"part": forms.one_of(*PARTS), "id": text, "value": mapping(lambda _: True)},
    "event.rules": {"version": positive},
    "ticket.key": {"key": digest, "from": integer, "until": integer},
    "hub.start": {
        "generation": hex_id, "ordinal": positive, "key": digest, "root": digest,
        "certificate": forms.signature, "replaces?": digest},
    "clock": {"mark": members(MARK)},
    "boot": {"previous?": hex_id, "machine": short},
    "node.admit": {"point": forms.point, "key": digest, "seal": digest, "country": text},
    "node.revoke": {"key": digest, "durable": durable, "why": text},
    "node.accept": {"key": digest, "durable": durable},
    "point.put": {"point": forms.point, "set": members({}, POINT_FIELDS)},
    "point.ready": {"point": forms.point, "items": array(text)},
    "point.open": {"point": forms.point},
    "point.close": {"point": forms.point},
    "participant.put": {"base": ids, "set": members({}, PUBLIC_FIELDS)},
    "participant.merge": {"participants": people},
    "participant.unmerge": {"participants": people, "merges": ids},
    "erase": {"ops?": array(hex_id, 1)},
    "participant.block": {"participant": forms.participant, "why": text, "serials?": integer},
    "participant.unblock": {"participant": forms.participant, "blocks": ids},
    "checkin": {
        "point": forms.point, "participant": forms.participant, "door": text, "base": ids,
        "serial?": integer, "answered?": names, "despite?": text},
    "checkout": {"point": forms.point, "participant": forms.participant, "door": text},
    "refusal": {"point": forms.point, "door": text, "reason": text},
    "void": {"ops": ids},
    "reassign": {"participant": forms.participant, "ops": ids},
    "retime": {"ops": ids, "time": integer},
    "count": {"point": forms.point, "indicator": text, "value": natural},
    "session.start": {"session": text},
    "session.end": {"session": text},
    "session.skip": {"session": text},
    "session.put": {"session": text, "set": members({}, SESSION_FIELDS)},
    "announce": {
        "texts": mapping(text, 1), "countries?": array(text), "groups?": array(text), "until?": integer},
    "announce.seen": {"point": forms.point, "announcement": hex_id, "acknowledged": boolean},
    "resolve": {"conflict": array(text, 1), "choice": text, "saw": ids},
}


class Unreadable(Exception):
    pass


def read(data, event):
    """The members of a readable line; Unreadable for every other."""
    if len(data) > LONGEST_LINE:
        raise Unreadable("too long")
    try:
        op = strict_json.read(data)
    except strict_json.Malformed:
        raise Unreadable("no strict JSON") from None
    if not isinstance(op, dict):
        raise Unreadable("no object")
    makes_boot = op.get("kind") in ("boot", "hub.start")
    for name, form in ALWAYS.items():
        if name == "boot" and makes_boot:
            if name in op:
                raise Unreadable(name)
        elif name not in op or not form(op[name]):
            raise Unreadable(name)
    if op["event"] != event:
        raise Unreadable("another event")
    for name, form in WHERE_IT_APPLIES.items():
        if name in op and not form(op[name]):
            raise Unreadable(name)
    kind = op["kind"]
    for name, form in KINDS.get(kind, {}).items():
        known = name.rstrip("?")
        if known not in op:
            if known == name:
                raise Unreadable(name)
        elif not form(op[known]):
            raise Unreadable(known)
    if kind == "event.put" and not members(*PARTS[op["part"]])(op["value"]):
        raise Unreadable("value")
    if kind == "erase" and not ("participant" in op or "ops" in op):
        raise Unreadable("an erase of nothing")
    return op


@functools.lru_cache(4_096)
def readable(data, event):
    """The members of a line, not to be changed; None where it is unreadable."""
    try:
        return read(data, event)
    except Unreadable:
        return None


def _named(value, order):
    return {name: value[name] for name in order if name in value}


def _part(part, value):
    required, optional = PARTS[part]
    written = _named(value, PART_ORDER.get(part, [*required, *optional]))
    if part == "group":
        return {name: member for name, member in written.items() if member != []}
    if part == "door":
        written = {
            name: member for name, member in written.items()
            if not (member is False or (name, member) in (("entry", "again-after-leaving"), ("questions", [])))}
        if "questions" in written:
            written["questions"] = [_question(asked) for asked in written["questions"]]
    return {name: member for name, member in written.items() if (name, member) != ("slots", [])}


def _question(asked):
    written = _named(asked, ["id", "type", "required", "titles", "choices"])
    return {name: member for name, member in written.items() if member is not False and member != []}


def write(op):
    """The line of these members, in the order of the tables; what is not named there is left out."""
    kind = op["kind"]
    own = [name.rstrip("?") for name in KINDS.get(kind, {})]
    written = _named(op, [*ALWAYS, *WHERE_IT_APPLIES, *own])
    if kind == "event.put":
        written["value"] = _part(op["part"], op["value"])
    elif kind == "clock":
        written["mark"] = _named(op["mark"], MARK)
    elif kind == "announce":
        written = {name: value for name, value in written.items() if value != []}
    elif "set" in written:
        fields = {
            "point.put": POINT_FIELDS, "participant.put": PUBLIC_FIELDS, "session.put": SESSION_FIELDS}
        if kind in fields:
            written["set"] = _named(op["set"], fields[kind])
    return strict_json.compact(written)


def op_id(data):
    return chain.op_id(data)


private_line = members({"salt": hex_id, "set": texts})


def private_names(data):
    """The names that a private line sets, ascending; None for a line of another form."""
    if len(data) > LONGEST_LINE:
        return None
    try:
        value = strict_json.read(data)
    except strict_json.Malformed:
        return None
    return sorted(value["set"], key=str.encode) if private_line(value) else None


def write_private(salt, fields):
    return strict_json.compact({"salt": salt, "set": fields})


def private_digest(data):
    return trust.sha256(data).hex()
