#!/usr/bin/env python3
"""Prints the description of a daemon's HTTP as one document without references to other files, as JSON, for tools
that follow none:

    Protocol/openapi-bundle.py hub|node > FILE
"""

import json
import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent
COMMON = "openapi.yaml"


def bundle(name):
    """The document of a daemon, with all that it refers to in it."""
    common = yaml.safe_load((FOLDER / COMMON).read_text(encoding="utf-8"))
    document = yaml.safe_load((FOLDER / f"openapi-{name}.yaml").read_text(encoding="utf-8"))
    own = document["components"]
    taken = {}

    def inside(node, is_common):
        """A node whose references stay in this document; what they mean is taken along."""
        if isinstance(node, list):
            return [inside(one, is_common) for one in node]
        if not isinstance(node, dict):
            return node
        target = node.get("$ref")
        if not isinstance(target, str):
            return {key: inside(value, is_common) for key, value in node.items()}
        pointer = target.removeprefix(COMMON)
        if pointer == target and not is_common:
            return node
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.removeprefix("#/").split("/")]
        if steps[0] == "paths":
            return inside(common["paths"][steps[1]], True)
        _, kind, key = steps
        if (kind, key) not in taken:
            taken[kind, key] = None
            taken[kind, key] = inside(common[steps[0]][kind][key], True)
        return {"$ref": pointer}

    document["paths"] = inside(document["paths"], False)
    document["components"] = inside(own, False)
    for (kind, key), component in taken.items():
        section = document["components"].setdefault(kind, {})
        if key in section and "$ref" not in section[key]:
            raise SystemExit(f"openapi-bundle: {kind}/{key} stands in openapi-{name}.yaml and in {COMMON}: rename one.")
        section[key] = component
    return document


if __name__ == "__main__":
    if sys.argv[1:] not in (["hub"], ["node"]):
        raise SystemExit("usage: openapi-bundle.py hub|node")
    json.dump(bundle(sys.argv[1]), sys.stdout, ensure_ascii=False, indent=1)
    print()
