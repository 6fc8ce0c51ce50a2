"""The scenes of Protocol/vectors/door.json, as ops of a hub."""

import secrets

import chain
import line
import trust
from fold import desk, door
from fold.state import State


class Scene:
    """A hub that writes what a case says, with the times that it says."""

    def __init__(self, case):
        root, hub = trust.private_from(b"\x01" * 32), trust.private_from(b"\x02" * 32)
        self.event = trust.key_id(trust.public_of(root))
        key = trust.public_of(hub)
        self.node = trust.key_id(key)
        self.elements, self.boot = [], None
        self.boot = self.add(0, "hub.start", generation="0" * 32, ordinal=1, key=key, root=trust.public_of(root),
                             certificate=trust.sign(root, "muster hub key 1", self.event, key))
        if case["calendar"]:
            self.part("event", "e", {"titles": {}, "zone": "UTC", "languages": [], "calendar": case["calendar"]})
        for day in case["days"]:
            self.part("day", day["id"], {"titles": {}, **{name: day[name] for name in ("date", "from", "to")}})
        if case["door"] is not None:
            questions = [
                {"type": "text", "titles": {}, **question} for question in case["door"].get("questions", [])]
            self.part("door", "main", {
                "titles": {}, **case["door"], **({"questions": questions} if questions else {})})
        for participant, fields in case["people"].items():
            self.add(0, "participant.put", participant=participant, base=[], set=fields)
        if case["merged"]:
            self.add(0, "participant.merge", participants=sorted(case["merged"]))
        if case["capacity"] is not None:
            self.add(0, "point.put", point="here", set={"capacity": case["capacity"]})
        self.seen = []
        for block in case["blocks"]:
            serials = {"serials": block["serials"]} if "serials" in block else {}
            made = self.add(block["time"], "participant.block", participant=block["participant"], why="", **serials)
            if "lifted" in block:
                self.add(block["lifted"], "participant.unblock", participant=block["participant"], blocks=[made])
            if block["seen"]:
                self.seen.append(made)
        self.passages = [self.passage(each) for each in case["log"]]

    def add(self, at, kind, **members):
        nonce = secrets.token_hex(8)
        boot = {"boot": self.boot} if self.boot else {}
        n = len(self.elements) + 1
        data = line.write({
            "kind": kind, "event": self.event, "node": self.node, "nonce": nonce, "at": at, "mono": n,
            **boot, **members})
        self.elements.append((data, self.node, "0" * 32, n, at))
        return chain.op_id(data)

    def part(self, part, name, value):
        self.add(0, "event.put", part=part, id=name, value=value)

    def passage(self, each):
        members = {name: each[name] for name in ("point", "participant", "door") if name in each}
        if each["kind"] == "checkin":
            members["base"] = []
        if each.get("answered"):
            members["answered"] = sorted(each["answered"])
        kind = {"close": "point.close"}.get(each["kind"], each["kind"])
        made = self.add(each["time"], kind, **members)
        if each["voided"]:
            self.add(each["time"], "void", ops=[made])
        return made

    def state(self):
        return State(self.event, self.elements)


def _facts(state, judged):
    asked, rule = judged.asked, judged.rule
    windows = door.windows(rule, state.programme)
    return {
        "blocked": asked.blocked, "registered": asked.registered,
        "cancelled": asked.fields["cancelled"] is True,
        "pending": asked.fields["pending"] is True and not rule.get("pending"),
        "valid_from": asked.fields["valid_from"], "valid_until": asked.fields["valid_until"],
        "withdrawn": judged.wanted.door in (asked.fields["withdrawn_doors"] or []),
        "kind_admitted": door.kind_admitted(rule, asked), "date": state.programme.date(asked.time),
        "windows": None if windows is None else [list(window) for window in windows],
        "spent": bool(door.is_spent(rule, asked)), "questions_open": door.questions_open(rule, asked),
        "full": bool(rule.get("capacity")) and asked.full}


def play(case):
    """What a desk finds, and what the fold finds of the check-in when it is recorded all the same."""
    scene, asked = Scene(case), case["asked"]
    state = scene.state()
    wanted = desk.Wanted(
        asked["participant"], "main", "here", asked["time"], asked["err"], asked["shown"], asked["serial"],
        asked["answered"])
    judged = desk.Judgement(state, wanted)
    inside = scene.passages.index(judged.inside.checkin.id) if judged.inside else None
    came = {
        "known": judged.known, "facts": _facts(state, judged), "faults": judged.faults, "inside": inside,
        "verdict": judged.verdict, "recorded": None}
    if case["recorded"] is not None:
        came["recorded"] = _recorded(scene, asked)
    return came


def _recorded(scene, asked):
    serial = {} if asked["serial"] is None else {"serial": asked["serial"]}
    answered = {"answered": sorted(asked["answered"])} if asked["answered"] else {}
    made = scene.add(
        asked["time"], "checkin", point="here", participant=asked["participant"], door="main", base=scene.seen,
        **serial, **answered)
    state = scene.state()
    # A hub's op has no error of its own.
    state.times.of[made] = asked["time"], asked["err"]
    return state.faults_of(state.authority.counting[made])[0]
