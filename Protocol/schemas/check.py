#!/usr/bin/env python3
"""Runs the vectors through the schemas: what is good is admitted, what is bad refused.

Needs Debian's python3-jsonschema, or PyPI's jsonschema from 4.0. What a schema cannot say is listed here by
the names of its cases, and only that is let through: a case too many or too few in these lists is a finding.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"

# Of a line: its length in bytes, the order of its texts, and which event it should be of.
BEYOND_LINES = {
    "a line of 16,385 bytes", "another event", "by has 65 bytes", "a calendar that descends",
    "a calendar with one date twice", "a calendar with one ms twice",
    "fields is not sorted in a checkin", "fields is not sorted in a kind that folds to nothing",
    "answered is not sorted", "answered is sorted without regard to case", "answered is sorted as UTF-16",
    "a merge that descends", "a merge sorted by number",
    "an unmerge that descends", "an unmerge sorted by number",
}
BEYOND_PRIVATE_LINES = {"16,385 bytes"}
# Of a message: the lines behind it, and what was said before.
BEYOND_MESSAGES = {
    "hello: no line is carried", "hello: two lines are carried", "ops: another epoch",
    "ops: a line more than the count", "private: fewer entries than the count", "a pong of another boot",
    "the hub would send from a place that the node has not reached",
    "an ack that goes back", "an ack of more than was sent", "an ack with more whole than durable",
}
# Of a bundle: its length in bytes, and who has signed.
BEYOND_HEADERS = {"4,097 bytes"}
BEYOND_REPLIES = {
    "another header", "another event", "signed by somebody else", "certified by somebody else", "another root",
    "a hub that the root has not certified", "a signature of zeros",
}
# Limits that have an error of their own.
BEYOND_FORM = {"ops: 257 lines"}

findings = []


def schema(name, part=None):
    whole = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(whole)
    if part:
        whole = {"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]}
    return Draft202012Validator(whole)


def once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a member twice")
    return dict(pairs)


def no_fraction(text):
    raise ValueError(f"{text} is no integer")


def read(data):
    """The value of a text of JSON; ValueError where already the text is bad."""
    value = json.loads(data.decode(), object_pairs_hook=once, parse_float=no_fraction)
    depth, level = 0, [value]
    while level:
        level = [v for v in level if isinstance(v, (dict, list))]
        depth += bool(level)
        level = [w for v in level for w in (v.values() if isinstance(v, dict) else v)]
    if depth > 8:
        raise ValueError("nine deep")
    return value


def source(case):
    return case["text"].encode() if "text" in case else bytes.fromhex(case["hex"])


def expect(admitted, good, name, beyond):
    if good and not admitted:
        findings.append(f"{name}: good, and refused")
    if not good and admitted and name not in beyond:
        findings.append(f"{name}: bad, and admitted")
    if not good and not admitted and name in beyond:
        findings.append(f"{name}: refused, and listed as beyond a schema")


def check_lines(cases, validator, is_good, beyond):
    for case in cases:
        try:
            value = read(source(case))
        except ValueError:
            if is_good(case):
                findings.append(f"{case['why']}: good, and no JSON")
            continue
        expect(validator.is_valid(value), is_good(case), case["why"], beyond)
    for name in beyond - {case["why"] for case in cases}:
        findings.append(f"{name}: listed as beyond a schema, and no case")


def check_messages(cases):
    node, hub, entry = (schema("messages", part) for part in ("node", "hub", "entry"))
    seen = {"node": set(), "hub": set()}
    for case in cases:
        speaker, listener = (node, hub) if case["side"] == "hub" else (hub, node)
        for step in case["steps"]:
            errors = {event.get("name") for event in step.get("gives", []) if "error" in event}
            frames = [(lines, True, listener) for lines in step.get("answers", [])]
            # Of another version the members may have other forms.
            if "receives" in step and not errors & {"unexpected", "no_common_version"}:
                frames.append((step["receives"], not errors & {"bad_message"}, speaker))
            for lines, good, validator in frames:
                message = read(lines[0].encode())
                if case["why"] in BEYOND_FORM and errors:
                    good = validator.is_valid(message)
                expect(validator.is_valid(message), good, case["why"], BEYOND_MESSAGES)
                seen["node" if validator is node else "hub"].add(message["type"])
                if message["type"] == "private" and good:
                    check_entries(lines[1:], entry, case["why"])
    for side, validator in (("node", node), ("hub", hub)):
        named = {case["if"]["properties"]["type"]["const"] for case in validator.schema["$defs"][side]["allOf"]}
        for name in named - seen[side]:
            findings.append(f"{name} of a {side}: no case has it")


def check_texts(cases, member, validator, is_good, beyond):
    for case in cases:
        try:
            value = read(case[member].encode())
        except ValueError:
            expect(False, is_good(case), case["why"], beyond)
            continue
        expect(validator.is_valid(value), is_good(case), case["why"], beyond)
    for name in beyond - {case["why"] for case in cases}:
        findings.append(f"{name}: listed as beyond a schema, and no case")


def check_entries(lines, entry, name):
    rest = iter(lines)
    for line in rest:
        value = read(line.encode())
        expect(entry.is_valid(value), True, name, set())
        if value["is"] == "line":
            next(rest)


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


lines = vectors("lines")
check_lines(lines["cases"], schema("op-lines"), lambda case: "compact" in case, BEYOND_LINES)
check_lines(
    lines["private_lines"], schema("private-lines"), lambda case: "names" in case, BEYOND_PRIVATE_LINES)
check_messages(vectors("sessions")["cases"])
bundles = vectors("bundles")
check_texts(
    bundles["headers"], "text", schema("bundles", "header"), lambda case: "error" not in case, BEYOND_HEADERS)
check_texts(
    bundles["replies"]["cases"], "message", schema("bundles", "reply"), lambda case: case["good"], BEYOND_REPLIES)
print("\n".join(findings), end="\n" if findings else "")
sys.exit(bool(findings))
