"""Protocol/vectors through this node's code. Each function yields (name of a case, whether it came out as written)."""

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import bundle
import chain
import door_vectors
import frame
import join_code
import line
import messages
import segment
import session_vectors
import strict_json
import ticket
import trust
from fold.state import State

FOLDER = Path(__file__).resolve().parents[2] / "Protocol" / "vectors"


def load(name):
    return json.loads((FOLDER / name).read_text())


def data_of(case):
    return bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()


def json_texts():
    for case in load("json.json")["cases"]:
        try:
            came = {"compact": strict_json.compact(strict_json.read(data_of(case))).decode()}
        except strict_json.Malformed as malformed:
            came = {"error": malformed.code}
        yield case["why"], all(case.get(name) == came.get(name) for name in ("compact", "error"))


def _frames(data, limit, cut):
    reader = frame.Reader(limit)
    frames, taken = [], 0
    for start in range(0, max(len(data), 1), cut):
        reader.take(data[start:start + cut])
        taken = min(start + cut, len(data))
        try:
            while (lines := reader.next()) is not None:
                frames.append([each.hex() for each in lines])
        except frame.BadFrame as bad:
            return frames, bad.code, taken
    return frames, None, taken


def _bytes(parts):
    return b"".join(
        bytes.fromhex(part) if isinstance(part, str) else bytes.fromhex(part[0]) * part[1] for part in parts)


def frame_streams():
    for case in load("frames.json")["cases"]:
        data = _bytes(case["bytes"])
        wanted = [[_bytes(line).hex() for line in lines] for lines in case["frames"]]
        good = True
        for cut in (1, 7, max(len(data), 1)):
            frames, code, taken = _frames(data, case["limit"], cut)
            good = good and frames == wanted and code == case.get("error")
            if cut == 1 and "after" in case:
                good = good and taken == case["after"]
        yield case["why"], good


def op_lines():
    vectors = load("lines.json")
    for case in vectors["cases"]:
        data = data_of(case)
        op = line.readable(data, vectors["event"])
        written = line.write(op).decode() if op else None
        yield case["why"], (line.op_id(data), written) == (case["id"], case.get("compact"))


def private_lines():
    for case in load("lines.json")["private_lines"]:
        data = data_of(case)
        yield case["why"], (line.private_digest(data), line.private_names(data)) == (case["digest"], case.get("names"))


def chains():
    vectors = load("chains.json")
    writer = vectors["writer"]
    before = chain.writer_start(writer["event"], writer["node"], writer["epoch"])
    yield "start of a writer's chain", before == writer["start"]
    for number, op in enumerate(writer["ops"], 1):
        data = op["line"].encode()
        before = chain.after_lines(before, [data])
        yield f"op {number} of a writer", (chain.op_id(data), before) == (op["id"], op["hash"])
    log = vectors["log"]
    before = chain.log_start(log["event"])
    yield "start of the log's chain", before == log["start"]
    for each in log["segments"]:
        before = chain.after_body(before, each["body"].encode())
        yield f"segment that ends at {each['place']}", before == each["hash"]


TEXTS = {
    "certificate": ("muster hub key 1", ["event", "key"]),
    "hello": ("muster hello 1", ["event", "node", "epoch", "n", "hash", "place", "logHash", "channel"]),
    "ops": ("muster ops 1", ["event", "node", "epoch", "first", "count", "hashAfter"]),
    "segment": ("muster segment 1", ["event", "generation", "first", "count", "hashAfter"]),
    "admission": ("muster admission 1", ["event", "line"]),
    "bundle": ("muster bundle 1", ["event", "header"]),
    "ticket": ("muster ticket 1", ["event", "key", "serial", "participant"]),
}


def signatures():
    vectors = load("signatures.json")
    private = {}
    for key in vectors["keys"]:
        private[key["name"]] = trust.private_from(bytes.fromhex(key["seed"]))
        public = trust.public_of(private[key["name"]])
        yield f"key of {key['name']}", (public, trust.key_id(public), trust.spki_digest(public).hex()) == (
            key["public"], key["id"], key["spki"])
    for text in vectors["texts"]:
        context, names = TEXTS[text["what"]]
        fields = [text[name] for name in names]
        public = trust.public_of(private[text["by"]])
        yield f"text of {text['what']}", (
            trust.signed_text(context, *fields).decode() == text["text"]
            and trust.sign(private[text["by"]], context, *fields) == text["signature"]
            and trust.verifies(public, text["signature"], context, *fields))
    event = next(text["event"] for text in vectors["texts"] if text["what"] == "admission")
    for case in vectors["admissions"]:
        yield case["why"], trust.admission_verifies(event, case["line"], case["key"], case["signature"]) == case["good"]
    for case in vectors["certificates"]:
        yield case["why"], trust.certified(
            case["event"], case["root"], case["key"], case["signature"]) == case["good"]


def tickets():
    vectors = load("tickets.json")
    for case in vectors["cases"]:
        came = ticket.check(case["text"], vectors["event"], vectors["keys"])
        yield case["why"], came == (case["outcome"], case.get("serial"), case.get("participant"))


def join_codes():
    vectors = load("join-codes.json")
    for case in vectors["codes"]:
        for typed in case["typed"]:
            try:
                code = join_code.JoinCode.read(typed)
                good = (str(code), code.address, code.secret.hex()) == (case["text"], case["address"], case["secret"])
            except join_code.BadCode:
                good = False
            yield typed, good
    for case in vectors["wrong"]:
        try:
            join_code.JoinCode.read(case["typed"])
            came = None
        except join_code.BadCode as bad:
            came = str(bad)
        yield case["typed"], came == case["error"]
    for case in vectors["proofs"]:
        parts = [bytes.fromhex(case[name]) for name in ("exporter", "hub", "node")]
        yield f"proof of {case['role']}", trust.proof(
            bytes.fromhex(case["secret"]), case["role"], *parts) == case["proof"]
    for case in vectors["rehearsals"]:
        yield "rehearsal", trust.rehearsal(case["event"], case["node"]).hex() == case["secret"]


