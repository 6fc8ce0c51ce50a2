"""What a desk answers to somebody who wants in: Protocol/5-state.md, Admission."""

from fold import door


class Wanted:
    """Somebody at a door: whom the ticket or the words name, what is shown, when, and what is answered."""

    def __init__(self, participant, door, point, time, err, shown="nothing", serial=None, answered=()):
        self.participant = participant
        self.door = door
        self.point = point
        self.time = time
        self.err = err
        self.shown = shown
        self.serial = serial
        self.answered = answered


class Judgement:
    def __init__(self, state, wanted):
        self.state = state
        self.wanted = wanted
        people = state.people
        self.name = people.name(wanted.participant)
        self.rule = state.programme.part("door", wanted.door) or {}
        before = [op for op in state.presence.checkins if people.whose(op) == self.name]
        self.asked = state.asked(self.name, wanted.door, wanted.time, wanted.err, wanted.answered, before)
        self.asked.blocked = any(
            "serials" not in block.line or wanted.serial is not None and wanted.serial <= block.line["serials"]
            for one in people.members(self.name) for block in people.standing_blocks(one))
        self.asked.full = self._is_full()
        self.faults = door.faults(self.rule, self.asked, state.programme)
        self.inside = next((
            one for one in state.presence.intervals.get((self.name, wanted.point, wanted.door), [])
            if one.begin <= wanted.time < one.end), None)
        self.known = wanted.participant in people.ids
        self.verdict = self._verdict()

    def _is_full(self):
        point = self.state.programme.points.get(self.wanted.point)
        put = point and point.fields.get("capacity")
        if not put:
            return False
        inside = {
            name for (name, where, _), each in self.state.presence.intervals.items() if where == self.wanted.point
            and any(one.begin <= self.wanted.time < one.end for one in each)}
        return self.name not in inside and len(inside) >= put.line["set"]["capacity"]

    def _verdict(self):
        if self.wanted.shown == "other-event":
            return "wrong-event"
        if self.wanted.shown == "bad-signature":
            return "bad-signature"
        if self.wanted.shown == "nothing" and not self.known:
            return "unknown"
        if self.faults and self.faults[0] in ("blocked", "cancelled"):
            return self.faults[0]
        if self.inside and self.rule.get("entry") != "always":
            return "repeat"
        return self.faults[0] if self.faults else "admitted"
