#!/usr/bin/env python3
"""Makes bundles.json beside this folder.

Written from Protocol/6-bundles.md alone, with hashlib, hmac, json and PyPI `cryptography`: nothing of it comes
from the Swift. The same bytes come out at every run.
"""

import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PIECE = 65_536
LAST = 1 << 31


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def fixed(name: str, count: int = 32) -> bytes:
    """Bytes that look random and are the same at every run."""
    return sha(("muster vector " + name).encode())[:count]


def compact(value) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


class Box:
    """An X25519 key."""

    def __init__(self, name: str):
        self.seed = fixed("seed of box " + name)
        self.private = X25519PrivateKey.from_private_bytes(self.seed)
        self.public = self.private.public_key().public_bytes_raw()


class Signer:
    def __init__(self, name: str):
        self.private = Ed25519PrivateKey.from_private_bytes(fixed("seed of " + name))
        self.public = self.private.public_key().public_bytes_raw()

    def sign(self, *parts) -> str:
        text = "\n".join(p.hex() if isinstance(p, bytes) else str(p) for p in parts)
        return self.private.sign(text.encode()).hex()


ROOT, HUB, OTHER = Signer("root"), Signer("hub"), Signer("somebody else")
EVENT = sha(ROOT.public)[:16]
OTHER_EVENT = sha(OTHER.public)[:16]
BOX_OF_HUB, BOX_OF_STANDBY, BOX_OF_NODE, STRANGER = (Box(name) for name in ["hub", "standby", "node", "stranger"])
EPHEMERAL = Box("ephemeral")
CONTENT_KEY = fixed("content key")


