"""JSON with the freedom of Protocol/1-frames.md: one reading of each text, or none."""

import json
import re

GREATEST = 2**53 - 1
DEEPEST = 8
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
SURROGATE = re.compile("[\ud800-\udfff]")
ESCAPED = re.compile('["\\\\\x00-\x1f]')


class Malformed(Exception):
    """Bytes that are no strict JSON; `code` is 107 or 109."""

    def __init__(self, code):
        super().__init__(str(code))
        self.code = code


def _integer(digits):
    if digits == "-0" or len(digits) > 17 or abs(int(digits)) > GREATEST:
        raise ValueError(digits)
    return int(digits)


def _never(text):
    raise ValueError(text)


def _members(pairs):
    members = dict(pairs)
    if len(members) != len(pairs) or any(SURROGATE.search(name) for name in members):
        raise ValueError("a name twice, or half a surrogate pair")
    return members


DECODER = json.JSONDecoder(
    parse_int=_integer, parse_float=_never, parse_constant=_never, object_pairs_hook=_members)


def _too_deep(text):
    depth = 0
    for sign in TEXT.sub("", text):
        if sign in "[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif sign in "]}":
            depth -= 1
    return False


def _has_surrogate(value):
    if isinstance(value, str):
        return SURROGATE.search(value)
    if isinstance(value, list):
        return any(map(_has_surrogate, value))
    return isinstance(value, dict) and any(map(_has_surrogate, value.values()))


def read(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(109) from None
    if text.startswith("\ufeff"):
        raise Malformed(109)
    if _too_deep(text):
        raise Malformed(107)
    try:
        value = DECODER.decode(text)
    except ValueError:
        raise Malformed(107) from None
    if "\\u" in text and _has_surrogate(value):
        raise Malformed(107)
    return value


def _escape(match):
    sign = match.group()
    return "\\" + sign if sign in '"\\' else f"\\u{ord(sign):04x}"


def _written(value):
    if isinstance(value, str):
        return '"' + ESCAPED.sub(_escape, value) + '"'
    if isinstance(value, dict):
        return "{" + ",".join(_written(name) + ":" + _written(member) for name, member in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value)


def compact(value):
    return _written(value).encode()
