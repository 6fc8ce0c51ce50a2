#!/usr/bin/env python3
"""Makes door.json beside this folder.

Written from Protocol/5-state.md (Days, Admission, Presence) alone; nothing of it comes from the
Swift. The verdict of each case was written down by hand; the reading of the page below works out
facts, faults and verdict by itself, and the two must agree.
"""

import json
import pathlib

FILE = pathlib.Path(__file__).resolve().parent.parent / "door.json"
HOUR = 3_600_000
DAY = 24 * HOUR
# 2026-10-01 00:00 in the zone of the event.
MIDNIGHT = 1_790_802_000_000
NOON = MIDNIGHT + 12 * HOUR
OPEN, SHUT = MIDNIGHT + 14 * HOUR, MIDNIGHT + 18 * HOUR
CALENDAR = [[f"2026-10-0{i + 1}", MIDNIGHT + i * DAY] for i in range(4)]
FIRST = {"id": "first", "date": "2026-10-01", "from": OPEN, "to": SHUT}
SECOND = {"id": "second", "date": "2026-10-02", "from": OPEN + DAY, "to": SHUT + DAY}
HERE, THERE = "here", "there"


# ------------------------------------------------------------------------------- what the page says


def date_of(case, t):
    calendar = case["calendar"]
    found = "outside"
    for (date, first), (_, following) in zip(calendar, calendar[1:]):
        if first <= t < following:
            found = date
    return found


def day_end(case, t):
    date = date_of(case, t)
    ends = [day["to"] + HOUR for day in case["days"] if day["date"] == date]
    if ends and max(ends) > t:
        return max(ends)
    if date == "outside":
        return t + DAY
    return min(first for _, first in case["calendar"] if first > t)


def person_of(case, participant):
    """All who are the same person; the one who names the person first."""
    if participant not in case["merged"]:
        return [participant]
    walk_in = lambda one: len(one) == 32 and all(c in "0123456789abcdef" for c in one)
    return sorted(case["merged"], key=lambda one: (walk_in(one), one.encode()))


def visits(case, person, log):
    found = [i for i, op in enumerate(log) if not op["voided"]]
    found = [i for i in found if log[i]["kind"] == "close" or log[i]["participant"] in person]
    return sorted(found, key=lambda i: log[i]["time"])


def presence(case, person, log):
    """Intervals as [log index of the check-in, begin, end], in fold order, and the repeats."""
    intervals, repeats = [], []
    ops = visits(case, person, log)
    for point, door in sorted({(log[i]["point"], log[i].get("door")) for i in ops}, key=str):
        if door is None:
            continue
        inside = None
        for i in ops:
            op = log[i]
            if op["point"] != point or op.get("door", door) != door:
                continue
            if inside and op["time"] >= day_end(case, inside[1]):
                intervals.append(inside + [day_end(case, inside[1])])
                inside = None
            if op["kind"] == "checkin":
                if inside:
                    repeats.append(i)
                else:
                    inside = [i, op["time"]]
            elif inside:
                intervals.append(inside + [op["time"]])
                inside = None
        if inside:
            intervals.append(inside + [day_end(case, inside[1])])
    return sorted(intervals, key=lambda stay: stay[1]), repeats


def windows_of(case, rule):
    if not any(name in rule for name in ("days", "before", "after")):
        return None
    found = []
    for day in case["days"]:
        if day["id"] not in rule.get("days", [day["id"]]):
            continue
        window = [day["from"], day["to"]]
        if "before" in rule or "after" in rule:
            window = [day["from"] - rule.get("before", 0), day["to"] + rule.get("after", 0)]
        else:
            for (date, first), (_, following) in zip(case["calendar"], case["calendar"][1:]):
                if date == day["date"]:
                    window = [first, following - 1]
        found.append([day["date"]] + window)
    return found


def hours_fault(windows, t, e, date):
    if windows is None:
        return None
    if any(begin <= t + e and t - e <= end for _, begin, end in windows):
        return None
    today = [window for window in windows if window[0] == date]
    if not today:
        return "wrong-day"
    return "too-late" if all(end < t for _, _, end in today) else "too-early"


def fields_of(case, person):
    fields = {}
    for one in person:
        for name, value in (case["people"].get(one) or {}).items():
            fields.setdefault(name, value)
    return fields


def facts_of(case, log, desk):
    """What the rule looks at: of a desk, or of the fold about the log's last check-in."""
    rule, asked = case["door"] or {}, case["asked"]
    t = asked["time"]
    person = person_of(case, asked["participant"])
    fields = fields_of(case, person)
    date = date_of(case, t)
    stays, _ = presence(case, person, log)
    own = len(log) - 1
    earlier = [stay for stay in stays if desk or (stay[1] < t and stay[0] != own)]
    entries = [stay for stay in earlier if log[stay[0]]["door"] == "main"]
    entry = rule.get("entry", "again-after-leaving")
    if entry == "once-a-day":
        entries = [stay for stay in entries if date_of(case, stay[1]) == date]
    spent = bool(entries) and entry in ("once", "once-a-day")
    answered = set(asked["answered"])
    for i in visits(case, person, log):
        if log[i]["kind"] == "checkin" and (desk or log[i]["time"] < t):
            answered.update(log[i]["answered"])
    required = {one["id"] for one in rule.get("questions", []) if one.get("required")}
    full = False
    if desk and rule.get("capacity") and case["capacity"] is not None:
        everybody = {op["participant"] for op in log if op["kind"] != "close"}
        there = set()
        for one in everybody:
            whole = person_of(case, one)
            for i, begin, end in presence(case, whole, log)[0]:
                if log[i]["point"] == HERE and begin <= t < end:
                    there.add(whole[0])
        full = len(there) >= case["capacity"] and person[0] not in there
    barred = False
    for block in case["blocks"]:
        if block["participant"] not in person:
            continue
        covers = "serials" not in block or (
            asked["shown"] == "ticket" and asked["serial"] <= block["serials"])
        if desk:
            holds = "lifted" not in block
        else:
            holds = (block["time"] < t or block["seen"]) and block.get("lifted", t + 1) > t
        barred = barred or (covers and holds)
    return {
        "blocked": barred,
        "registered": any(one in case["people"] for one in person),
        "cancelled": fields.get("cancelled", False),
        "pending": fields.get("pending", False) and not rule.get("pending", False),
        "valid_from": fields.get("valid_from"),
        "valid_until": fields.get("valid_until"),
        "withdrawn": "main" in fields.get("withdrawn_doors", []),
        "kind_admitted": "kinds" not in rule or fields.get("kind") in rule["kinds"]
        or "main" in fields.get("extra_doors", []),
        "date": date,
        "windows": windows_of(case, rule),
        "spent": spent,
        "questions_open": not required <= answered,
        "full": full,
    }


