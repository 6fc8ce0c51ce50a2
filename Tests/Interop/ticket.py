"""Tickets: Protocol/3-identity.md."""

import crockford
import forms
import trust

PREFIX = "MUSTER1:"


def check(text, event, keys):
    """(outcome, serial, participant): serial and participant are None unless the outcome is `good`."""
    if not text.startswith(PREFIX):
        return "unknown", None, None
    try:
        data = crockford.decode(text[len(PREFIX):])
    except ValueError:
        return "bad-signature", None, None
    if len(data) < 38 or data[0] != 1 or len(data) != 38 + data[37] + 64:
        return "bad-signature", None, None
    participant = data[38:-64].decode("latin-1")
    serial = int.from_bytes(data[33:37], "big")
    if not forms.participant(participant) or serial == 0:
        return "bad-signature", None, None
    if data[1:17].hex() != event:
        return "wrong-event", None, None
    signer = data[17:33].hex()
    for key in keys:
        if trust.key_id(key) == signer and trust.verifies(
                key, data[-64:].hex(), "muster ticket 1", event, signer, serial, participant):
            return "good", serial, participant
    return "bad-signature", None, None
