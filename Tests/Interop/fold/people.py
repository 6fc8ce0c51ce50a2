"""Participants, persons and blocks: Protocol/5-state.md, Participants; the conflict `edit-edit`."""

import line
from fold import resolutions
from fold.ops import WALK_IN
from fold.voids import unvoided


class People:
    def __init__(self, authority, times, voided):
        counting = list(authority.counting.values())
        self.times = times
        self.home = authority.home
        self.ids = {op.whom for op in counting if op.whom is not None}
        self.puts = {}
        for op in unvoided([op for op in counting if op.kind == "participant.put"], voided):
            self.puts.setdefault(op.whom, []).append(op)
        self._read_persons(counting)
        self._read_blocks(counting)
        self.reassigned = {}
        for op in times.sorted(op for op in counting if op.kind == "reassign"):
            for target in op.line["ops"]:
                if target in authority.counting and authority.counting[target].kind in ("checkin", "checkout"):
                    self.reassigned[target] = op.line["participant"]
        self.conflicts = []
        resolves = resolutions.Resolutions(authority, times)
        self.fields = {
            participant: self._read_fields(participant, puts, resolves) for participant, puts in self.puts.items()}

    def _read_fields(self, participant, puts, resolves):
        """Field → the put that wins it."""
        setting = {}
        for op in puts:
            private = set(op.line.get("fields", [])) - set(line.PUBLIC_FIELDS)
            for field in private | (set(op.line["set"]) & set(line.PUBLIC_FIELDS)):
                setting.setdefault(field, []).append(op)
        won = {}
        for field, ops in setting.items():
            overtaken = {base for op in ops for base in op.line["base"] if base != op.id}
            live = [op for op in ops if op.id not in overtaken]
            won[field] = self.times.latest(live)
            values = [op.line["set"].get(field) for op in live]
            if len(live) > 1 and (field not in line.PUBLIC_FIELDS or any(value != values[0] for value in values)):
                conflict = resolves.conflict(
                    "edit-edit", [participant, field], {op.id for op in live},
                    [f"op:{op.id}" for op in live], f"op:{won[field].id}")
                self.conflicts.append(conflict)
                won[field] = next(op for op in live if f"op:{op.id}" == conflict.outcome)
        return won

    def _read_persons(self, counting):
        unmerges = [op for op in counting if op.kind == "participant.unmerge"]
        groups = {}
        for merge in (op for op in counting if op.kind == "participant.merge"):
            named = set(merge.line["participants"])
            if any(merge.id in op.line["merges"] and named <= set(op.line["participants"]) for op in unmerges):
                continue
            joined = set(named).union(*(groups.get(one, {one}) for one in named))
            groups.update(dict.fromkeys(joined, joined))
        self.merged = {one: sorted(group, key=_rank) for one, group in groups.items()}

    def members(self, participant):
        """The participants of the person of this one, the first of whom names it."""
        return self.merged.get(participant, [participant])

    def name(self, participant):
        return self.members(participant)[0]

    def whose(self, op):
        """The name of the person whose check-in or check-out this is."""
        return self.name(self.reassigned.get(op.id, op.line["participant"]))

    def is_registered(self, name):
        return any(one in self.puts for one in self.members(name))

    def put(self, name, field):
        """The put that wins a field of a person; None where it has none."""
        for one in self.members(name):
            if field in self.fields.get(one, {}):
                return self.fields[one][field]
        return None

    def field(self, name, field):
        """A public field of a person."""
        put = self.put(name, field)
        return put.line["set"].get(field) if put else None

    def _read_blocks(self, counting):
        self.blocks, self.lifts = {}, {}
        for op in counting:
            if op.kind == "participant.block":
                self.blocks.setdefault(op.line["participant"], []).append(op)
            elif op.kind == "participant.unblock":
                for block in op.line["blocks"]:
                    self.lifts.setdefault(block, []).append(op)

    def standing_blocks(self, participant):
        return [op for op in self.blocks.get(participant, []) if op.id not in self.lifts]

    def barring(self, checkin):
        """The blocks that bar a check-in."""
        order = self.times.order
        return [
            block for one in self.members(self.whose(checkin)) for block in self.blocks.get(one, [])
            if (order(block) < order(checkin) or block.id in checkin.line["base"])
            and not any(order(lift) < order(checkin) for lift in self.lifts.get(block.id, []))
            and _reaches(block, checkin.line.get("serial"))]


def _reaches(block, serial):
    return "serials" not in block.line or serial is not None and serial <= block.line["serials"]


def _rank(participant):
    return WALK_IN.fullmatch(participant) is not None, participant.encode()
