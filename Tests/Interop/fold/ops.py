"""The set that is folded: ops, and where each was placed."""

import re

import chain
import line

WALK_IN = re.compile("[0-9a-f]{32}")


class Op:
    """An op of the set; `line` holds its members, None where it is unreadable."""

    def __init__(self, op_id, members):
        self.id = op_id
        self.line = members
        self.placements = set()

    @property
    def kind(self):
        return self.line["kind"]

    @property
    def node(self):
        return self.line["node"]

    @property
    def boot(self):
        return self.line.get("boot", self.id)

    @property
    def received(self):
        return min(received for _, _, _, received in self.placements)

    @property
    def whom(self):
        """The participant that it names; of a walk-in's creating put, its own id."""
        if self.kind == "participant.put":
            return self.line.get("participant", self.id)
        return self.line.get("participant")


def gather(event, elements):
    """Ops by id, of elements (line, node, epoch, n, received)."""
    ops = {}
    for data, node, epoch, n, received in elements:
        op_id = chain.op_id(data)
        if op_id not in ops:
            ops[op_id] = Op(op_id, line.readable(data, event))
        ops[op_id].placements.add((node, epoch, n, received))
    return ops