def faults_of(facts, t, e):
    faults = ["blocked"] if facts["blocked"] else []
    if facts["registered"]:
        for fault in ("cancelled", "pending"):
            if facts[fault]:
                faults.append(fault)
        if facts["valid_from"] is not None and t + e < facts["valid_from"]:
            faults.append("not-yet-valid")
        if facts["valid_until"] is not None and t - e > facts["valid_until"]:
            faults.append("no-longer-valid")
        if facts["withdrawn"]:
            faults.append("wrong-door")
        if not facts["kind_admitted"]:
            faults.append("wrong-kind")
    hours = hours_fault(facts["windows"], t, e, facts["date"])
    faults += [hours] if hours else []
    for fact, fault in (
        ("spent", "already-used"), ("questions_open", "questions-open"), ("full", "full")
    ):
        if facts[fact]:
            faults.append(fault)
    return faults


def judge(case):
    """The desk's answer, and what the fold says of the check-in once it is recorded."""
    asked = case["asked"]
    person = person_of(case, asked["participant"])
    known = any(
        one in case["people"]
        or any(op.get("participant") == one for op in case["log"])
        or any(block["participant"] == one for block in case["blocks"])
        for one in [asked["participant"]]
    )
    facts = facts_of(case, case["log"], desk=True)
    faults = faults_of(facts, asked["time"], asked["err"])
    inside = None
    for i, begin, end in presence(case, person, case["log"])[0]:
        op = case["log"][i]
        if op["point"] == HERE and op["door"] == "main" and begin <= asked["time"] < end:
            inside = i
    entry = (case["door"] or {}).get("entry")
    grave = [fault for fault in faults if fault in ("blocked", "cancelled")]
    if asked["shown"] == "other-event":
        verdict = "wrong-event"
    elif asked["shown"] == "bad-signature":
        verdict = "bad-signature"
    elif asked["shown"] == "nothing" and not known:
        verdict = "unknown"
    elif grave:
        verdict = grave[0]
    elif inside is not None and entry != "always":
        verdict = "repeat"
    elif faults:
        verdict = faults[0]
    else:
        verdict = "admitted"
    recorded = None
    if asked["shown"] in ("nothing", "ticket"):
        log = case["log"] + [{
            "kind": "checkin", "participant": asked["participant"], "point": HERE,
            "door": "main", "time": asked["time"], "answered": asked["answered"],
            "voided": False}]
        recorded = faults_of(facts_of(case, log, desk=False), asked["time"], asked["err"])
        if len(log) - 1 in presence(case, person, log)[1]:
            recorded = [fault for fault in recorded if fault == "blocked"]
    return {
        "known": known, "facts": facts, "faults": faults, "inside": inside, "verdict": verdict,
        "recorded": recorded}


# ----------------------------------------------------------------------------------------- the cases

CASES = []


def entry(participant, time, door="main", point=HERE, answered=(), voided=False):
    return {
        "kind": "checkin", "participant": participant, "point": point, "door": door,
        "time": time, "answered": sorted(answered), "voided": voided}


def leave(participant, time, door="main", point=HERE, voided=False):
    return {
        "kind": "checkout", "participant": participant, "point": point, "door": door,
        "time": time, "voided": voided}


def close(time, point=HERE):
    return {"kind": "close", "point": point, "time": time, "voided": False}


def block(participant="p-1", time=MIDNIGHT - DAY, serials=None, lifted=None, seen=False):
    made = {"participant": participant, "time": time, "seen": seen}
    if serials is not None:
        made["serials"] = serials
    if lifted is not None:
        made["lifted"] = lifted
    return made


def case(
    why, verdict, door=None, t=NOON, err=0, who="p-1", set={}, people=None, merged=(), blocks=(),
    capacity=None, log=(), shown="nothing", serial=None, answered=(), faults=None, recorded=None,
    calendar=CALENDAR, days=(FIRST, SECOND), tie=False,
):
    """`recorded` and `faults` may be written down too; else the page's reading stands alone.

    `tie`: something is on record for the very same ms; then ids would have to say what came first.
    """
    if serial is not None:
        shown = "ticket"
    made = {
        "why": why, "calendar": calendar, "days": list(days), "door": door,
        "people": {"p-1": set} if people is None else people, "merged": list(merged),
        "blocks": list(blocks), "capacity": capacity, "log": list(log),
        "asked": {
            "participant": who, "shown": shown, "serial": serial, "time": t, "err": err,
            "answered": sorted(answered)},
    }
    found = judge(made)
    assert found["verdict"] == verdict, (why, found)
    assert faults is None or found["faults"] == faults, (why, found)
    assert recorded is None or found["recorded"] == recorded, (why, found)
    times = [op["time"] for op in made["log"]] + [t]
    if tie:
        times.pop()
        found["recorded"] = None
    assert len({*times}) == len(times), (why, "two ops at one time")
    CASES.append({**made, **found})


