"""The node's cases of Protocol/vectors/sessions.json, played by this node's sessions."""

import chain
import join_code
import session
import strict_json
import trust


class Me:
    """The node of sessions.json."""

    def __init__(self, vectors):
        self.event = vectors["event"]
        self.root = vectors["keys"]["root"]["public"]
        self.private = trust.private_from(bytes.fromhex(vectors["keys"]["node"]["seed"]))
        self.node = vectors["keys"]["node"]["id"]
        self.epoch = vectors["epoch"]
        self.boot = vectors["boot"]
        self.admission = vectors["admission"]
        self.admission_line = vectors["admission_line"].encode()


class Own:
    """Its chain, of which it holds `n`."""

    def __init__(self, vectors, me, n):
        hashes = [chain.writer_start(me.event, me.node, me.epoch)]
        for each in vectors["ops"]:
            hashes.append(chain.after_lines(hashes[-1], [each.encode()]))
        self.hashes = hashes[:n + 1]
        self.n = n

    def hash_at(self, n):
        return self.hashes[n]


class Log:
    """The log that it follows."""

    def __init__(self, event, holds):
        start = {"place": 0, "hash": chain.log_start(event)}
        head = holds.get("log", start)
        self.place, self.hash = head["place"], head["hash"]
        self.ends = {end["place"]: end["hash"] for end in [start, head, *holds.get("ends", [])]}
        self.keys = set(holds["hub_keys"])
        self.starts = []

    def hash_at(self, place):
        return self.ends.get(place)

    def keys_up_to(self, place):
        # At 0 none is certified, unless a case that has no log says so.
        return self.keys if place or not self.place else set()


def _session(vectors, case):
    me, holds = Me(vectors), case.get("holds", {})
    exporter = bytes.fromhex(case.get("exporter", vectors["exporter"]))
    peer = case.get("peer", vectors["keys"]["hub"]["public"])
    if case["side"] == "enrolling node":
        return session.Enrolment(join_code.JoinCode.read(holds["code"]), me.private, "0" * 64, exporter, peer)
    log = Log(me.event, {"hub_keys": [vectors["keys"]["hub"]["public"]], **holds})
    return session.Session(me, Own(vectors, me, holds.get("writer", {"n": 0})["n"]), log, exporter, peer)


def _said(frames):
    return [[strict_json.read(lines[0]), *(each.decode() for each in lines[1:])] for lines in frames]


def play(vectors, case):
    side, start = _session(vectors, case), vectors["start"]
    side.begin(session.Clock(start["mono"], start["time"]))
    for step in case["steps"]:
        side.out.clear()
        after = step.get("after_us", 0)
        now = session.Clock(start["mono"] + after, start["time"] + after // 1_000)
        gives = []
        if "receives" in step:
            gives = side.receive([each.encode() for each in step["receives"]], now)
        if "timer" in step:
            gives = side.timer(now)
        if "makes" in step:
            side.send_ops([each.encode() for each in step["makes"]])
        for each in gives:
            each.pop("segment", None)
            if "lines" in each:
                each["lines"] = [line.decode() for line in each["lines"]]
        wanted = [[strict_json.read(lines[0].encode()), *lines[1:]] for lines in step.get("answers", [])]
        if gives != step.get("gives", []) or _said(side.out) != wanted:
            return False
    return True
