"""Which ops count: Protocol/5-state.md, Authority."""

import line
import segment
import trust
from fold.ops import WALK_IN

AT_ITS_POINT = {
    "point.open", "point.close", "point.ready", "checkin", "checkout", "refusal", "count", "announce.seen"}


class Authority:
    def __init__(self, event, ops):
        self.event = event
        self.ignored = {}
        known = []
        for op in ops.values():
            if op.line is None:
                self.ignored[op.id] = "unreadable"
            elif op.kind not in line.KINDS:
                self.ignored[op.id] = "unknown-kind"
            else:
                known.append(op)
        starts = [op for op in known if op.kind == "hub.start" and segment.certified_key(op.line, event)]
        self.hubs = {op.node for op in starts}
        self.counting = {op.id: op for op in known if self.is_hubs(op) and self._of_hub(op)}
        self.counting.update({op.id: op for op in starts})
        self._read_rights()
        waiting = [op for op in known if op.id not in self.counting]
        rightful = [op for op in waiting if not self.is_hubs(op) and self._has_right(op)]
        self._read_homes([op for op in rightful if self._creates_walk_in(op)])
        self.counting.update({op.id: op for op in rightful if self._counts(op)})
        self.ignored.update({op.id: "no-authority" for op in waiting if op.id not in self.counting})

    def is_hubs(self, op):
        return op.node in self.hubs

    def _of_hub(self, op):
        return any(node in self.hubs for node, _, _, _ in op.placements)

    def _read_rights(self):
        self.admissions, self.revokes, self.accepts = {}, {}, {}
        for op in self.counting.values():
            held = {
                "node.admit": self.admissions, "node.revoke": self.revokes, "node.accept": self.accepts}.get(op.kind)
            if held is not None:
                held.setdefault(trust.key_id(op.line["key"]), []).append(op)

    def _has_right(self, op):
        return op.node in self.admissions and any(self._is_good(op.node, *placed) for placed in op.placements)

    def _is_good(self, author, node, epoch, n, received):
        if node != author:
            return False

        def reaches(listing):
            return any(listed == epoch and n <= last for listed, last in listing.line["durable"])
        accepted = any(map(reaches, self.accepts.get(node, [])))
        return accepted or all(map(reaches, self.revokes.get(node, [])))

    def places(self, node):
        """(point, country) of each of a node's admissions."""
        return [(op.line["point"], op.line["country"]) for op in self.admissions.get(node, [])]

    def _creates_walk_in(self, op):
        return op.kind == "participant.put" and "participant" not in op.line and self._counts(op)

    def _read_homes(self, walk_ins):
        self.home = {}
        hubs_puts = [op for op in self.counting.values() if op.kind == "participant.put"]
        for op in walk_ins + [op for op in hubs_puts if "participant" not in op.line]:
            self.home[op.id] = op.line["set"].get("country")
        creating = [
            op for op in hubs_puts
            if "participant" in op.line and not op.line["base"] and not WALK_IN.fullmatch(op.line["participant"])]
        for op in sorted(creating, key=lambda op: op.id, reverse=True):
            self.home[op.line["participant"]] = op.line["set"].get("country")

    def _counts(self, op):
        return any(self._counts_at(op, point, country) for point, country in self.places(op.node))

    def _counts_at(self, op, point, country):
        kind, members = op.kind, op.line
        if kind in ("boot", "void"):
            return True
        if kind in AT_ITS_POINT:
            return members["point"] == point
        if kind == "point.put":
            named = set(members["set"]) & set(line.POINT_FIELDS)
            return members["point"] == point and named <= {"contact", "capacity"}
        if kind == "participant.put":
            if "participant" not in members:
                return not members["base"] and members["set"].get("country") == country
            return self.home.get(members["participant"]) == country
        if kind in ("participant.merge", "participant.unmerge"):
            return all(self.home.get(one) == country for one in members["participants"])
        if kind == "resolve":
            conflict = members["conflict"]
            return (
                conflict[0] == "possible-duplicate" and len(conflict) == 3
                and all(self.home.get(one) == country for one in conflict[1:]))
        return False