def nonce(number: int, is_last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([is_last])


def wrapped(recipient: bytes, content_key: bytes = CONTENT_KEY) -> bytes:
    shared = EPHEMERAL.private.exchange(X25519PublicKey.from_public_bytes(recipient))
    extracted = hmac.new(EPHEMERAL.public + recipient, shared, "sha256").digest()
    wrapping = hmac.new(extracted, b"muster bundle 1\x01", "sha256").digest()
    return ChaCha20Poly1305(wrapping).encrypt(nonce(0, True), content_key, b"")


def header(boxes, maker="node", event=EVENT, **others) -> bytes:
    return compact({**{
        "muster": "bundle", "version": 1, "from": maker, "event": event.hex(),
        "ephemeral": EPHEMERAL.public.hex(),
        "recipients": [[box.public.hex(), wrapped(box.public).hex()] for box in boxes]}, **others})


def piece(part: bytes, number: int, is_last: bool, associated: bytes, flag=None) -> bytes:
    sealed = ChaCha20Poly1305(CONTENT_KEY).encrypt(nonce(number, is_last), part, associated)
    flag = is_last if flag is None else flag
    return (len(sealed) | (LAST if flag else 0)).to_bytes(4, "big") + sealed


def parts_of(content: bytes) -> list:
    return [content[at:at + PIECE] for at in range(0, len(content), PIECE)] or [b""]


def pieces(head: bytes, content: bytes) -> list:
    parts = parts_of(content)
    return [piece(part, n, n == len(parts) - 1, sha(head)) for n, part in enumerate(parts)]


def sealed(head: bytes, content: bytes) -> bytes:
    return head + b"\n" + b"".join(pieces(head, content))


def repeated(pattern: bytes, count: int) -> bytes:
    return (pattern * (count // len(pattern) + 1))[:count]


def files() -> list:
    """Good files; those of more than one piece by their digest."""
    found = []
    rows = [
        ("an empty content", [BOX_OF_HUB], 0), ("one byte", [BOX_OF_HUB], 1),
        ("a hub and its standby", [BOX_OF_HUB, BOX_OF_STANDBY], 300),
        ("one byte less than a piece", [BOX_OF_HUB], PIECE - 1), ("exactly one piece", [BOX_OF_HUB], PIECE),
        ("one byte more than a piece", [BOX_OF_HUB], PIECE + 1),
        ("exactly three pieces", [BOX_OF_HUB], 3 * PIECE),
        ("eight recipients", [BOX_OF_HUB] + [Box(f"more {n}") for n in range(7)], 10),
    ]
    for why, recipients, count in rows:
        head = header(recipients)
        pattern = fixed("content of " + why)
        whole = sealed(head, repeated(pattern, count))
        row = {"why": why, "recipients": [box.seed.hex() for box in recipients], "header": head.decode(),
               "content": {"pattern": pattern.hex(), "count": count}, "bytes": len(whole),
               "digest": sha(whole).hex()}
        if len(whole) < 2_048:
            row["file"] = whole.hex()
        found.append(row)
    return found


def damaged() -> list:
    """Files that the hub must refuse, as changes to one of three pieces or to a small one."""
    head = header([BOX_OF_HUB])
    start = len(head) + 1
    associated = sha(head)
    small = fixed("small", 20)
    good = sealed(head, small)
    found = []

    def case(why: str, file: bytes, at=None, error="damaged", by=BOX_OF_HUB):
        row = {"why": why, "by": by.seed.hex(), "file": file.hex(), "error": error}
        if at is not None:
            row["at"] = at
        found.append(row)

    case("nothing behind the header", head + b"\n", start)
    case("cut in the length", good[:start + 3], start)
    case("cut by one byte", good[:-1], start)
    case("a byte behind the last piece", good + b"\0", len(good))
    case("a second last piece", good + piece(small, 1, True, associated), len(good))
    case("a last piece without its flag", head + b"\n" + piece(small, 0, True, associated, flag=False), start)
    case("a short piece that is not the last", head + b"\n" + piece(small, 0, False, associated)
         + piece(small, 1, True, associated), start)
    case("a piece that was sealed as not the last, with the flag",
         head + b"\n" + piece(small, 0, False, associated, flag=True), start)
    case("the number of another piece", head + b"\n" + piece(small, 1, True, associated), start)
    case("the digest of another header", head + b"\n" + piece(small, 0, True, sha(head + b" ")), start)
    case("no digest of the header", head + b"\n" + piece(small, 0, True, b""), start)
    case("a length of less than the tag", head + b"\n" + (LAST | 15).to_bytes(4, "big") + bytes(15), start)
    case("a length of more than a piece", head + b"\n" + (LAST | (PIECE + 17)).to_bytes(4, "big"), start)
    case("a bit of the sealed piece", good[:-17] + bytes([good[-17] ^ 1]) + good[-16:], start)
    case("a bit of the tag", good[:-1] + bytes([good[-1] ^ 128]), start)
    case("a bit of the length", good[:start + 3] + bytes([good[start + 3] ^ 1]) + good[start + 4:], start)
    spaced = head.replace(b":1,", b": 1,")
    case("a header that was written otherwise", spaced + b"\n" + good[start:], len(spaced) + 1)
    other = bytearray(wrapped(BOX_OF_HUB.public))
    other[0] ^= 1
    broken = header([], recipients=[[BOX_OF_HUB.public.hex(), other.hex()]])
    case("a bit of the wrapped key", sealed(broken, small), 0)
    swapped = header([], recipients=[[BOX_OF_HUB.public.hex(), wrapped(BOX_OF_STANDBY.public).hex()]])
    case("the wrapped key of another recipient", sealed(swapped, small), 0)
    zeros = header([BOX_OF_HUB], ephemeral=bytes(32).hex())
    case("an ephemeral key of zeros", sealed(zeros, small), 0)
    case("a stranger opens it", good, error="not-for-this-key", by=STRANGER)
    return found


def orders() -> dict:
    """Three full pieces, of which every other order must be refused."""
    head = header([BOX_OF_HUB])
    pattern = fixed("three")
    return {"header": head.decode(), "by": BOX_OF_HUB.seed.hex(),
            "content": {"pattern": pattern.hex(), "count": 3 * PIECE},
            "bad": [[1, 0, 2], [0, 2], [1, 2], [0, 0, 1, 2], [0, 1, 1, 2], [2], [0, 1], [0, 1, 2, 2], [2, 1, 0]]}


def headers() -> list:
    found = []

    def case(why: str, text: bytes, error=None):
        found.append({"why": why, "text": text.decode(), **({"error": error} if error else {})})

    good = header([BOX_OF_HUB])
    value = json.loads(good)
    pair = value["recipients"][0]

    def changed(**members):
        return compact({**value, **members})

    def without(name):
        return compact({k: v for k, v in value.items() if k != name})

    case("of a node", good)
    case("of a hub", header([BOX_OF_NODE], maker="hub"))
    case("of another event", header([BOX_OF_HUB], event=OTHER_EVENT))
    case("a member that is not known", changed(colour="blue"))
    case("members in another order", compact(dict(reversed(value.items()))))
    case("white space", json.dumps(value).encode())
    case("eight recipients", changed(recipients=[pair] * 8))
    for name in value:
        case(f"without {name}", without(name), "no-bundle")
    case("version 2", changed(version=2), "version")
    case("version 2, whose other members may be others", compact({"muster": "bundle", "version": 2}), "version")
    case("version as a text", changed(version="1"), "no-bundle")
    case("of something else", changed(muster="backup"), "no-bundle")
    case("of somebody else", changed(**{"from": "desk"}), "no-bundle")
    case("an event that is too short", changed(event=value["event"][:-2]), "no-bundle")
    case("capitals in hex", changed(ephemeral=value["ephemeral"].upper()), "no-bundle")
    case("capitals in a wrapped key", changed(recipients=[[pair[0], pair[1].upper()]]), "no-bundle")
    case("a sign in a wrapped key", changed(recipients=[[pair[0], "+1" + pair[1][2:]]]), "no-bundle")
    case("a wrapped key that is too short", changed(recipients=[[pair[0], pair[1][:-2]]]), "no-bundle")
    case("a wrapped key that is too long", changed(recipients=[[pair[0], pair[1] + "00"]]), "no-bundle")
    case("a recipient of three", changed(recipients=[pair + ["00"]]), "no-bundle")
    case("no recipient", changed(recipients=[]), "no-bundle")
    case("nine recipients", changed(recipients=[pair] * 9), "no-bundle")
    case("recipients as an object", changed(recipients={}), "no-bundle")
    case("a member twice", good[:-1] + b',"version":1}', "no-bundle")
    case("an array", b"[]", "no-bundle")
    case("no JSON", b"muster", "no-bundle")
    case("nothing", b"", "no-bundle")
    room = 4_096 - len(changed(pad=""))
    case("4,096 bytes", changed(pad="x" * room))
    case("4,097 bytes", changed(pad="x" * (room + 1)), "no-bundle")
    return found


def replies() -> dict:
    """The first message of an answer, for the bundle of one header digest."""
    digest = sha(header([BOX_OF_NODE], maker="hub"))
    cases = []

    def message(root=ROOT, key=HUB, certified_by=ROOT, event=EVENT, signed=None, signer=None, **others):
        signed = digest if signed is None else signed
        value = {
            "type": "reply", "root": root.public.hex(), "key": key.public.hex(),
            "certificate": certified_by.sign("muster hub key 1", EVENT, key.public),
            "epoch": fixed("epoch", 16).hex(), "log": {"place": 41, "hash": fixed("log hash").hex()}, "end": 99,
            "signature": (signer or key).sign("muster bundle 1", event, signed)}
        value.update(others)
        return value

    def case(why: str, value: dict, good=False):
        cases.append({"why": why, "message": compact(value).decode(), "good": good})

    case("a hub of the event", message(), good=True)
    case("at the beginning of a log", message(log={"place": 0, "hash": fixed("begin").hex()}, end=0), good=True)
    case("a member that is not known", message(colour="blue"), good=True)
    case("another header", message(signed=sha(b"another")))
    case("another event", message(event=OTHER_EVENT))
    case("signed by somebody else", message(signer=OTHER))
    case("certified by somebody else", message(certified_by=OTHER))
    case("another root", message(root=OTHER, certified_by=OTHER))
    case("a hub that the root has not certified", message(key=OTHER, certified_by=OTHER))
    case("a signature of zeros", message(signature=bytes(64).hex()))
    case("another type", message(type="welcome"))
    for name in ["root", "key", "certificate", "epoch", "log", "end", "signature"]:
        case(f"without {name}", {k: v for k, v in message().items() if k != name})
    case("a position without a hash", message(log={"place": 41}))
    case("an end below 0", message(end=-1))
    case("an epoch of another length", message(epoch="00"))
    return {"event": EVENT.hex(), "root": ROOT.public.hex(), "header": digest.hex(), "cases": cases}


content = {
    "about": "Sealed files, their headers, and the first message of an answer. Protocol/6-bundles.md. Keys are"
             " seeds in hex; a content is a pattern, repeated and cut to count bytes; at is the byte at which a"
             " reader finds the damage.",
    "ephemeral": EPHEMERAL.seed.hex(), "contentKey": CONTENT_KEY.hex(), "lowOrder": [
        # RFC 7748, section 6.1: keys with which every exchange gives zeros.
        bytes(32).hex(), (1).to_bytes(32, "little").hex(),
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        (2**255 - 20).to_bytes(32, "little").hex(), (2**255 - 19).to_bytes(32, "little").hex(),
        (2**255 - 18).to_bytes(32, "little").hex()],
    "files": files(), "damaged": damaged(), "orders": orders(), "headers": headers(), "replies": replies(),
}
written = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
(FOLDER / "bundles.json").write_text(written, encoding="utf-8")
