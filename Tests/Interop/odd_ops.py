"""Ops as nobody would make them, to find where two folds understand Protocol/ differently."""

import chain
import line
import strict_json

DAY = 86_400_000
# The latest time that a line can state.
LATEST = 2**53 - 1


class OddOps:
    """Random lines of one node; `random` decides, so a seed makes the same again."""

    def __init__(self, random, me, people, points, strangers):
        self.random = random
        self.me = me
        self.people = list(people)
        self.points = points
        self.strangers = strangers
        self.ops = []
        self.boots = [me.boot]
        self.mono = 10**12

    def some(self, pool, most=3):
        return self.random.sample(pool, min(len(pool), self.random.randint(0, most)))

    def ids(self):
        return self.some(self.ops[-12:] + self.ops[:4])

    def whom(self):
        return self.random.choice(self.people[:6] + self.people[-8:])

    def time(self, now):
        return now + self.random.choice([0, 1, -1, 1_000, -60_000, 3_600_000, -DAY, DAY, 3 * DAY])

    def make(self, now):
        """The bytes of one line."""
        random = self.random
        if random.random() < 0.03:
            return random.choice([b"x", b"[]", b"{}", b'{"kind":"checkin"}', b"\xff", b" "])
        kind = random.choice([
            "checkin"] * 8 + ["checkout"] * 4 + ["void"] * 2 + ["participant.put"] * 4 + ["boot", "refusal", "count"]
            + list(line.KINDS) + ["from.the.future"])
        self.mono += random.choice([0, 1, 999, 1_000, 10**6, -10**7, 10**9])
        op = {
            "kind": kind, "event": self.me.event, "node": self.me.node, "nonce": f"{random.getrandbits(64):016x}",
            "at": self.time(now), "boot": random.choice(self.boots), "mono": self.mono}
        if random.random() < 0.04:
            op["node"] = random.choice(self.strangers)
        if random.random() < 0.02:
            op["event"] = "0" * 32
        op.update(self.members(kind, now))
        if kind in ("boot", "hub.start"):
            del op["boot"]
        if random.random() < 0.04:
            name = random.choice(list(op))
            op[name] = random.choice([None, "", 0, [], {}, -1, "a" * 32, True])
        if op["node"] != self.me.node:
            # Only the author's word that it holds no private line is final.
            op.pop("private", None)
        data = strict_json.compact(op)
        self.ops.append(chain.op_id(data))
        if kind == "boot":
            self.boots.append(chain.op_id(data))
        if kind == "participant.put" and "participant" not in op:
            self.people.append(chain.op_id(data))
        return data

    def acts_of_a_hub(self):
        """Some commands for a hub, about the same people and ops; it refuses what makes no sense."""
        ops = self.ids() or self.ops[:1]
        return self.random.sample([
            ["block", self.whom(), "--why", "badge lost"], ["unblock", self.whom()],
            ["merge", self.whom(), self.whom()], ["unmerge", self.whom()], ["void", *ops],
            ["retime", *ops, "--time", "2026-11-28 10:00"], ["reassign", *ops, "--to", self.whom()],
            ["programme", "start", "day-1-opening"], ["programme", "skip", "day-1-opening"],
            ["announce", "--lang", "en=Hello"], ["erase", self.whom(), "--yes"],
            ["participant", "edit", self.whom(), "kind=press"]], 6)

    def members(self, kind, now):
        random = self.random
        point = self.me.point if random.random() < 0.85 else random.choice(self.points)
        door = random.choice(["main", "main", "press", "workshop", "elsewhere", ""])
        home = random.choice([self.me.country] * 5 + ["ZZ"])
        if kind in ("checkin", "checkout"):
            made = {"point": point, "participant": self.whom(), "door": door}
            if kind == "checkin":
                made["base"] = self.ids()
                if random.random() < 0.2:
                    made["serial"] = random.randint(-1, 3)
                if random.random() < 0.2:
                    made.update(answered=["outlet"], private="0" * 64)
            if random.random() < 0.4:
                made["stated"] = self.time(now) if random.random() < 0.9 else random.choice([1, -1]) * LATEST
            return made
        if kind == "participant.put":
            made = {"base": self.ids() if random.random() < 0.4 else [], "set": {"country": home}}
            if random.random() < 0.7:
                made["participant"] = self.whom()
            for name, values in (
                    ("kind", ["guest", "press", "staff", "delegate"]), ("pending", [True, False]),
                    ("cancelled", [True, False]), ("valid_from", [now + DAY, 0]), ("valid_until", [now - DAY]),
                    ("withdrawn_doors", [["main"], []]), ("extra_doors", [["press"], ["main", "workshop"]])):
                if random.random() < 0.2:
                    made["set"][name] = random.choice(values)
            if random.random() < 0.4:
                made.update(fields=random.choice([["name"], ["email", "name"], ["kind", "shoe"]]), private="1" * 64)
            return made
        if kind in ("participant.merge", "participant.unmerge"):
            made = {"participants": sorted({self.whom(), self.whom(), self.whom()})}
            return {**made, "merges": self.ids()} if kind == "participant.unmerge" else made
        return {
            "boot": {"machine": "m", **({"previous": random.choice(self.boots)} if random.random() < 0.7 else {})},
            "void": {"ops": self.ids()}, "refusal": {"point": point, "door": door, "reason": "full"},
            "count": {"point": point, "indicator": random.choice(["lunches", "viewers"]), "value": 7},
            "point.open": {"point": point}, "point.close": {"point": point},
            "point.ready": {"point": point, "items": ["power"]},
            "point.put": {"point": point, "set": random.choice([{"contact": "x"}, {"name": "y"}, {"later": 1}, {}])},
            "announce.seen": {
                "point": point, "announcement": random.choice(self.ops or ["0" * 32]),
                "acknowledged": random.random() < 0.5},
            "resolve": {
                "conflict": ["possible-duplicate", *sorted([self.whom(), self.whom()])], "choice": "different",
                "saw": self.ids()},
            "erase": {"participant": self.whom()}, "reassign": {"participant": self.whom(), "ops": self.ids()},
            "retime": {"ops": self.ids(), "time": now}, "session.start": {"session": "day-1-opening"},
            "announce": {"texts": {"en": "x"}}, "event.rules": {"version": 9},
            "participant.block": {"participant": self.whom(), "why": ""},
            "participant.unblock": {"participant": self.whom(), "blocks": self.ids()},
            "from.the.future": {"participant": self.whom(), "point": point},
        }.get(kind, {})