# Doors that ask nothing.
case("a door without a part admits who is registered", "admitted")
case("a door with an empty rule admits who is registered", "admitted", {})
case("a door that asks no hours admits at night", "admitted", {}, t=MIDNIGHT)
case("a door that asks no hours admits on no date", "admitted", {}, t=MIDNIGHT + 30 * DAY)
case("a door that asks no hours admits before every date", "admitted", {}, t=MIDNIGHT - 1)
case("another's registration is none", "unknown", people={"p-2": {}})

# What is shown.
case("a ticket of another event", "wrong-event", shown="other-event")
case("a ticket of another event, of somebody blocked", "wrong-event", shown="other-event",
     blocks=[block()])
case("a ticket that no key signed", "bad-signature", shown="bad-signature")
case("an id that nobody has", "unknown", who="p-9")
case("an id that nobody has, at a door that is not open", "unknown", {"before": 0}, who="p-9")
case("a good ticket of nobody is admitted", "admitted", who="p-9", serial=1)
case("of a stranger no kind is asked", "admitted", {"kinds": ["press"]}, who="p-9", serial=1)
case("of a stranger the hours are asked", "too-early", {"before": 0}, who="p-9", serial=1)
case("of a stranger the questions are asked", "questions-open",
     {"questions": [{"id": "q", "required": True}]}, who="p-9", serial=1)
case("of a stranger the capacity is asked", "full", {"capacity": True}, who="p-9", serial=1,
     capacity=0)
case("a stranger with a ticket is inside already", "repeat", who="p-9", serial=1,
     log=[entry("p-9", NOON - 1)])
case("a stranger with a ticket has spent the entry", "already-used", {"entry": "once"}, who="p-9",
     serial=1, log=[entry("p-9", NOON - 2), leave("p-9", NOON - 1)])
case("whom a door has named is known without a ticket", "admitted", {}, who="p-9",
     log=[entry("p-9", NOON - 2), leave("p-9", NOON - 1)])
case("a stranger is blocked like anybody", "blocked", who="p-9", serial=1, blocks=[block("p-9")])

# Kinds.
PRESS = {"kinds": ["press", "staff"]}
case("a kind that the door admits", "admitted", PRESS, set={"kind": "press"})
case("the other kind that the door admits", "admitted", PRESS, set={"kind": "staff"})
case("a kind that the door does not admit", "wrong-kind", PRESS, set={"kind": "guest"},
     recorded=["wrong-kind"])
case("no kind at a door of kinds", "wrong-kind", PRESS, set={})
case("a kind that begins like one that is admitted", "wrong-kind", PRESS, set={"kind": "pres"})
case("kinds compare by letter case", "wrong-kind", PRESS, set={"kind": "Press"})
case("a door that admits no kind admits nobody", "wrong-kind", {"kinds": []},
     set={"kind": "guest"})
case("a door that admits no kind admits who has the door as an extra", "admitted", {"kinds": []},
     set={"kind": "guest", "extra_doors": ["main"]})
case("any kind at a door that names none", "admitted", {"entry": "once"}, set={"kind": "guest"})
case("an extra door admits whatever the kind", "admitted", PRESS,
     set={"kind": "guest", "extra_doors": ["side", "main"]})
case("an extra door admits who has no kind", "admitted", PRESS, set={"extra_doors": ["main"]})
case("another door as an extra does not help", "wrong-kind", PRESS,
     set={"kind": "guest", "extra_doors": ["side"]})
case("no extra doors do not help", "wrong-kind", PRESS, set={"kind": "guest", "extra_doors": []})

# Doors withdrawn.
case("a door withdrawn, at a door that asks nothing", "wrong-door",
     set={"withdrawn_doors": ["main"]}, recorded=["wrong-door"])
case("a door withdrawn, whatever the kind", "wrong-door", PRESS,
     set={"kind": "press", "withdrawn_doors": ["main"]})
case("a door both extra and withdrawn is withdrawn", "wrong-door", PRESS,
     set={"kind": "guest", "extra_doors": ["main"], "withdrawn_doors": ["main"]},
     faults=["wrong-door"])
case("a door withdrawn from who is of the wrong kind as well", "wrong-door", PRESS,
     set={"kind": "guest", "withdrawn_doors": ["main"]}, faults=["wrong-door", "wrong-kind"])
case("another door withdrawn", "admitted", set={"withdrawn_doors": ["side"]})
case("nothing withdrawn", "admitted", set={"withdrawn_doors": []})

# Pending and cancelled.
case("not yet confirmed", "pending", set={"pending": True}, recorded=["pending"])
case("not yet confirmed, at a door that minds", "pending", {"pending": False},
     set={"pending": True})
case("not yet confirmed, at a door that does not mind", "admitted", {"pending": True},
     set={"pending": True})
case("confirmed", "admitted", set={"pending": False})
case("cancelled", "cancelled", set={"cancelled": True}, recorded=["cancelled"])
case("cancelled, at a door that does not mind who is pending", "cancelled", {"pending": True},
     set={"cancelled": True, "pending": True}, faults=["cancelled"])
