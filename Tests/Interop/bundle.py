"""Sealed files between a point without a network and the hub: Protocol/6-bundles.md."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import forms
import strict_json
import trust

LONGEST_HEADER = 4_096
PIECE = 65_536
TAG = 16
header_form = forms.members({
    "muster": forms.one_of("bundle"), "version": forms.integer, "from": forms.one_of("node", "hub"),
    "event": forms.hex_id, "ephemeral": forms.digest,
    "recipients": forms.array(forms.row(forms.digest, forms.pattern("[0-9a-f]{96}")), 1, 8)})


class BadBundle(Exception):
    """`name` is no-bundle, version, not-for-this-key or damaged; `at` is the byte at which damage was found."""

    def __init__(self, name, at=None):
        super().__init__(name)
        self.name = name
        self.at = at


def read_header(data):
    if len(data) > LONGEST_HEADER:
        raise BadBundle("no-bundle")
    try:
        header = strict_json.read(data)
    except strict_json.Malformed:
        raise BadBundle("no-bundle") from None
    if not isinstance(header, dict) or header.get("muster") != "bundle" or type(header.get("version")) is not int:
        raise BadBundle("no-bundle")
    if header["version"] != 1:
        raise BadBundle("version")
    if not header_form(header):
        raise BadBundle("no-bundle")
    return header


def _nonce(number, is_last):
    return bytes(7) + number.to_bytes(4, "big") + bytes([is_last])


def _wrapping(private, public, ephemeral, recipient):
    """The key that wraps the content's; ValueError where the shared secret is all zeros."""
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    if not any(shared):
        raise ValueError("a key of low order")
    extracted = hmac.new(ephemeral + recipient, shared, hashlib.sha256).digest()
    return hmac.new(extracted, b"muster bundle 1\x01", hashlib.sha256).digest()


class Sealer:
    """Makes a bundle: the header first, whose digest stands in what is signed inside, then the content."""

    def __init__(self, source, event, recipients, ephemeral=None, key=None):
        ephemeral = ephemeral or X25519PrivateKey.generate()
        self.key = key or secrets.token_bytes(32)
        public = bytes.fromhex(trust.public_of(ephemeral))
        wrapped = []
        for recipient in recipients:
            wrapping = _wrapping(ephemeral, bytes.fromhex(recipient), public, bytes.fromhex(recipient))
            sealed = ChaCha20Poly1305(wrapping).encrypt(_nonce(0, True), self.key, b"")
            wrapped.append([recipient, sealed.hex()])
        self.header = strict_json.compact({
            "muster": "bundle", "version": 1, "from": source, "event": event, "ephemeral": public.hex(),
            "recipients": wrapped})
        self.digest = trust.sha256(self.header)

    def seal(self, content):
        cipher = ChaCha20Poly1305(self.key)
        pieces = [content[start:start + PIECE] for start in range(0, len(content), PIECE)] or [b""]
        file = self.header + b"\n"
        for number, piece in enumerate(pieces):
            is_last = number == len(pieces) - 1
            sealed = cipher.encrypt(_nonce(number, is_last), piece, self.digest)
            file += (is_last << 31 | len(sealed)).to_bytes(4, "big") + sealed
        return file


def unseal(file, private):
    """(header, header digest, content) of a bundle for this key."""
    first = file[:LONGEST_HEADER + 1].split(b"\n", 1)[0]
    header = read_header(first)
    digest = trust.sha256(first)
    own = trust.public_of(private)
    wrapped = dict(header["recipients"]).get(own)
    if wrapped is None:
        raise BadBundle("not-for-this-key")
    ephemeral = bytes.fromhex(header["ephemeral"])
    try:
        wrapping = _wrapping(private, ephemeral, ephemeral, bytes.fromhex(own))
        key = ChaCha20Poly1305(wrapping).decrypt(_nonce(0, True), bytes.fromhex(wrapped), b"")
    except (InvalidTag, ValueError):
        raise BadBundle("damaged", 0) from None
    return header, digest, _pieces(file, len(first) + 1, ChaCha20Poly1305(key), digest)


def _pieces(file, at, cipher, digest):
    content, number, is_last = [], 0, False
    while not is_last:
        head = int.from_bytes(file[at:at + 4], "big")
        is_last, length = bool(head >> 31), head & 0x7FFFFFFF
        sealed = file[at + 4:at + 4 + length]
        whole = len(file) >= at + 4 and len(sealed) == length
        fits = TAG <= length <= PIECE + TAG and (is_last or length == PIECE + TAG)
        if not (whole and fits):
            raise BadBundle("damaged", at)
        try:
            content.append(cipher.decrypt(_nonce(number, is_last), sealed, digest))
        except InvalidTag:
            raise BadBundle("damaged", at) from None
        at += 4 + length
        number += 1
    if at != len(file):
        raise BadBundle("damaged", at)
    return b"".join(content)


reply_form = forms.members({
    "type": forms.one_of("reply"), "root": forms.digest, "key": forms.digest, "certificate": forms.signature,
    "epoch": forms.hex_id, "log": forms.members({"place": forms.natural, "hash": forms.digest}),
    "end": forms.natural, "signature": forms.signature})


def is_of_hub(reply, event, root, digest):
    """Whether the first message of an answer proves that a hub of this event has made the file."""
    return (
        reply_form(reply) and reply["root"] == root
        and trust.certified(event, root, reply["key"], reply["certificate"])
        and trust.verifies(reply["key"], reply["signature"], "muster bundle 1", event, digest.hex()))
