#!/usr/bin/env python3
"""seeds.py FOLDER: makes inputs of the protocol's vectors, a folder for each target, to begin fuzzing with.

What the vectors spell out (ids, hashes, signatures) becomes the words that the targets put such things in for.
"""

import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "Protocol" / "vectors"


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fold(vector, event):
    """`NODE EPOCH N RECEIVED LINE` for each placement; ops name each other by the number of their line."""
    ids, rows, numbers = {}, [], {}
    for placed in vector["placements"]:
        line = vector["lines"][placed["line"]]
        op = hashlib.sha256(line.encode()).hexdigest()[:32]
        if placed["line"] in numbers:
            line = f"@{numbers[placed['line']]:02}"
        else:
            numbers[placed["line"]] = len(numbers) + 1
            for other, number in ids.items():
                line = line.replace(other, f"@{number:02}")
            ids[op] = len(numbers)
            line = line.replace(event, "@event")
        rows.append(f"{placed['node']} {placed['epoch']} {placed['n']} {placed['received']} {line}")
    return "\n".join(rows).encode()


class Session:
    """What the sessions' vectors spell out, as words."""

    def __init__(self, vectors):
        keys = vectors["keys"]
        self.words = {vectors["admission_line"]: "@admit", vectors["event"]: "@event"}
        self.words |= {vectors[name]: f"@{name}" for name in ("generation", "epoch", "boot")}
        for name in ("root", "hub", "node"):
            self.words[keys[name]["public"]] = f"@{name}"
            # The root's id is the event's.
            self.words.setdefault(keys[name]["id"], f"@{name}id")
        self.words[vectors["admission"]["certificate"]] = "@certificate"

    def lines(self, lines, is_good=True):
        message = lines[0]
        try:
            value = json.loads(message)
        except ValueError:
            value = None
        if is_good and isinstance(value, dict):
            self.sign(value)
            message = compact(value)
            for name in ("first", "count"):
                message = message.replace(f'"@{name}"', f"@{name}")
        text = "\n".join([message] + lines[1:])
        for spelt, word in self.words.items():
            text = text.replace(spelt, word)
        return text

    @staticmethod
    def sign(message):
        kind = message.get("type")
        if kind in ("ops", "segment"):
            message |= {"before": "@before", "after": "@after", "first": "@first", "signature": "@signature"}
            if kind == "ops":
                message["count"] = "@count"
        elif kind == "hello":
            message["signature"] = "@signature"
            message["admission"]["signature"] = "@admission"
            message["log"]["hash"] = "@log"
            if message["writer"]["n"] == 0:
                message["writer"]["hash"] = "@head0"
        elif kind == "welcome" and message["writer"]["n"] == 0:
            message["writer"]["hash"] = "@head0"
        elif kind == "enrol":
            message["proof"] = "@nodeproof"
        elif kind == "enrolled":
            message |= {"signature": "@admission", "proof": "@hubproof"}


def session(words, case):
    parts = []
    for step in case["steps"]:
        if "after_us" in step:
            parts.append(f"+{step['after_us'] // 1000}")
        if "receives" in step:
            is_good = not any("error" in given for given in step.get("gives", []))
            parts.append(words.lines(step["receives"], is_good))
    side = {"hub": "h", "node": "n"}.get(case["side"], "j")
    return (side + "\n\n".join(parts)).encode()


def made():
    """Target and bytes of each input."""
    for case in load("json")["cases"]:
        if "text" in case:
            yield "json", case["text"].encode()
    for case in load("frames")["cases"]:
        pieces = [bytes.fromhex(p) if isinstance(p, str) else bytes.fromhex(p[0]) * p[1] for p in case["bytes"]]
        yield "frame", b"".join(pieces)
    lines = load("lines")
    for case in lines["cases"]:
        if "text" in case:
            yield "line", case["text"].replace(lines["event"], "@event").encode()
    for case in lines["private_lines"]:
        yield "private-line", case.get("text", "").encode()
    folds = load("folds")
    for vector in folds["folds"]:
        yield "fold", fold(vector, folds["event"])
    for case in load("tickets")["cases"]:
        yield "ticket", case["text"].encode()
    codes = load("join-codes")
    for text in [typed for code in codes["codes"] for typed in code["typed"]]:
        yield "join-code", text.encode()
    for case in codes["wrong"]:
        yield "join-code", case["typed"].encode()
    sessions = load("sessions")
    words = Session(sessions)
    for case in sessions["cases"]:
        yield "message", session(words, case)
    for case in load("segments")["cases"]:
        if "lines" in case:
            yield "segment", words.lines([l for l in case["lines"] if isinstance(l, str)]).encode()
    yield "event-file", (ROOT / "seeds" / "event.json").read_bytes()
    for case in json.loads((ROOT / "Protocol" / "names" / "vectors.json").read_text(encoding="utf-8"))["cases"]:
        yield "names", case["input"].encode()


def main():
    folder = pathlib.Path(sys.argv[1])
    for target, data in made():
        # Longer inputs cost more than they find.
        if len(data) > 16_384:
            continue
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        (place / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


main()