case("cancelled comes before pending", "cancelled", set={"cancelled": True, "pending": True},
     faults=["cancelled", "pending"])
case("not cancelled", "admitted", set={"cancelled": False})
case("cancelled, and inside", "cancelled", set={"cancelled": True}, log=[entry("p-1", NOON - 1)],
     recorded=[])
case("cancelled, with a good ticket", "cancelled", set={"cancelled": True}, serial=7)
case("pending, and inside", "repeat", set={"pending": True}, log=[entry("p-1", NOON - 1)],
     faults=["pending"], recorded=[])

# Validity.
V = NOON
case("at the first moment of the validity", "admitted", t=V, set={"valid_from": V})
case("one ms before the validity", "not-yet-valid", t=V - 1, set={"valid_from": V},
     recorded=["not-yet-valid"])
case("the error reaches the validity", "admitted", t=V - 5, err=5, set={"valid_from": V})
case("the error ends one ms before the validity", "not-yet-valid", t=V - 6, err=5,
     set={"valid_from": V})
case("at the last moment of the validity", "admitted", t=V, set={"valid_until": V})
case("one ms after the validity", "no-longer-valid", t=V + 1, set={"valid_until": V},
     recorded=["no-longer-valid"])
case("the error reaches back into the validity", "admitted", t=V + 5, err=5,
     set={"valid_until": V})
case("the error begins one ms after the validity", "no-longer-valid", t=V + 6, err=5,
     set={"valid_until": V})
case("a validity of one ms, at it", "admitted", t=V, set={"valid_from": V, "valid_until": V})
case("a validity of one ms, before it", "not-yet-valid", t=V - 1,
     set={"valid_from": V, "valid_until": V})
case("a validity of one ms, after it", "no-longer-valid", t=V + 1,
     set={"valid_from": V, "valid_until": V})
case("a validity that ends before it begins", "not-yet-valid", t=V,
     set={"valid_from": V + 1, "valid_until": V - 1}, faults=["not-yet-valid", "no-longer-valid"])
case("a validity that ends before it begins, within an error of both", "admitted", t=V, err=1,
     set={"valid_from": V + 1, "valid_until": V - 1})
case("not valid yet, at a door of another kind", "not-yet-valid", PRESS, t=V - 1,
     set={"valid_from": V}, faults=["not-yet-valid", "wrong-kind"])

