"""A node's practice event: Protocol/7-rehearsal.md."""

import join_code
import node
import trust


def begin(event, address, private, folder):
    """Asks a hub for the practice event of a key that was admitted to an event; gives the node of it."""
    secret = trust.rehearsal(event, trust.public_of(private))
    folder.mkdir()
    return node.enrol_key(folder, join_code.JoinCode(address, secret), private)


def is_same(mine):
    """Whether the hub has all that was made, and states for the end of this node's log the state that is here."""
    stated = next((said["state"] for said in reversed(mine.said) if "state" in said), None)
    return (
        stated is not None and mine.is_settled() and stated["place"] == mine.log.place
        and stated["digest"] == mine.placed_state().digest())
