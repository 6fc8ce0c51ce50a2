"""Conflicts, and what people decided: Protocol/5-state.md, Conflicts."""


class Conflict:
    def __init__(self, kind, subject, evidence, is_open, outcome):
        self.kind = kind
        self.subject = subject
        self.evidence = evidence
        self.is_open = is_open
        self.outcome = outcome


class Resolutions:
    def __init__(self, authority, times):
        self.by_conflict = {}
        of_hubs = [op for op in authority.counting.values() if op.kind == "resolve" and authority.is_hubs(op)]
        for op in times.sorted(of_hubs):
            self.by_conflict.setdefault(tuple(op.line["conflict"]), []).append(op)

    def conflict(self, kind, subject, evidence, choices, automatic):
        applying = [
            op for op in self.by_conflict.get((kind, *subject), []) if op.line["choice"] in choices]
        if applying and evidence <= set(applying[-1].line["saw"]):
            return Conflict(kind, subject, evidence, False, applying[-1].line["choice"])
        return Conflict(kind, subject, evidence, True, automatic)
