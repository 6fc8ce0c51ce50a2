"""The descriptions of the HTTP of both daemons (`Protocol/openapi*.yaml`), as a test asks them.

A Description holds one document with what it refers to, and says of each operation what may be sent and
what must come back. Nothing of the daemons is known here.
"""

import functools
import json
import random
import re
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parents[2] / "Protocol"
FILES = ("openapi.yaml", "openapi-hub.yaml", "openapi-node.yaml")


@functools.cache
def load(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


class Description:
    """One document, its references resolved."""

    def __init__(self, name):
        self.name = name
        # Every schema stands under one name, so that references need no file.
        self.schemas = {}
        for file in {"openapi.yaml", name}:
            for key, schema in load(file)["components"].get("schemas", {}).items():
                self.schemas[f"{file}/{key}"] = self.renamed(schema, file)
        self.operations = []
        for path, item in load(name)["paths"].items():
            item, file = self.resolve(item, name)
            for method, operation in item.items():
                self.operations.append(Operation(self, path, method.upper(), operation, file))

    def resolve(self, node, file):
        """What a reference means, and the file in which it stands."""
        while isinstance(node, dict) and "$ref" in node:
            target, pointer = node["$ref"].split("#")
            file = target or file
            node = load(file)
            for step in pointer.strip("/").split("/"):
                node = node[step.replace("~1", "/").replace("~0", "~")]
        return node, file

    def renamed(self, node, file):
        """A schema whose references point into `schemas`."""
        if isinstance(node, list):
            return [self.renamed(one, file) for one in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            target, pointer = node["$ref"].split("#")
            key = f"{target or file}/{pointer.rsplit('/', 1)[1]}"
            return {"$ref": "#/$defs/" + key.replace("/", "~1")}
        return {key: self.renamed(value, file) for key, value in node.items()}

    def whole(self, schema):
        return {**schema, "$defs": self.schemas}

    def faults(self, schema, value):
        """What is wrong with a value, each in a line."""
        found = Draft202012Validator(self.whole(schema)).iter_errors(value)
        return [f"{'/'.join(map(str, error.absolute_path)) or 'all of it'}: {deepest(error)}" for error in found]

    def target(self, schema):
        """A schema, its own reference followed."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].split("/", 2)[2].replace("~1", "/")]
        return schema

    def by_id(self, name):
        return next(one for one in self.operations if one.id == name)


def deepest(error):
    """The words of the error that says most: of several that may be meant, the nearest."""
    while error.context:
        error = min(error.context, key=lambda one: (-len(one.absolute_path), len(one.message)))
    return f"{'/'.join(map(str, error.absolute_path))} {error.message[:300]}"


class Operation:
    """One thing that can be asked."""

    def __init__(self, description, path, method, raw, file):
        self.description = description
        self.path = path
        self.method = method
        self.id = raw["operationId"]
        self.raw = raw
        self.file = file
        self.role = (raw["security"] or [{"login": [None]}])[0]["login"][0]
        self.parameters = [description.resolve(one, file)[0] for one in raw.get("parameters", [])]
        body = raw.get("requestBody")
        self.body = description.renamed(body["content"]["application/json"]["schema"], file) if body else None
        self.examples = [(self.body, body["content"]["application/json"].get("example"))] if body else []
        self.answers = {}
        for status, response in raw["responses"].items():
            response, where = description.resolve(response, file)
            content = {
                kind: (description.renamed(one["schema"], where), one) for kind, one in response.get("content", {}).items()}
            self.answers[status] = content
            self.examples += [(schema, one["example"]) for schema, one in content.values() if "example" in one]

    def __repr__(self):
        return f"{self.method} {self.path}"

    @property
    def acts(self):
        return self.method != "GET"

    @property
    def documented(self):
        """The problems that it may answer, by status."""
        return {int(status) for status in self.answers if status.isdigit() and int(status) >= 400}

    def faults(self, status, kind, value):
        """What is wrong with an answer of that status and type."""
        content = self.answers.get(str(status))
        if content is None and status >= 500:
            content = self.answers["default"]
        if content is None:
            return [f"{status} is not described: {value}"]
        if not content:
            return [] if value is None else [f"{status} has a body: {value}"]
        essence = (kind or "").split(";")[0]
        if essence not in content:
            return [f"{status} came as {kind}"]
        faults = self.description.faults(content[essence][0], value)
        if status >= 400 and not faults and value["status"] != status:
            faults = [f"{status} says of itself that it is {value['status']}"]
        return faults


# --- bodies that break their schema in one place ------------------------------------------------------------


def broken(description, schema, body, seed, most=60):
    """(what was done, body) for bodies that the schema refuses, each for one cause.

    Every place of a good body is tried in every way; of more than `most`, the seed chooses.
    """
    found = []
    for words, mutant in mutants(description, schema, body):
        if description.faults(schema, mutant):
            found.append((words, mutant))
    chance = random.Random(seed)
    return found if len(found) <= most else chance.sample(found, most)


def mutants(description, schema, body):
    for value in (None, [], "text", 7, True, [body]):
        yield f"instead of the object {json.dumps(value)}", value
    yield from inside(description, schema, body, ())


def inside(description, schema, value, place):
    """Ways to break a value, and what it holds."""
    schema = description.target(schema)
    at = "/".join(map(str, place)) or "the body"
    if place:
        for other in (None, 7, -1, 2**60, "x", "", "x" * 5000, "\u0000", True, [], {}, [7], {"x": 7}, [[]]):
            if other != value or type(other) is not type(value):
                yield f"{at} is {json.dumps(other)[:20]}", other
    if isinstance(value, dict):
        for name in value:
            yield f"{at} lacks {name}", {key: one for key, one in value.items() if key != name}
            known = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if not isinstance(known, dict):
                continue
            for words, other in inside(description, known, value[name], (*place, name)):
                yield words, {**value, name: other}
        for name in sorted(schema.get("properties", {}).keys() - value.keys()):
            for other in (7, "x" * 5000, [], {}, [7], {"x": {}}, True):
                yield f"{at} has {name} of {json.dumps(other)[:20]}", {**value, name: other}
        for name in ("unknown", "", "lаng", "x" * 300, "__proto__"):
            yield f"{at} has a member {name[:20]}", {**value, name: "x"}
    if isinstance(value, list):
        limit = schema.get("maxItems")
        if limit and limit < 1000 and value:
            yield f"{at} has too many", value[:1] * (limit + 1)
        if value:
            for words, other in inside(description, schema.get("items", {}), value[0], (*place, 0)):
                yield words, [other, *value[1:]]


def broken_queries(operation):
    """(name, value) pairs that the description of a parameter refuses."""
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        for text in ("", "0", "-1", "1.5", "many", "true ", "9" * 30, "x" * 1100, "\u2066"):
            try:
                value = int(text) if parameter["schema"]["type"] == "integer" else {"true": True}.get(text, text)
            except ValueError:
                value = text
            if operation.description.faults(parameter["schema"], value):
                yield parameter["name"], text


def filled(path, values):
    """A path with its names filled in."""
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path)
