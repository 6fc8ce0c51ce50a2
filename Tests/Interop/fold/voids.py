"""What was taken back: Protocol/5-state.md, Voids."""

BY_HUB = {
    "checkin", "checkout", "refusal", "count", "participant.put", "session.start", "session.end", "session.skip",
    "announce"}
AT_POINT = {"checkin", "checkout", "refusal", "count"}


def _takes_back(authority, void, target):
    if authority.is_hubs(void):
        return target.kind in BY_HUB
    if target.kind in AT_POINT:
        return target.line["point"] in [point for point, _ in authority.places(void.node)]
    return target.kind == "participant.put" and target.node == void.node


def voided(authority):
    """Ids of the ops that were taken back."""
    counting = authority.counting
    return {
        target for void in counting.values() if void.kind == "void" for target in void.line["ops"]
        if target in counting and _takes_back(authority, void, counting[target])}


def unvoided(ops, taken_back):
    return [op for op in ops if op.id not in taken_back]
