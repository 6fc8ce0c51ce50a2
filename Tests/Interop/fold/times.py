"""When ops happened: Protocol/5-state.md, Time."""

RETIMED = {"checkin", "checkout", "refusal", "count", "point.open", "point.close"}
# µs in which a clock of 100 ppm drifts by a millisecond.
DRIFT = 10**7


# The latest time, and the largest error.
LATEST = 2**53 - 1


def bounded(ms):
    return min(max(ms, -LATEST), LATEST)


def ceiling(number, divisor):
    return -(-number // divisor)


class Marks:
    """The marks of one boot: where its clock lay in hub time."""

    def __init__(self, clocks):
        kept = {}
        for mono, err, time, _ in sorted(
                (op.line["mark"]["mono"], op.line["mark"]["err"], op.line["mark"]["time"], op.id) for op in clocks):
            kept.setdefault(mono, (err, time))
        self.marks, latest = [], None
        for mono, (err, time) in sorted(kept.items()):
            if not any(
                    other != mono and DRIFT * better + abs(other - mono) <= DRIFT * err
                    for other, (better, _) in kept.items()):
                latest = time if latest is None else max(latest, time)
                self.marks.append((mono, latest, err))

    def time(self, mono):
        if mono < self.marks[0][0]:
            return self._beside(self.marks[0], mono)
        for a, b in zip(self.marks, self.marks[1:]):
            if mono < b[0]:
                ms = a[1] + (b[1] - a[1]) * (mono - a[0]) // (b[0] - a[0])
                return ms, max(a[2] + ceiling(mono - a[0], DRIFT), b[2] + ceiling(b[0] - mono, DRIFT))
        return self._beside(self.marks[-1], mono)

    def _beside(self, mark, mono):
        return mark[1] + (mono - mark[0]) // 1_000, mark[2] + ceiling(abs(mono - mark[0]), DRIFT)


class Boot:
    """The counting ops that a node made in one boot."""

    def __init__(self, key):
        self.key = key
        self.ops = []
        self.marks = None
        self.before = None
        self.after = []

    def close(self):
        self.ops.sort(key=lambda op: (op.line["mono"], op.id))
        self.first, self.last = self.ops[0], self.ops[-1]
        self.s = self.first.line["mono"] // 1_000
        self.e = self.last.line["mono"] // 1_000
        self.w = self.first.line["at"] - self.s


class Times:
    """The time of every op that counts, and fold order."""

    def __init__(self, authority):
        self.authority = authority
        self.boots = {}
        self.memory = {}
        self._gather_boots()
        counting = authority.counting.values()
        self.of = {op.id: (op.line["at"], 0) for op in counting if authority.is_hubs(op)}
        retimes = {}
        for op in sorted((op for op in counting if op.kind == "retime"), key=self.order):
            retimes.update(dict.fromkeys(op.line["ops"], op.line["time"]))
        self.retimed = {}
        for op in counting:
            if op.id in self.of:
                continue
            if op.id in retimes and op.kind in RETIMED:
                self.retimed[op.id] = retimes[op.id]
                self.of[op.id] = (retimes[op.id], 0)
            elif "stated" in op.line and op.kind in ("checkin", "checkout"):
                self.of[op.id] = (op.line["stated"], 0)
            else:
                self.of[op.id] = tuple(map(bounded, self._by_boot(op)))

    def order(self, op):
        """Sorts ops in fold order."""
        return self.of[op.id][0], op.boot, op.line["mono"], op.id

    def sorted(self, ops):
        return sorted(ops, key=self.order)

    def latest(self, ops):
        return max(ops, key=self.order, default=None)

    def _gather_boots(self):
        counting = self.authority.counting
        for op in counting.values():
            if not self.authority.is_hubs(op):
                key = (op.node, op.boot)
                self.boots.setdefault(key, Boot(key)).ops.append(op)
        marks = {}
        for op in counting.values():
            if op.kind == "clock":
                marks.setdefault((op.line["mark"]["node"], op.line["mark"]["boot"]), []).append(op)
        for boot in self.boots.values():
            boot.close()
            if boot.key in marks:
                boot.marks = Marks(marks[boot.key])
        for (node, own), boot in self.boots.items():
            maker = counting.get(own)
            if maker is not None and maker.kind == "boot" and maker.node == node and "previous" in maker.line:
                boot.before = self.boots.get((node, maker.line["previous"]))
                if boot.before:
                    boot.before.after.append(boot)

    def _by_boot(self, op):
        boot = self.boots[(op.node, op.boot)]
        mono = op.line["mono"]
        if boot.marks:
            return boot.marks.time(mono)
        base, lo, hi = self._base(boot), self._lo(boot), self._hi(boot)
        err = max(hi - base, 0) if lo is None else max(base - lo, hi - base, 0)
        return base + mono // 1_000, err

    def _once(self, what, boot, make):
        key = (what, boot.key)
        if key not in self.memory:
            self.memory[key] = make()
        return self.memory[key]

    def _lo(self, boot):
        def make():
            bounds = []
            admissions = self.authority.admissions.get(boot.key[0])
            if admissions:
                bounds.append(min(op.line["at"] for op in admissions) - boot.s)
            before = boot.before
            if before and before.marks:
                bounds.append(before.marks.time(before.last.line["mono"])[0] + 1 - boot.s)
            elif before and self._lo(before) is not None:
                bounds.append(self._lo(before) + before.e + 1 - boot.s)
            return max(bounds, default=None)
        return self._once("lo", boot, make)

    def _hi(self, boot):
        def make():
            bounds = [op.received - op.line["mono"] // 1_000 for op in boot.ops]
            for after in boot.after:
                if after.marks:
                    began = after.marks.time(after.first.line["mono"])[0]
                else:
                    began = self._hi(after) + after.s
                bounds.append(began - 1 - boot.e)
            return min(bounds)
        return self._once("hi", boot, make)

    def _base(self, boot):
        def make():
            least, hi, before = self._lo(boot), self._hi(boot), boot.before
            if before and not before.marks:
                follows = self._base(before) + before.e + 1 - boot.s
                least = follows if least is None else max(least, follows)
            if boot.w > hi:
                return hi
            if least is not None and boot.w < least:
                return min(least, hi)
            return boot.w
        return self._once("base", boot, make)