def segments():
    vectors = load("segments.json")
    for case in vectors["cases"]:
        lines = bytes.fromhex(case["payload"]).split(b"\n") if "payload" in case else [
            each.encode() for each in case["lines"]]
        after = case["after"]
        try:
            came = segment.read(lines, vectors["event"], after["place"], after["hash"], set(case["hub_keys"]))
            came = {"place": came.last, "hash": came.after, "entries": [
                [each.op, each.node, each.epoch, each.n, each.received, each.data is not None]
                for each in came.entries]}
        except messages.Failed as failed:
            came = {"error": failed.code, "name": failed.name}
        yield case["why"], came == case["gives"]


def sessions():
    vectors = load("sessions.json")
    for case in vectors["cases"]:
        if case["side"] != "hub":
            yield case["why"], session_vectors.play(vectors, case)


def folds():
    vectors = load("folds.json")
    for case in vectors["folds"]:
        elements = [
            (case["lines"][placed["line"]].encode(), placed["node"], placed["epoch"], placed["n"], placed["received"])
            for placed in case["placements"]]
        came = State(vectors["event"], elements)
        canonical = [each.decode() for each in came.canonical()]
        yield case["name"], canonical == case["canonical"] and came.digest() == case["digest"]


def doors():
    for case in load("door.json")["cases"]:
        came = door_vectors.play(case)
        yield case["why"], all(value == case[name] for name, value in came.items())


def _content(case):
    pattern, count = bytes.fromhex(case["pattern"]), case["count"]
    return (pattern * (count // len(pattern) + 1))[:count]


def _unsealed(file, seed):
    try:
        return bundle.unseal(file, X25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))[2]
    except bundle.BadBundle as bad:
        return bad.name, bad.at


def bundle_files():
    vectors = load("bundles.json")
    for case in vectors["files"]:
        recipients = [
            trust.public_of(X25519PrivateKey.from_private_bytes(bytes.fromhex(seed))) for seed in case["recipients"]]
        sealer = bundle.Sealer(
            "node", json.loads(case["header"])["event"], recipients,
            X25519PrivateKey.from_private_bytes(bytes.fromhex(vectors["ephemeral"])),
            bytes.fromhex(vectors["contentKey"]))
        content = _content(case["content"])
        file = sealer.seal(content)
        yield case["why"], (
            sealer.header.decode() == case["header"] and len(file) == case["bytes"]
            and trust.sha256(file).hex() == case["digest"]
            and all(_unsealed(file, seed) == content for seed in case["recipients"]))
    for case in vectors["damaged"]:
        yield case["why"], _unsealed(bytes.fromhex(case["file"]), case["by"]) == (case["error"], case.get("at"))
    for low in vectors["lowOrder"]:
        header = {**json.loads(vectors["headers"][0]["text"]), "ephemeral": low}
        file = strict_json.compact(header) + b"\n" + bytes(20)
        yield f"an ephemeral key of low order {low}", _unsealed(file, vectors["files"][0]["recipients"][0]) == (
            "damaged", 0)
    yield from _orders(vectors["orders"], vectors)


def _orders(orders, vectors):
    """Pieces of one file in other orders."""
    header, content = orders["header"].encode() + b"\n", _content(orders["content"])
    sealer = bundle.Sealer(
        "node", json.loads(orders["header"])["event"], [json.loads(orders["header"])["recipients"][0][0]],
        X25519PrivateKey.from_private_bytes(bytes.fromhex(vectors["ephemeral"])),
        bytes.fromhex(vectors["contentKey"]))
    body = sealer.seal(content)[len(header):]
    length = 4 + bundle.PIECE + bundle.TAG
    pieces = [body[start:start + length] for start in range(0, len(body), length)]
    yield "pieces in order", _unsealed(header + b"".join(pieces), orders["by"]) == content
    for order in orders["bad"]:
        came = _unsealed(header + b"".join(pieces[each] for each in order), orders["by"])
        yield f"pieces in the order {order}", came[0] == "damaged"


def bundle_headers():
    for case in load("bundles.json")["headers"]:
        try:
            bundle.read_header(case["text"].encode())
            came = None
        except bundle.BadBundle as bad:
            came = bad.name
        yield case["why"], came == case.get("error")


def bundle_replies():
    vectors = load("bundles.json")["replies"]
    for case in vectors["cases"]:
        try:
            reply = messages.read(case["message"].encode())
            came = bundle.is_of_hub(reply, vectors["event"], vectors["root"], bytes.fromhex(vectors["header"]))
        except messages.Failed:
            came = False
        yield case["why"], came == case["good"]


SETS = [
    ("json.json", json_texts), ("frames.json", frame_streams), ("lines.json, ops", op_lines),
    ("lines.json, private lines", private_lines), ("chains.json", chains), ("signatures.json", signatures),
    ("tickets.json", tickets), ("join-codes.json", join_codes), ("segments.json", segments),
    ("sessions.json, node and enrolling node", sessions), ("folds.json", folds), ("door.json", doors),
    ("bundles.json, files", bundle_files), ("bundles.json, headers", bundle_headers),
    ("bundles.json, replies", bundle_replies)]
