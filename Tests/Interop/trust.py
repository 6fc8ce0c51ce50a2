"""Keys, the texts that are signed, and what a root vouches for: Protocol/3-identity.md."""

import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def sha256(data):
    return hashlib.sha256(data).digest()


def key_id(public):
    """Id of a raw public key, given in hex."""
    return sha256(bytes.fromhex(public))[:16].hex()


def public_of(private):
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def seed_of(private):
    return private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def private_from(seed):
    return Ed25519PrivateKey.from_private_bytes(seed)


def spki_digest(public):
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def signed_text(context, *fields):
    return "\n".join([context, *map(str, fields)]).encode()


def sign(private, context, *fields):
    return private.sign(signed_text(context, *fields)).hex()


def verifies(public, signature, context, *fields):
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), signed_text(context, *fields))
    except (InvalidSignature, ValueError):
        return False
    return True


def certified(event, root, key, certificate):
    """Whether the root of this event has certified a hub's key."""
    return key_id(root) == event and verifies(root, certificate, "muster hub key 1", event, key)


def admission_verifies(event, line_digest, key, signature):
    return verifies(key, signature, "muster admission 1", event, line_digest)


def proof(secret, role, exporter, hub_spki, node_spki):
    return hmac.new(secret, role.encode() + exporter + hub_spki + node_spki, hashlib.sha256).hexdigest()


def rehearsal(event, node):
    """The secret by which the node of this public key asks for a practice event."""
    return sha256(signed_text("muster rehearsal 1", event, node))[:10]
