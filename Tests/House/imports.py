"""Imports that break the order of the rooms, one a line. Rooms look down only, at what Package.swift gives them.

SwiftPM lets a file import whatever happens to be built; so this reads the imports.
"""

import json
import pathlib
import re
import subprocess

# Storeys of the house: a room may import those below its own.
STOREYS = [
    ["MusterCore", "CSimDisk"],
    ["MusterTrust"],
    ["MusterSync"],
    ["MusterStore", "MusterNet", "MusterCommand"],
    ["MusterDaemon"],
    ["MusterHub", "MusterNode", "MusterDemo"],
    ["MusterSim"],
    ["muster-hub", "muster-node", "muster-demo", "muster-bench", "muster-sim", "muster-manual"],
]
STOREY = {room: storey for storey, rooms in enumerate(STOREYS) for room in rooms}
# These are functions of what they are given: no clock, no file, no socket.
PURE = {"MusterCore", "MusterSync"}
# Read alone by the fuzzer.
ALONE = pathlib.Path("Sources/MusterSync/Wire")
IMPORT = re.compile(
    r"^(?:@\w+(?:\(\w+\))?\s+|public |package |internal |fileprivate |private )*"
    r"import (?:(?:struct|enum|class|func|var|let|protocol|typealias) )?(\w+)",
    re.MULTILINE,
)


def why_not(room, gives, path, module):
    if ALONE in path.parents:
        return "the wire is read alone: nothing may be imported"
    if module == "Glibc":
        return "a pure room: what it needs of the system comes in as a value" if room in PURE else None
    if module in ("Foundation", "Synchronization"):
        return None if room == "muster-bench" else f"{module} is for what is not shipped: use Glibc or the rooms below"
    if module in STOREY and STOREY[module] >= STOREY[room]:
        return "not below it: what it needs from there comes in as a value, or belongs lower down"
    if module not in gives:
        return "Package.swift does not give it"
    return None


def main():
    dump = subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True)
    for target in json.loads(dump.stdout)["targets"]:
        room = target["name"]
        if target["type"] not in ("regular", "executable") or target.get("path"):
            continue
        if room not in STOREY:
            print(f"{room}: a room without a storey: give it one in Tests/House/imports.py")
            continue
        gives = {(dependency.get("byName") or dependency.get("target"))[0] for dependency in target["dependencies"]}
        for path in sorted(pathlib.Path("Sources", room).rglob("*.swift")):
            for found in IMPORT.finditer(path.read_text(encoding="utf-8")):
                reason = why_not(room, gives, path, found[1])
                if reason:
                    print(f"{path}: {found[1]}: {reason}")


if __name__ == "__main__":
    main()
