#!/usr/bin/env python3
"""Makes signatures.json, chains.json, tickets.json and join-codes.json beside this folder.

Written from Protocol/2-lines.md and Protocol/3-identity.md alone, with hashlib, hmac and PyPI
`cryptography`: nothing of it comes from the Swift. The same bytes come out at every run.
"""

import datetime
import hashlib
import hmac
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.x509.oid import NameOID

FOLDER = pathlib.Path(__file__).resolve().parent.parent
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def fixed(name: str, count: int = 32) -> bytes:
    """Bytes that look random and are the same at every run."""
    return sha(("muster vector " + name).encode())[:count]


def base32(data: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))


class Key:
    def __init__(self, name: str):
        self.name = name
        self.seed = fixed("seed of " + name)
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = self.private.public_key().public_bytes_raw()
        self.id = sha(self.public)[:16]
        self.spki = self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, text: bytes) -> bytes:
        return self.private.sign(text)

    def pkcs8(self) -> bytes:
        return self.private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "muster")])
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.private.public_key())
            .serial_number(1)
            .not_valid_before(datetime.datetime(1970, 1, 1))
            .not_valid_after(datetime.datetime(9999, 12, 31, 23, 59, 59))
            .sign(self.private, None)
            .public_bytes(serialization.Encoding.DER)
        )


ROOT, HUB, NODE, TICKETS, OTHER = (
    Key(name) for name in ["root", "hub", "node", "tickets", "somebody else"]
)
EVENT = ROOT.id
OTHER_EVENT = OTHER.id
EPOCH = fixed("epoch", 16)
GENERATION = fixed("generation", 16)


def text(*parts) -> bytes:
    return "\n".join(p.hex() if isinstance(p, bytes) else str(p) for p in parts).encode()


def ticket_text(event: bytes, key: bytes, serial: int, participant: str) -> bytes:
    return text("muster ticket 1", event, key, serial, participant)


def signatures() -> dict:
    digest = fixed("hash")
    log_hash = fixed("log hash")
    channel = fixed("channel")
    hello = {
        "event": EVENT,
        "node": NODE.id,
        "epoch": EPOCH,
        "n": 41,
        "hash": digest,
        "place": 9007199254740991,
        "logHash": log_hash,
    }
    rows = [
        ("certificate", ROOT, {"event": EVENT, "key": HUB.public}, "muster hub key 1"),
        ("hello", NODE, {**hello, "channel": channel}, "muster hello 1"),
        ("hello", NODE, {**hello, "n": 0, "place": 0, "channel": ""}, "muster hello 1"),
        (
            "ops",
            NODE,
            {"event": EVENT, "node": NODE.id, "epoch": EPOCH, "first": 1, "count": 256,
             "hashAfter": digest},
            "muster ops 1",
        ),
        (
            "segment",
            HUB,
            {"event": EVENT, "generation": GENERATION, "first": 1000000, "count": 1,
             "hashAfter": log_hash},
            "muster segment 1",
        ),
        ("admission", HUB, {"event": EVENT, "line": fixed("line")}, "muster admission 1"),
        (
            "ticket",
            TICKETS,
            {"event": EVENT, "key": TICKETS.id, "serial": 4294967295, "participant": "P-7!~"},
            "muster ticket 1",
        ),
    ]
    texts = []
    for what, key, fields, context in rows:
        signed = text(context, *fields.values())
        texts.append(
            {
                "what": what,
                **{k: v.hex() if isinstance(v, bytes) else v for k, v in fields.items()},
                "by": key.name,
                "text": signed.decode(),
                "signature": key.sign(signed).hex(),
            }
        )

    def check(why, line, key, signature, good):
        return {"why": why, "line": line.hex(), "key": key.hex(), "signature": signature.hex(),
                "good": good}

    line = fixed("line")
    admission = text("muster admission 1", EVENT, line)
    good = HUB.sign(admission)
    flipped = bytes([good[0] ^ 1]) + good[1:]
    s = int.from_bytes(good[32:], "little") + ED25519_ORDER
    admissions = [
        check("as it should be", line, HUB.public, good, True),
        check("one bit of R differs", line, HUB.public, flipped, False),
        check("one bit of S differs", line, HUB.public, good[:63] + bytes([good[63] ^ 1]), False),
        check("S plus the group's order (RFC 8032 §5.1.7)", line, HUB.public,
              good[:32] + s.to_bytes(32, "little"), False),
        check("another key", line, NODE.public, good, False),
        check("another line", sha(line), HUB.public, good, False),
        check("all zero", line, HUB.public, bytes(64), False),
        check("a key that is no point of the curve", line, b"\x02" + bytes(31), good, False),
    ]

    def certified(why, event, root, key, signature, good):
        return {"why": why, "event": event.hex(), "root": root.hex(), "key": key.hex(),
                "signature": signature.hex(), "good": good}

    by_root = ROOT.sign(text("muster hub key 1", EVENT, HUB.public))
    by_other = OTHER.sign(text("muster hub key 1", EVENT, HUB.public))
    certificates = [
        certified("as it should be", EVENT, ROOT.public, HUB.public, by_root, True),
        certified("another event", OTHER_EVENT, ROOT.public, HUB.public, by_root, False),
        certified("another hub key", EVENT, ROOT.public, NODE.public, by_root, False),
        certified("signed by another", EVENT, ROOT.public, HUB.public, by_other, False),
        certified("a root of another event", EVENT, OTHER.public, HUB.public, by_other, False),
    ]
    seal = fixed("seed of seal")
    return {
        "about": "Keys, the texts that are signed, and signatures. Protocol/3-identity.md.",
        "keys": [
            {
                "name": key.name,
                "seed": key.seed.hex(),
                "public": key.public.hex(),
                "id": key.id.hex(),
                "spki": sha(key.spki).hex(),
                "pkcs8": key.pkcs8().hex(),
                "certificate": key.certificate().hex(),
            }
            for key in [ROOT, HUB, NODE, TICKETS, OTHER]
        ],
        "seal": {
            "seed": seal.hex(),
            "public": X25519PrivateKey.from_private_bytes(seal).public_key().public_bytes_raw().hex(),
        },
        "texts": texts,
        "admissions": admissions,
        "certificates": certificates,
    }


