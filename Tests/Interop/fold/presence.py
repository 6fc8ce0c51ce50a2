"""Who was where: Protocol/5-state.md, Presence."""

from fold.voids import unvoided


class Interval:
    def __init__(self, checkin, name, begin, err, date):
        self.checkin = checkin
        self.name = name
        self.point = checkin.line["point"]
        self.door = checkin.line["door"]
        self.begin = begin
        self.err = err
        self.date = date
        self.end = None
        self.checkout = None

    def overlaps(self, other):
        return self.begin < other.end and other.begin < self.end


class Presence:
    def __init__(self, authority, times, voided, people, programme):
        self.programme = programme
        self.times = times
        self.intervals = {}
        self.repeats, self.orphans = [], []
        counting = list(authority.counting.values())
        self.checkins = times.sorted(unvoided([op for op in counting if op.kind == "checkin"], voided))
        closes = {}
        for op in counting:
            if op.kind == "point.close":
                closes.setdefault(op.line["point"], []).append(op)
        passages = {}
        for op in unvoided([op for op in counting if op.kind in ("checkin", "checkout")], voided):
            passages.setdefault((people.whose(op), op.line["point"], op.line["door"]), []).append(op)
        for (name, point, door), ops in passages.items():
            self._walk(name, point, door, times.sorted(ops + closes.get(point, [])))
        self.of_checkin = {one.checkin.id: one for each in self.intervals.values() for one in each}

    def _walk(self, name, point, door, ops):
        found, inside = [], None
        for op in ops:
            time, err = self.times.of[op.id]
            if inside and time >= self.programme.day_end(inside.begin):
                inside.end = self.programme.day_end(inside.begin)
                inside = None
            if op.kind == "checkin":
                if inside:
                    self.repeats.append(op)
                else:
                    inside = Interval(op, name, time, err, self.programme.date(time))
                    found.append(inside)
            elif inside:
                inside.end = time
                inside.checkout = op if op.kind == "checkout" else None
                inside = None
            elif op.kind == "checkout":
                self.orphans.append(op)
        if inside:
            inside.end = self.programme.day_end(inside.begin)
        if found:
            self.intervals[name, point, door] = found

    def inside(self, point, time):
        """How many people are inside at a point."""
        return len({
            name for (name, where, _), each in self.intervals.items() if where == point
            and any(one.begin <= time < one.end for one in each)})
