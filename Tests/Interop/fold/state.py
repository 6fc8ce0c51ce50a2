"""The whole fold, and its canonical form and digest: Protocol/5-state.md."""

import strict_json
import trust
from fold import door, resolutions, voids
from fold.authority import Authority
from fold.ops import gather
from fold.people import People
from fold.presence import Presence
from fold.programme import Programme
from fold.times import Times

FIELD_OF_FAULT = {
    "cancelled": "cancelled", "pending": "pending", "not-yet-valid": "valid_from",
    "no-longer-valid": "valid_until", "wrong-door": "withdrawn_doors", "wrong-kind": "kind"}
LOOKED_AT = ("cancelled", "pending", "valid_from", "valid_until", "withdrawn_doors", "kind", "extra_doors")


class State:
    def __init__(self, event, elements):
        self.ops = gather(event, elements)
        self.authority = Authority(event, self.ops)
        self.times = Times(self.authority)
        self.voided = voids.voided(self.authority)
        self.people = People(self.authority, self.times, self.voided)
        self.programme = Programme(self.authority, self.times, self.voided)
        self.presence = Presence(self.authority, self.times, self.voided, self.people, self.programme)
        self.resolves = resolutions.Resolutions(self.authority, self.times)
        self._read_counted()
        self.conflicts = [*self.people.conflicts, *self.double, *self._unentitled(), *self._unknown_tickets()]

    def counting(self, *kinds):
        return [op for op in self.authority.counting.values() if op.kind in kinds]

    # Counted points and double presence

    def _read_counted(self):
        self.counted, self.double = {}, []
        by_date = {}
        for one in sorted(self.presence.of_checkin.values(), key=lambda one: self.times.order(one.checkin)):
            by_date.setdefault((one.name, one.date), []).append(one)
        for (name, date), intervals in by_date.items():
            self.counted[name, date] = intervals[0].point
            overlapping = [
                one for one in intervals
                if any(one.point != other.point and one.overlaps(other) for other in intervals)]
            if not overlapping:
                continue
            conflict = self.resolves.conflict(
                "double-presence", [name, date], {one.checkin.id for one in overlapping},
                {f"point:{one.point}" for one in overlapping}, f"point:{intervals[0].point}")
            self.double.append(conflict)
            self.counted[name, date] = conflict.outcome.removeprefix("point:")

    # Entitlement

    def asked(self, name, at_door, time, err, answered, before):
        """What the rule of a door looks at, about a person and what was on record `before`: its earlier check-ins."""
        asked = door.Asked(at_door, time, err, answered)
        asked.registered = self.people.is_registered(name)
        asked.fields = {field: self.people.field(name, field) for field in LOOKED_AT}
        spent = [
            self.presence.of_checkin[op.id] for op in before
            if op.id in self.presence.of_checkin and op.line["door"] == at_door]
        asked.spending = spent
        asked.spent_once = bool(spent)
        asked.spent_today = any(one.date == self.programme.date(time) for one in spent)
        asked.answered_before = {question for op in before for question in op.line.get("answered", [])}
        return asked

    def faults_of(self, checkin):
        """(faults, evidence beside the check-in) of a recorded check-in, as the fold finds them."""
        name = self.people.whose(checkin)
        barring = self.people.barring(checkin)
        evidence = {block.id for block in barring}
        if checkin.id not in self.presence.of_checkin:
            return ["blocked"] if barring else [], evidence
        before = [
            op for op in self.presence.checkins
            if self.times.order(op) < self.times.order(checkin) and self.people.whose(op) == name]
        time, err = self.times.of[checkin.id]
        asked = self.asked(name, checkin.line["door"], time, err, checkin.line.get("answered", []), before)
        asked.blocked = bool(barring)
        rule = self.programme.part("door", checkin.line["door"]) or {}
        found = door.faults(rule, asked, self.programme)
        for fault in found:
            put = self.people.put(name, FIELD_OF_FAULT[fault]) if fault in FIELD_OF_FAULT else None
            if put:
                evidence.add(put.id)
        if "already-used" in found:
            today = self.programme.date(time)
            evidence.add(next(
                one.checkin.id for one in asked.spending if rule["entry"] == "once" or one.date == today))
        return found, evidence

    def _unentitled(self):
        gathered = {}
        for checkin in self.presence.checkins:
            found, evidence = self.faults_of(checkin)
            if found:
                subject = self.people.whose(checkin), self.programme.date(self.times.of[checkin.id][0])
                gathered.setdefault(subject, set()).update({checkin.id}, evidence)
        for subject, evidence in gathered.items():
            yield self.resolves.conflict(
                "admitted-unentitled", list(subject), evidence, ["confirm", "void"], "admitted")

    def _unknown_tickets(self):
        for op_id, one in self.presence.of_checkin.items():
            if not self.people.is_registered(one.name):
                yield self.resolves.conflict("unknown-ticket", [op_id], {op_id}, ["match", "void"], "unnamed")

    def visitors(self, country):
        """Names of the persons who have a check-in at a point of a country."""
        points = {
            point for point, one in self.programme.points.items()
            if "country" in one.fields and one.fields["country"].line["set"]["country"] == country}
        return {self.people.whose(op) for op in self.presence.checkins if op.line["point"] in points}

    # Erasure

    def erased_people(self):
        return {op.line["participant"] for op in self.counting("erase") if "participant" in op.line}

    def erased_ops(self):
        """Ids of the ops whose private lines are erased."""
        whom = self.erased_people()
        what = {target for op in self.counting("erase") for target in op.line.get("ops", [])}
        return {
            op.id for op in self.ops.values()
            if op.line and "private" in op.line and (op.id in what or op.whom in whom)}

    # Canonical form

    def canonical(self):
        """The canonical lines, sorted."""
        return sorted(strict_json.compact(each) for each in self._lines())

    def digest(self):
        return trust.sha256(b"\n".join(self.canonical())).hex()

    def _lines(self):
        yield from self._lines_of_event()
        yield from self._lines_of_points()
        yield from self._lines_of_people()
        yield from self._lines_of_presence()
        for one in self.conflicts:
            yield ["conflict", one.kind, one.subject, one.is_open, one.outcome, sorted(one.evidence)]
        for op_id, why in self.authority.ignored.items():
            yield ["ignored", op_id, why]

    def _lines_of_event(self):
        for hub in self.authority.hubs:
            yield ["hub", hub]
        versions = [op.line["version"] for op in self.counting("event.rules")]
        if versions:
            yield ["rules", max(versions)]
        for (part, name), op in self.programme.parts.items():
            yield ["part", part, name, op.id]
        for name, one in self.programme.sessions.items():
            yield ["session", name, _fields(one.fields), one.state, _id(one.start), _id(one.end)]
        for op in self.counting("ticket.key"):
            yield ["ticket-key", op.line["key"], op.id]
        for op in voids.unvoided(self.counting("announce"), self.voided):
            yield ["announcement", op.id]
        seen, acknowledged = {}, {}
        for op in self.times.sorted(self.counting("announce.seen")):
            where = op.line["announcement"], op.line["point"]
            seen.setdefault(where, op.id)
            if op.line["acknowledged"]:
                acknowledged.setdefault(where, op.id)
        for where, op_id in seen.items():
            yield ["seen", *where, op_id, acknowledged.get(where)]

    def _lines_of_points(self):
        for op in self.counting("node.admit"):
            yield ["node", trust.key_id(op.line["key"]), op.line["point"], op.line["country"], op.id]
        for op in self.counting("node.revoke"):
            yield ["revoked", trust.key_id(op.line["key"]), op.id]
        for name, one in self.programme.points.items():
            is_open = one.opened.kind == "point.open" if one.opened else None
            yield ["point", name, _fields(one.fields), is_open, _id(one.opened)]
        for name, op in self.programme.ready.items():
            yield ["ready", name, op.id]
        for (point, indicator), op in self.programme.counts.items():
            yield ["count", point, indicator, op.id]

    def _lines_of_people(self):
        people = self.people
        for one in people.ids:
            blocks = sorted(op.id for op in people.standing_blocks(one))
            yield ["participant", one, people.home.get(one), _fields(people.fields.get(one, {})), blocks]
        for one in people.merged:
            if people.name(one) != one:
                yield ["merged", one, people.name(one)]
        for one in self.erased_people():
            yield ["erased", "participant", one]
        for op_id in self.erased_ops():
            yield ["erased", "op", op_id]
        for op_id, one in people.reassigned.items():
            yield ["reassigned", op_id, one]

    def _lines_of_presence(self):
        for op_id, ms in self.times.retimed.items():
            yield ["retimed", op_id, ms]
        for (name, point, at_door), intervals in self.presence.intervals.items():
            yield ["presence", name, point, at_door, [
                [one.begin, one.err, one.checkin.id, one.end, _id(one.checkout)] for one in intervals]]
        for (name, date), point in self.counted.items():
            yield ["counted", name, date, point]
        for op in self.presence.repeats:
            yield ["repeat", op.id]
        for op in self.presence.orphans:
            yield ["orphan", op.id]
        for op in voids.unvoided(self.counting("refusal"), self.voided):
            yield ["refusal", op.id, self.times.of[op.id][0]]
        for op_id in self.voided:
            yield ["voided", op_id]


def _id(op):
    return op.id if op else None


def _fields(fields):
    return [[field, fields[field].id] for field in sorted(fields, key=str.encode)]