def chains() -> dict:
    value = sha(text("muster chain 1", EVENT, NODE.id, EPOCH))
    writer = {"event": EVENT.hex(), "node": NODE.id.hex(), "epoch": EPOCH.hex(),
              "start": value.hex(), "ops": []}
    for number in range(1, 9):
        line = json.dumps(
            {"kind": "checkin", "nonce": fixed(f"nonce {number}", 8).hex(), "by": "porte é"},
            ensure_ascii=False, separators=(",", ":"))
        digest = sha(line.encode())
        value = sha(value + digest)
        writer["ops"].append({"line": line, "id": digest[:16].hex(), "digest": digest.hex(),
                              "hash": value.hex()})
    place = 0
    value = sha(text("muster log 1", EVENT))
    log = {"event": EVENT.hex(), "start": value.hex(), "segments": []}
    for number, count in enumerate([1, 2, 256], start=1):
        body = "\n".join(f'{{"writers":[{number}],"entry":{entry}}}' for entry in range(min(count, 3)))
        digest = sha(body.encode())
        value = sha(value + digest)
        place += count
        log["segments"].append({"body": body, "count": count, "digest": digest.hex(),
                                "place": place, "hash": value.hex()})
    return {"about": "The chain of a writer and the chain of the log. Protocol/2-lines.md.",
            "writer": writer, "log": log}


def ticket(event=EVENT, key=TICKETS, serial=1, participant="p-1", version=1, length=None,
           signature=None, signer=None, tail=b"") -> str:
    name = participant.encode()
    signed = ticket_text(event, key.id, serial, participant)
    data = bytes([version]) + event + key.id + serial.to_bytes(4, "big")
    data += bytes([len(name) if length is None else length]) + name
    data += signature or (signer or key).sign(signed)
    return "MUSTER1:" + base32(data + tail)


def tickets() -> dict:
    plain = ticket()
    cases = []

    def case(why, scanned, outcome, **fields):
        cases.append({"why": why, "text": scanned, "outcome": outcome, **fields})

    for serial, participant in [(1, "p-1"), (4294967295, "x"), (7, "A!#$%&'()*+,-.:;<=>?@[]^_`{|}~"),
                                (2, "z" * 64)]:
        case("as it should be", ticket(serial=serial, participant=participant), "good",
             serial=serial, participant=participant)
    case("empty", "", "unknown")
    case("an address", "https://example.org/", "unknown")
    case("another version of the text", "MUSTER2:" + plain[8:], "unknown")
    case("small letters", plain.lower(), "unknown")
    case("a space before", " " + plain, "unknown")
    case("only the prefix", "MUSTER1:", "bad-signature")
    case("small letters after the prefix", "MUSTER1:" + plain[8:].lower(), "bad-signature")
    case("a letter outside the alphabet", plain[:-1] + "U", "bad-signature")
    case("one character short", plain[:-1], "bad-signature")
    case("one character more", plain + "0", "bad-signature")
    case("a byte more", ticket(tail=b"\0"), "bad-signature")
    case("another version byte", ticket(version=2), "bad-signature")
    case("a length that does not fit", ticket(length=4), "bad-signature")
    case("no participant", ticket(participant=""), "bad-signature")
    case("a participant of 65 bytes", ticket(participant="z" * 65), "bad-signature")
    case("a slash in the participant", ticket(participant="a/b"), "bad-signature")
    case("a space in the participant", ticket(participant="a b"), "bad-signature")
    case("a line feed in the participant", ticket(participant="a\nb"), "bad-signature")
    case("a letter beyond ASCII", ticket(participant="é"), "bad-signature")
    case("serial 0", ticket(serial=0), "bad-signature")
    case("another event", ticket(event=OTHER_EVENT), "wrong-event")
    case("another event and a wrong signature", ticket(event=OTHER_EVENT, signature=bytes(64)),
         "wrong-event")
    case("signed by another key", ticket(signer=OTHER), "bad-signature")
    case("a key that the event does not have", ticket(key=OTHER), "bad-signature")
    case("a signature of zeros", ticket(signature=bytes(64)), "bad-signature")
    return {"about": "Texts of QR codes and what they come to. Protocol/3-identity.md, Tickets.",
            "event": EVENT.hex(), "seed": TICKETS.seed.hex(), "keys": [TICKETS.public.hex()],
            "cases": cases}


