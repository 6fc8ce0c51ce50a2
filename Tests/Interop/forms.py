"""Forms of JSON values, as predicates: what the tables of Protocol/2-lines.md and 4-messages.md say of a member."""

import re

from strict_json import GREATEST


def pattern(expression):
    compiled = re.compile(expression)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def integer(value):
    return type(value) is int


def at_least(least, most=GREATEST):
    return lambda value: type(value) is int and least <= value <= most


def boolean(value):
    return type(value) is bool


def text(value):
    return isinstance(value, str)


def sized(least, most):
    return lambda value: isinstance(value, str) and least <= len(value.encode()) <= most


def one_of(*values):
    return lambda value: isinstance(value, str) and value in values


def array(form, least=0, most=GREATEST):
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(form, value))


def row(*forms):
    return lambda value: (
        isinstance(value, list) and len(value) == len(forms)
        and all(form(part) for form, part in zip(forms, value)))


def ascending(form, least):
    """An array whose texts ascend as bytes, none twice."""
    shaped = array(form, least)

    def fits(value):
        if not shaped(value):
            return False
        parts = [part.encode() for part in value]
        return all(a < b for a, b in zip(parts, parts[1:]))
    return fits


def mapping(form, least=0):
    return lambda value: isinstance(value, dict) and len(value) >= least and all(map(form, value.values()))


def members(required, optional=None):
    """An object with at least these members; what is not named here is passed over."""
    optional = optional or {}

    def fits(value):
        return (
            isinstance(value, dict)
            and all(name in value and form(value[name]) for name, form in required.items())
            and all(form(value[name]) for name, form in optional.items() if name in value))
    fits.names = [*required, *optional]
    return fits


hex_id = pattern("[0-9a-f]{32}")
digest = pattern("[0-9a-f]{64}")
signature = pattern("[0-9a-f]{128}")
natural = at_least(0)
positive = at_least(1)
short = sized(1, 64)
long = sized(0, 1024)
point = pattern("[a-z0-9-]{1,32}")
participant = pattern(r"[!#-.0-\[\]-~]{1,64}")
