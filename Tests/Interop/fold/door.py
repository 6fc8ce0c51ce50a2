"""The rule of a door: Protocol/5-state.md, Admission."""


class Asked:
    """Somebody who wants in by a door, or came in by it: what the rule looks at."""

    def __init__(self, door, time, err, answered):
        self.door = door
        self.time = time
        self.err = err
        self.answered = answered
        # What is known of the person.
        self.blocked = False
        self.registered = False
        self.fields = {}
        # What was on record before.
        self.spent_once = self.spent_today = False
        self.answered_before = set()
        self.full = False


def faults(rule, asked, programme):
    """The names of the faults, in the order of the table."""
    rule = rule or {}
    found = [name for name, fails in (
        ("blocked", asked.blocked), ("cancelled", asked.fields.get("cancelled") is True)) if fails]
    if asked.registered:
        found += _of_person(rule, asked)
    found += _of_hours(rule, asked, programme)
    if is_spent(rule, asked):
        found.append("already-used")
    if questions_open(rule, asked):
        found.append("questions-open")
    if rule.get("capacity") and asked.full:
        found.append("full")
    return found


def kind_admitted(rule, asked):
    fields = asked.fields
    return (
        "kinds" not in rule or fields.get("kind") in rule["kinds"]
        or asked.door in (fields.get("extra_doors") or []))


def _of_person(rule, asked):
    fields = asked.fields
    valid_from, valid_until = fields.get("valid_from"), fields.get("valid_until")
    return [name for name, fails in (
        ("pending", fields.get("pending") is True and not rule.get("pending")),
        ("not-yet-valid", valid_from is not None and asked.time + asked.err < valid_from),
        ("no-longer-valid", valid_until is not None and asked.time - asked.err > valid_until),
        ("wrong-door", asked.door in (fields.get("withdrawn_doors") or [])),
        ("wrong-kind", not kind_admitted(rule, asked))) if fails]


def windows(rule, programme):
    """(date, first ms, last ms) of each day of the rule; None where it asks for none."""
    if not any(name in rule for name in ("days", "before", "after")):
        return None
    found = []
    for day_id, day in programme.days_by_id():
        if "days" in rule and day_id not in rule["days"]:
            continue
        if "before" in rule or "after" in rule:
            window = day["from"] - rule.get("before", 0), day["to"] + rule.get("after", 0)
        else:
            window = programme.bounds(day["date"]) or (day["from"], day["to"])
        found.append((day["date"], *window))
    return found


def _of_hours(rule, asked, programme):
    open_at = windows(rule, programme)
    if open_at is None:
        return []
    first, last = asked.time - asked.err, asked.time + asked.err
    if any(begin <= end and begin <= last and first <= end for _, begin, end in open_at):
        return []
    date = programme.date(asked.time)
    today = [end for day, _, end in open_at if day == date]
    if not today:
        return ["wrong-day"]
    return ["too-late"] if all(end < asked.time for end in today) else ["too-early"]


def is_spent(rule, asked):
    entry = rule.get("entry")
    return entry == "once" and asked.spent_once or entry == "once-a-day" and asked.spent_today


def questions_open(rule, asked):
    questions = {}
    for question in rule.get("questions", []):
        questions.setdefault(question["id"], question)
    answered = asked.answered_before | set(asked.answered)
    return any(question.get("required") and name not in answered for name, question in questions.items())