# Hours.
B, A = 30 * 60_000, 15 * 60_000
HOURS = {"before": B, "after": A}
case("the first ms of the window", "admitted", HOURS, t=OPEN - B)
case("one ms before the window", "too-early", HOURS, t=OPEN - B - 1, recorded=["too-early"])
case("the error reaches the window", "admitted", HOURS, t=OPEN - B - 9, err=9)
case("the error ends one ms before the window", "too-early", HOURS, t=OPEN - B - 10, err=9)
case("the last ms of the window", "admitted", HOURS, t=SHUT + A)
case("one ms after the window", "too-late", HOURS, t=SHUT + A + 1, recorded=["too-late"])
case("the error reaches back into the window", "admitted", HOURS, t=SHUT + A + 9, err=9)
case("the error begins one ms after the window", "too-late", HOURS, t=SHUT + A + 10, err=9)
case("the middle of the day", "admitted", HOURS, t=(OPEN + SHUT) // 2)
case("only before: the last ms of the day", "admitted", {"before": B}, t=SHUT)
case("only before: one ms after the day", "too-late", {"before": B}, t=SHUT + 1)
case("only after: the first ms of the day", "admitted", {"after": A}, t=OPEN)
case("only after: one ms before the day", "too-early", {"after": A}, t=OPEN - 1)
case("no time before or after: the first ms", "admitted", {"before": 0, "after": 0}, t=OPEN)
case("no time before or after: one ms before", "too-early", {"before": 0, "after": 0}, t=OPEN - 1)
case("no time before or after: the last ms", "admitted", {"before": 0, "after": 0}, t=SHUT)
case("no time before or after: one ms past", "too-late", {"before": 0, "after": 0}, t=SHUT + 1)
case("the window of the second day", "admitted", HOURS, t=OPEN + DAY - B)
case("the first ms of the second date", "too-early", HOURS, t=MIDNIGHT + DAY)
case("the last ms of the first date", "too-late", HOURS, t=MIDNIGHT + DAY - 1)
case("a date without a day", "wrong-day", HOURS, t=OPEN + 2 * DAY, recorded=["wrong-day"])
case("the calendar's last date, which is no date", "wrong-day", HOURS, t=OPEN + 3 * DAY)
case("before the calendar", "wrong-day", HOURS, t=MIDNIGHT - 1)
case("an error of a day reaches the first window", "admitted", HOURS, t=OPEN - B - DAY, err=DAY)
case("an error reaches the window of another date", "admitted", HOURS, t=OPEN + 2 * DAY,
     err=20 * HOUR)
LONG = {"before": 19 * HOUR}
case("a window that begins on the date before", "admitted", LONG, t=OPEN + DAY - 19 * HOUR)
case("one ms before a window that begins on the date before", "too-late", LONG,
     t=OPEN + DAY - 19 * HOUR - 1)
case("a window that ends on the next date", "admitted", {"after": 10 * HOUR}, t=SHUT + 10 * HOUR)
case("one ms after a window that ends on the next date", "too-early", {"after": 10 * HOUR},
     t=SHUT + 10 * HOUR + 1)
TWICE = [
    {"id": "morning", "date": "2026-10-01", "from": MIDNIGHT + 8 * HOUR, "to": MIDNIGHT + 10 * HOUR},
    {"id": "evening", "date": "2026-10-01", "from": OPEN, "to": SHUT}]
case("before both windows of a date", "too-early", {"before": 0}, t=MIDNIGHT, days=TWICE)
case("in the first of two windows of a date", "admitted", {"before": 0}, t=MIDNIGHT + 8 * HOUR,
     days=TWICE)
case("between two windows of a date", "too-early", {"before": 0}, t=NOON, days=TWICE)
case("between two windows, to the first of which the door keeps", "too-late",
     {"before": 0, "days": ["morning"]}, t=NOON, days=TWICE)
case("after both windows of a date", "too-late", {"before": 0}, t=SHUT + 1, days=TWICE)
case("hours of an event without days", "wrong-day", {"before": 0}, days=[])
case("hours without an event part", "admitted", {"before": 0}, t=OPEN, calendar=[])
case("outside the hours, without an event part", "wrong-day", {"before": 0}, t=OPEN - 1,
     calendar=[])

# Days.
case("the day that the door is open on", "admitted", {"days": ["first"]}, t=NOON)
case("the first ms of the date, at a door of days", "admitted", {"days": ["first"]}, t=MIDNIGHT)
case("the last ms of the date, at a door of days", "admitted", {"days": ["first"]},
     t=MIDNIGHT + DAY - 1)
case("one ms before the date, at a door of days", "wrong-day", {"days": ["first"]},
     t=MIDNIGHT - 1)
case("one ms after the date, at a door of days", "wrong-day", {"days": ["first"]},
     t=MIDNIGHT + DAY)
case("the error reaches the date", "admitted", {"days": ["first"]}, t=MIDNIGHT - 3, err=3)
case("the error ends one ms before the date", "wrong-day", {"days": ["first"]}, t=MIDNIGHT - 4,
     err=3)
case("the error reaches back into the date", "admitted", {"days": ["first"]},
     t=MIDNIGHT + DAY + 2, err=3)
case("the error begins one ms after the date", "wrong-day", {"days": ["first"]},
     t=MIDNIGHT + DAY + 3, err=3)
case("another day than the door's", "wrong-day", {"days": ["second"]}, t=NOON)
case("one of the door's two days", "admitted", {"days": ["first", "second"]}, t=NOON + DAY)
case("a day that the event does not have", "wrong-day", {"days": ["third"]}, t=NOON)
case("no days at all", "wrong-day", {"days": []}, t=NOON)
case("days and hours: the day's window", "admitted", {"days": ["first"], "before": B},
     t=OPEN - B)
case("days and hours: outside the day's window", "too-early", {"days": ["first"], "before": B},
     t=OPEN - B - 1)
case("days and hours: the window of another day", "wrong-day", {"days": ["first"], "before": B},
     t=OPEN + DAY)
XMAS = {"id": "extra", "date": "2026-12-24", "from": MIDNIGHT + 84 * DAY,
        "to": MIDNIGHT + 84 * DAY + HOUR}
case("a day whose date the calendar lacks: its first ms", "admitted", {"days": ["extra"]},
     t=XMAS["from"], days=[FIRST, XMAS])
case("a day whose date the calendar lacks: one ms before", "wrong-day", {"days": ["extra"]},
     t=XMAS["from"] - 1, days=[FIRST, XMAS])
case("a day whose date the calendar lacks: its last ms", "admitted", {"days": ["extra"]},
     t=XMAS["to"], days=[FIRST, XMAS])
case("a day whose date the calendar lacks: one ms after", "wrong-day", {"days": ["extra"]},
     t=XMAS["to"] + 1, days=[FIRST, XMAS])
LAST = {"id": "last", "date": "2026-10-04", "from": OPEN + 3 * DAY, "to": SHUT + 3 * DAY}
case("a day of the calendar's last date: its last ms", "admitted", {"days": ["last"]},
     t=LAST["to"], days=[LAST])
case("a day of the calendar's last date: one ms after", "wrong-day", {"days": ["last"]},
     t=LAST["to"] + 1, days=[LAST])
GAP = [["2026-10-01", MIDNIGHT], ["2026-10-03", MIDNIGHT + 2 * DAY], ["2026-10-04", MIDNIGHT + 3 * DAY]]
case("a date lasts until the calendar's next one", "admitted", {"days": ["first"]},
     t=MIDNIGHT + 2 * DAY - 1, calendar=GAP)
case("a day on a date that the calendar leaves out: within it", "admitted", {"days": ["second"]},
     t=OPEN + DAY, calendar=GAP)
case("a day on a date that the calendar leaves out: outside it", "wrong-day",
     {"days": ["second"]}, t=OPEN + DAY - 1, calendar=GAP)
case("a day without an event part: within it", "admitted", {"days": ["first"]}, t=SHUT,
     calendar=[])
case("a day without an event part: after it", "wrong-day", {"days": ["first"]}, t=SHUT + 1,
     calendar=[])

# How often.
ONCE = {"entry": "once"}
DAILY = {"entry": "once-a-day"}
LEFT = [entry("p-1", NOON - 2000), leave("p-1", NOON - 1000)]
case("the first entry of the one", "admitted", ONCE)
case("the second entry of the one", "already-used", ONCE, log=LEFT, recorded=["already-used"])
case("inside by the one entry", "repeat", ONCE, log=LEFT[:1], faults=["already-used"],
     recorded=[])
case("the one entry was on another date", "already-used", ONCE, t=NOON + DAY, log=LEFT)
case("the one entry was by another door", "admitted", ONCE, log=[entry("p-1", NOON - 1, "side")])
case("the one entry was at another point", "already-used", ONCE,
     log=[entry("p-1", NOON - 1, point=THERE)])
case("the one entry was taken back", "admitted", ONCE,
     log=[entry("p-1", NOON - 1, voided=True)])
case("the one entry was another's", "admitted", ONCE, people={"p-1": {}, "p-2": {}},
     log=[entry("p-2", NOON - 1)])
case("the one entry comes later in time: a desk knows it, the fold does not look", "already-used",
     ONCE, log=[entry("p-1", NOON + 1, point=THERE)], recorded=[])
case("the one entry was a merged participant's", "already-used", ONCE,
     people={"p-1": {}, "p-2": {}}, merged=["p-1", "p-2"],
     log=[entry("p-2", NOON - 2), leave("p-2", NOON - 1)])
case("a check-out alone spends nothing", "admitted", ONCE, log=[leave("p-1", NOON - 1)])
case("the first entry of the date", "admitted", DAILY)
case("the second entry of the date", "already-used", DAILY, log=LEFT, recorded=["already-used"])
case("inside by the date's entry", "repeat", DAILY, log=LEFT[:1])
case("an entry of the date before", "admitted", DAILY, t=NOON + DAY, log=LEFT)
case("an entry in the date's last ms, and the next date's first", "admitted", DAILY,
     t=MIDNIGHT + DAY,
     log=[entry("p-1", MIDNIGHT + DAY - 2), leave("p-1", MIDNIGHT + DAY - 1)])
case("an entry in the date's first ms, and its last", "already-used", DAILY,
     t=MIDNIGHT + DAY - 1, log=[entry("p-1", MIDNIGHT), leave("p-1", MIDNIGHT + 1)])
case("entries on no date are of one date", "already-used", DAILY, t=MIDNIGHT + 40 * DAY,
     log=[entry("p-1", MIDNIGHT + 20 * DAY), leave("p-1", MIDNIGHT + 20 * DAY + 1)])
case("the date's entry was at another point", "already-used", DAILY,
     log=[entry("p-1", NOON - 1, point=THERE)])
case("an error does not make an entry of another date", "already-used", DAILY, err=DAY, log=LEFT)
case("an entry of the next date is known already", "admitted", DAILY,
     log=[entry("p-1", NOON + DAY)])

# Again, and always.
AGAIN = {"entry": "again-after-leaving", "pending": True}
case("inside", "repeat", AGAIN, log=LEFT[:1], recorded=[])
case("has left", "admitted", AGAIN, log=LEFT)
case("leaves at this moment", "admitted", tie=True,
     log=[entry("p-1", NOON - 1), leave("p-1", NOON)])
case("comes in at this moment, says another desk of the point", "repeat", tie=True,
     log=[entry("p-1", NOON)])
case("leaves one ms later", "repeat", log=[entry("p-1", NOON - 1), leave("p-1", NOON + 1)])
case("comes in one ms later", "admitted", log=[entry("p-1", NOON + 1)])
case("inside by another door", "admitted", log=[entry("p-1", NOON - 1, "side")])
case("inside at another point", "admitted", log=[entry("p-1", NOON - 1, point=THERE)])
case("inside, says a check-in that was taken back", "admitted",
     log=[entry("p-1", NOON - 1, voided=True)])
case("left, says a check-out that was taken back", "repeat",
     log=[entry("p-1", NOON - 2), leave("p-1", NOON - 1, voided=True)])
case("inside until an hour after the day: one ms before", "repeat", t=SHUT + HOUR - 1,
     log=[entry("p-1", NOON)])
case("inside until an hour after the day: at it", "admitted", t=SHUT + HOUR,
     log=[entry("p-1", NOON)])
case("came in after the day: inside until the next date", "repeat", t=MIDNIGHT + DAY - 1,
     log=[entry("p-1", SHUT + 2 * HOUR)])
case("came in after the day: the next date", "admitted", t=MIDNIGHT + DAY,
     log=[entry("p-1", SHUT + 2 * HOUR)])
case("the point has closed since", "admitted", log=[entry("p-1", NOON - 2), close(NOON - 1)])
case("another point has closed since", "repeat",
     log=[entry("p-1", NOON - 2), close(NOON - 1, THERE)])
case("always: inside", "admitted", {"entry": "always"}, log=LEFT[:1], recorded=[])
case("always: the third time", "admitted", {"entry": "always"}, log=LEFT)
case("always, of the wrong kind, inside", "wrong-kind", {"entry": "always", "kinds": []},
     log=LEFT[:1], recorded=[])

# Blocks.
case("a block of the person", "blocked", blocks=[block()], recorded=["blocked"])
case("a block of the person, with a ticket", "blocked", serial=9, blocks=[block()])
case("a block of tickets, up to this one", "blocked", serial=3, blocks=[block(serials=3)])
case("a block of tickets, up to the one after", "blocked", serial=3, blocks=[block(serials=4)])
case("a block of tickets, up to the one before", "admitted", serial=3, blocks=[block(serials=2)])
case("a block of tickets, and none is shown", "admitted", blocks=[block(serials=3)])
case("a block that was lifted", "admitted", blocks=[block(lifted=NOON - 1)])
case("one of two blocks was lifted", "blocked", blocks=[block(lifted=NOON - 1), block()])
case("a block of tickets and one of the person", "blocked", serial=9,
     blocks=[block(serials=3), block()])
case("another is blocked", "admitted", people={"p-1": {}, "p-2": {}}, blocks=[block("p-2")])
case("a merged participant is blocked", "blocked", people={"p-1": {}, "p-2": {}},
     merged=["p-1", "p-2"], blocks=[block("p-2")], recorded=["blocked"])
case("blocked, and inside", "blocked", log=LEFT[:1], blocks=[block()], recorded=["blocked"])
case("a block that comes later, which the desk had not seen", "blocked",
     blocks=[block(time=NOON + 1)], recorded=[])
case("a block that comes later, which the desk had seen", "blocked",
     blocks=[block(time=NOON + 1, seen=True)], recorded=["blocked"])
case("a block that is lifted later", "admitted", blocks=[block(lifted=NOON + 1)],
     recorded=["blocked"])
case("blocked comes before cancelled", "blocked", set={"cancelled": True}, blocks=[block()],
     faults=["blocked", "cancelled"])

# Questions.
ASKS = {"questions": [{"id": "outlet", "required": True}, {"id": "meal"}]}
case("a required question without an answer", "questions-open", ASKS,
     recorded=["questions-open"])
case("the required question is answered now", "admitted", ASKS, answered=["outlet"], recorded=[])
case("only the optional question is answered now", "questions-open", ASKS, answered=["meal"])
case("only optional questions", "admitted", {"questions": [{"id": "meal"}]})
case("the question was answered before", "admitted", ASKS,
     log=[entry("p-1", NOON - 2, answered=["outlet"]), leave("p-1", NOON - 1)])
case("the question was answered at another door", "admitted", ASKS,
     log=[entry("p-1", NOON - 1, "side", answered=["outlet"])])
case("the question was answered at another point", "admitted", ASKS,
     log=[entry("p-1", NOON - 1, point=THERE, answered=["outlet"])])
case("the question was answered at a repeat", "admitted", ASKS,
     log=[entry("p-1", NOON - 3), entry("p-1", NOON - 2, answered=["outlet"]),
          leave("p-1", NOON - 1)])
case("the answer was taken back", "questions-open", ASKS,
     log=[entry("p-1", NOON - 1, "side", answered=["outlet"], voided=True)])
case("another has answered", "questions-open", ASKS, people={"p-1": {}, "p-2": {}},
     log=[entry("p-2", NOON - 1, answered=["outlet"])])
case("a merged participant has answered", "admitted", ASKS, people={"p-1": {}, "p-2": {}},
     merged=["p-1", "p-2"], log=[entry("p-2", NOON - 1, "side", answered=["outlet"])])
case("the question is answered later in time: a desk knows it, the fold does not look", "admitted",
     ASKS, log=[entry("p-1", NOON + 1, "side", answered=["outlet"])],
     recorded=["questions-open"])
BOTH = {"questions": [{"id": "meal", "required": True}, {"id": "outlet", "required": True}]}
case("one of two required questions is answered", "questions-open", BOTH, answered=["outlet"])
case("both required questions are answered", "admitted", BOTH, answered=["outlet", "meal"])
case("one required question was answered before, the other is now", "admitted", BOTH,
     answered=["outlet"], log=[entry("p-1", NOON - 1, "side", answered=["meal"])])
case("open questions, and inside", "repeat", ASKS, log=LEFT[:1], faults=["questions-open"],
     recorded=[])

# Full.
HELD = {"capacity": True}
TWO = {"p-1": {}, "p-2": {}, "p-3": {}}
IN = [entry("p-2", NOON - 9)]
case("one place, and nobody inside", "admitted", HELD, capacity=1)
case("one place, and one inside", "full", HELD, people=TWO, capacity=1, log=IN, recorded=[])
case("two places, and one inside", "admitted", HELD, people=TWO, capacity=2, log=IN)
case("one place, and two inside", "full", HELD, people=TWO, capacity=1,
     log=IN + [entry("p-3", NOON - 8)])
case("no place", "full", HELD, capacity=0)
case("a capacity that nobody has said", "admitted", HELD, people=TWO, log=IN)
case("a door that does not hold the capacity", "admitted", {}, people=TWO, capacity=1, log=IN)
case("who was inside has left", "admitted", HELD, people=TWO, capacity=1,
     log=IN + [leave("p-2", NOON - 8)])
case("who will come in is not inside", "admitted", HELD, people=TWO, capacity=1,
     log=[entry("p-2", NOON + 1)])
case("the one who is inside is at another point", "admitted", HELD, people=TWO, capacity=1,
     log=[entry("p-2", NOON - 9, point=THERE)])
case("inside by another door of the point", "full", HELD, people=TWO, capacity=1,
     log=[entry("p-2", NOON - 9, "side")])
case("one inside by two doors is one", "admitted", HELD, people=TWO, capacity=2,
     log=IN + [entry("p-2", NOON - 8, "side")])
case("one inside at two points is inside here as well", "full", HELD, people=TWO, capacity=1,
     log=[entry("p-2", NOON - 9, point=THERE), entry("p-2", NOON - 8)])
case("two merged participants inside are one", "admitted", HELD, people=TWO,
     merged=["p-2", "p-3"], capacity=2, log=IN + [entry("p-3", NOON - 8, "side")])
case("full, and the person inside by another door", "admitted", HELD, people=TWO, capacity=1,
     log=[entry("p-1", NOON - 8, "side")])
case("full, and the person inside by this door", "repeat", HELD, people=TWO, capacity=1,
     log=[entry("p-1", NOON - 8)])

# Merged participants.
PAIR = ["p-1", "p-2"]
WALKIN = "0123456789abcdef0123456789abcdef"
case("the kind of the first participant counts", "admitted", PRESS, who="p-2", merged=PAIR,
     people={"p-1": {"kind": "press"}, "p-2": {"kind": "guest"}})
case("the kind of the second does not", "wrong-kind", PRESS, merged=PAIR,
     people={"p-1": {"kind": "guest"}, "p-2": {"kind": "press"}})
case("a kind that only the second has counts", "admitted", PRESS, merged=PAIR,
     people={"p-1": {}, "p-2": {"kind": "press"}})
case("a walk-in stands behind who is on the roster", "wrong-kind", PRESS, merged=["z-1", WALKIN],
     who=WALKIN, people={WALKIN: {"kind": "press"}, "z-1": {"kind": "guest"}})
case("cancelled as the second participant only", "cancelled", merged=PAIR,
     people={"p-1": {}, "p-2": {"cancelled": True}})
case("cancelled as the second, not as the first", "admitted", merged=PAIR,
     people={"p-1": {"cancelled": False}, "p-2": {"cancelled": True}})
case("inside as the second participant", "repeat", merged=PAIR, people={"p-1": {}, "p-2": {}},
     log=[entry("p-2", NOON - 1)])
case("the validity from two participants", "no-longer-valid", merged=PAIR, t=NOON + 1,
     people={"p-1": {"valid_from": NOON}, "p-2": {"valid_until": NOON}})
case("merged with a participant whom nothing else names", "wrong-kind", PRESS, merged=PAIR,
     who="p-2", people={"p-2": {}})
case("an id that only a merge names is nobody's", "unknown", merged=PAIR, people={"p-2": {}})

# Everything at once.
WORST = {
    "kinds": [], "days": ["second"], "entry": "once", "capacity": True,
    "questions": [{"id": "q", "required": True}]}
BAD = {
    "cancelled": True, "pending": True, "valid_from": NOON + 1, "valid_until": NOON - 1,
    "withdrawn_doors": ["main"], "kind": "guest"}
ALL = [
    "blocked", "cancelled", "pending", "not-yet-valid", "no-longer-valid", "wrong-door",
    "wrong-kind", "wrong-day", "already-used", "questions-open", "full"]
WORSE = dict(capacity=0, log=LEFT, blocks=[block()])
case("everything is wrong", "blocked", WORST, set=BAD, faults=ALL, recorded=ALL[:-1], **WORSE)
WORSE["blocks"] = []
for index, name in enumerate(
    ["cancelled", "pending", "valid_from", "valid_until", "withdrawn_doors", "kind"]
):
    rest = {key: value for key, value in list(BAD.items())[index:]}
    case(f"everything from {ALL[index + 1]} on is wrong", ALL[index + 1], WORST, set=rest,
         faults=ALL[index + 1:], **WORSE)
case("everything from wrong-day on is wrong", "wrong-day", {**WORST, "kinds": ["guest"]},
     set={"kind": "guest"}, faults=ALL[7:], **WORSE)
case("everything from already-used on is wrong", "already-used",
     {**WORST, "kinds": ["guest"], "days": ["first"]}, set={"kind": "guest"}, faults=ALL[8:],
     **WORSE)
case("the question is open and the point full", "questions-open",
     {"capacity": True, "questions": [{"id": "q", "required": True}]}, faults=ALL[9:],
     capacity=0)
case("too early, and everything from already-used on", "too-early",
     {**WORST, "kinds": ["guest"], "days": ["first"], "before": 0}, set={"kind": "guest"},
     faults=["too-early"] + ALL[8:], **WORSE)
case("too late, for who has no place either", "too-late", {"after": 0, "capacity": True},
     t=SHUT + 1, capacity=0, faults=["too-late", "full"])
case("inside, and everything is wrong that a repeat passes over", "repeat", WORST,
     set={key: value for key, value in BAD.items() if key != "cancelled"}, log=LEFT[:1],
     capacity=0, recorded=[])

ABOUT = (
    "The rule of a door, Protocol/5-state.md, Admission. `calendar` and `days`: the event's parts; "
    "an empty calendar is no event part. `door`: the value of the part of the door `main`, null for "
    "no part. `people`: the fields of each participant's one put. `merged`: participants of one "
    "merge. `blocks`: `time` and `lifted` are those of the block and its unblock, `seen` says that "
    "the check-in's `base` has it. `capacity`: of the point `here`. `log`: check-ins, check-outs and "
    "point closings, all of error 0; a void takes back what is `voided`. `asked`: who wants in by "
    "`main` at the point `here`, what is shown, at `time` ± `err`, answering what. `known`: somebody "
    "has this id. `facts`: what the rule looks at; `pending` is false where the door does not mind; "
    "`date` and the `windows` [date, first ms, last "
    "ms] are null or texts of dates. `faults`: all that a desk finds. `inside`: index of the "
    "check-in by which the person is inside, or null. `verdict`: `admitted`, `repeat`, or the "
    "reason of a refusal. `recorded`: the faults that the fold finds when the check-in is recorded "
    "all the same, with error `err`; null where it is not asked.")

if __name__ == "__main__":
    assert len({one["why"] for one in CASES}) == len(CASES), "two cases with one name"
    lines = ",\n".join(
        json.dumps(one, ensure_ascii=False, separators=(", ", ": ")) for one in CASES)
    FILE.write_text(
        '{"about": ' + json.dumps(ABOUT) + ',\n"cases": [\n' + lines + "\n]}\n",
        encoding="utf-8")
    print(FILE.name, len(CASES))