def join_code(address: str, secret: bytes) -> str:
    address = address.lower()
    letters = base32(secret)
    check = base32(sha(f"muster join 1\n{address}\n{letters}".encode()))[:2]
    return f"{address}/{letters[:4]}-{letters[4:8]}-{letters[8:12]}-{letters[12:]}-{check}"


def join_codes() -> dict:
    codes = []
    # Many 0s and 1s, which people mistype.
    looks_alike = bytes.fromhex("00420084010800410004")
    for address, secret in [
        ("hub.example:7400", fixed("secret", 10)),
        ("192.0.2.7:1", bytes(10)),
        ("[2001:db8::7]:65535", b"\xff" * 10),
        ("A-Hub.Example.ORG:7400", looks_alike),
    ]:
        shown = join_code(address, secret)
        head, tail = shown.rsplit("/", 1)
        squeezed = tail.replace("-", "")
        codes.append({
            "text": shown,
            "address": head,
            "secret": secret.hex(),
            "typed": [
                shown, shown.lower(), head.upper() + "/" + tail, head + "/" + squeezed,
                head + "/" + " ".join(squeezed), f"  {head} / -{tail}- \n",
                head + "/" + tail.replace("0", "O").replace("1", "I"),
                head + "/" + tail.replace("0", "o").replace("1", "l"),
                head + "/" + tail.replace("-", "\u2013").replace("1", "L").replace("0", "O"),
            ],
        })
    good = codes[0]["text"]
    head, tail = good.rsplit("/", 1)
    letters = tail.replace("-", "")
    wrong = [
        ("", "address missing"), (tail, "address missing"), ("/" + tail, "address missing"),
        ("hub.example/" + tail, "address"), ("hub.example:/" + tail, "address"),
        ("hub.example:0/" + tail, "address"), ("hub.example:65536/" + tail, "address"),
        ("hub.example:07400/" + tail, "address"), (":7400/" + tail, "address"),
        ("2001:db8::7:7400/" + tail, "address"), ("hüb.example:7400/" + tail, "address"),
        ("[]:7400/" + tail, "address"), ("http://hub.example:7400/" + tail, "address"),
        (head + "/" + letters[:17] + "U", "character"), (head + "/" + letters[:17] + "*", "character"),
        (head + "/" + letters[:17] + "é", "character"),
        (head + "/" + letters[:17], "length"), (head + "/" + letters + "0", "length"),
        (head + "/", "length"),
        ("hub2.example:7400/" + tail, "check"), ("hub.example:7401/" + tail, "check"),
    ]
    for position in [0, 7, 15, 16, 17]:
        other = ALPHABET[(ALPHABET.index(letters[position]) + 1) % 32]
        wrong.append((head + "/" + letters[:position] + other + letters[position + 1:], "check"))
    exporter = fixed("channel")
    hub, node = sha(HUB.spki), sha(NODE.spki)
    secret = fixed("secret", 10)
    proofs = [
        {"secret": secret.hex(), "role": role, "exporter": exporter.hex(), "hub": hub.hex(),
         "node": node.hex(),
         "proof": hmac.new(secret, role.encode() + exporter + hub + node, "sha256").hexdigest()}
        for role in ["node", "hub"]
    ]
    rehearsals = [
        {"event": event.hex(), "node": key.public.hex(),
         "secret": sha(text("muster rehearsal 1", event, key.public))[:10].hex()}
        for event, key in [(EVENT, NODE), (EVENT, OTHER), (OTHER_EVENT, NODE)]
    ]
    return {"about": "Join codes, what people make of them, and proofs. Protocol/3-identity.md;"
                     " what stands for a code in a rehearsal, Protocol/7-rehearsal.md.",
            "codes": codes, "wrong": [{"typed": t, "error": e} for t, e in wrong],
            "proofs": proofs, "rehearsals": rehearsals}


for name, content in [("signatures", signatures()), ("chains", chains()), ("tickets", tickets()),
                      ("join-codes", join_codes())]:
    written = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(written, encoding="utf-8")
