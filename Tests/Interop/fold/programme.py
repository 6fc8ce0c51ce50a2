"""Parts of the event, its days and sessions, points: Protocol/5-state.md, Event, points, nodes; Days."""

import line
from fold.times import bounded
from fold.voids import unvoided

HOUR = 3_600_000
DAY = 86_400_000


class Programme:
    def __init__(self, authority, times, voided):
        counting = list(authority.counting.values())
        self.times = times
        self.parts = {}
        puts = times.sorted(op for op in counting if op.kind == "event.put")
        for op in puts:
            self.parts[op.line["part"], op.line["id"]] = op
        events = [op for op in puts if op.line["part"] == "event"]
        self.calendar = events[-1].line["value"]["calendar"] if events else []
        self.days = [op.line["value"] for (part, _), op in self.parts.items() if part == "day"]
        self.sessions = self._read_sessions(puts, counting, voided)
        self.points = self._read_points(counting)
        self.ready, self.counts = {}, {}
        for op in times.sorted(counting):
            if op.kind == "point.ready":
                self.ready[op.line["point"]] = op
            elif op.kind == "count" and op.id not in voided:
                self.counts[op.line["point"], op.line["indicator"]] = op

    def part(self, part, part_id):
        op = self.parts.get((part, part_id))
        return op.line["value"] if op else None

    def _read_sessions(self, puts, counting, voided):
        sessions = {}
        for (part, name) in self.parts:
            if part == "session":
                sessions[name] = Session()
        setting = puts + [op for op in counting if op.kind == "session.put"]
        for op in self.times.sorted(setting):
            if op.kind == "session.put":
                name, fields = op.line["session"], set(op.line["set"]) & set(line.SESSION_FIELDS)
            elif op.line["part"] == "session":
                name, fields = op.line["id"], line.SESSION_FIELDS
            else:
                continue
            if name in sessions:
                sessions[name].fields.update(dict.fromkeys(fields, op))
        acts = [op for op in counting if op.kind in ("session.start", "session.end", "session.skip")]
        for op in self.times.sorted(unvoided(acts, voided)):
            if op.line["session"] in sessions:
                sessions[op.line["session"]].act(op)
        return sessions

    def _read_points(self, counting):
        points = {op.line["point"]: Point() for op in counting if "point" in op.line}
        for op in self.times.sorted(counting):
            if op.kind == "point.put":
                points[op.line["point"]].fields.update(
                    dict.fromkeys(set(op.line["set"]) & set(line.POINT_FIELDS), op))
            elif op.kind in ("point.open", "point.close"):
                points[op.line["point"]].opened = op
        return points

    def days_by_id(self):
        return [(name, op.line["value"]) for (part, name), op in self.parts.items() if part == "day"]

    def _entry(self, time):
        """Index in the calendar of the date of a time; None: outside."""
        found = None
        for index, (_, first) in enumerate(self.calendar):
            if first <= time:
                found = index
        return None if found is None or found + 1 == len(self.calendar) else found

    def date(self, time):
        entry = self._entry(time)
        return "outside" if entry is None else self.calendar[entry][0]

    def day_end(self, time):
        date = self.date(time)
        end = max((day["to"] for day in self.days if day["date"] == date), default=None)
        if end is not None and end + HOUR > time:
            return bounded(end + HOUR)
        entry = self._entry(time)
        return bounded(time + DAY) if entry is None else self.calendar[entry + 1][1]

    def bounds(self, date):
        """First and last ms of a date of the calendar that another follows; None for every other."""
        for (name, first), (_, end) in zip(self.calendar, self.calendar[1:]):
            if name == date:
                return first, end - 1
        return None


class Session:
    def __init__(self):
        self.fields = {}
        self.state = "planned"
        self.start = self.end = None

    def act(self, op):
        if op.kind == "session.start":
            if self.state in ("planned", "skipped"):
                self.start = op
            if self.state != "running":
                self.state, self.end = "running", None
        elif op.kind == "session.end" and self.state == "running":
            self.state, self.end = "ended", op
        elif op.kind == "session.skip" and self.state == "planned":
            self.state = "skipped"


class Point:
    def __init__(self):
        self.fields = {}
        self.opened = None
