"""A node without a network: what it hands to a courier, and what it takes of the answer. Protocol/6-bundles.md."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import bundle
import frame
import messages
import segment
from session import Session


class NotTaken(Exception):
    pass


def export(node, clock):
    """The bytes of a bundle with everything of the node's present epoch."""
    sealer = bundle.Sealer("node", node.event, [node.store.facts["hub_seal"]])
    spoken = Session(node, node.chain, node.log, sealer.digest, None)
    spoken.begin(clock)
    spoken.open_for_bundle()
    node.send_on(spoken)
    node.want_on(spoken, set())
    spoken.say("bye", reason="bundle")
    return sealer.seal(b"".join(map(frame.write, spoken.out)))


def _frames(content):
    reader = frame.Reader(frame.AFTER_AUTHENTICATION)
    reader.take(content)
    while (lines := reader.next()) is not None:
        yield lines
    if reader.buffer:
        raise NotTaken("the answer ends within a frame")


class Answer:
    """The hub's answer to a bundle."""

    def __init__(self, node, file):
        self.node = node
        seal = X25519PrivateKey.from_private_bytes(bytes.fromhex(node.store.facts["seal"]))
        header, digest, content = bundle.unseal(file, seal)
        if header["from"] != "hub" or header["event"] != node.event or len(header["recipients"]) != 1:
            raise NotTaken("no answer for this node")
        first, *self.frames = list(_frames(content))
        reply = messages.read(first[0])
        if not bundle.is_of_hub(reply, node.event, node.root, digest):
            raise NotTaken("not of a hub of this event")
        if reply["epoch"] != node.epoch:
            raise NotTaken("the node has begun anew since")
        if messages.read(self.frames[-1][0])["type"] != "bye":
            raise NotTaken("the answer is cut off")
        self.is_fresh = reply["log"] == {"place": node.log.place, "hash": node.log.hash}
        self.is_passed_over = False
        self.end = reply["end"]

    def take(self):
        """Does what the answer says; whether the node should export once more."""
        for lines in self.frames:
            message = messages.read(lines[0])
            if message["type"] in messages.FROM_HUB:
                messages.check(message)
                handler = getattr(self, "_" + message["type"], None)
                if handler and handler(message, lines):
                    return True
        return self.is_passed_over or self.node.log.place < self.end

    def _welcome(self, message, lines):
        held, chain = message["writer"], self.node.chain
        if held["n"] > chain.n or chain.hash_at(held["n"]) != held["hash"]:
            self.node.begin_anew()
            return True
        if self.is_fresh:
            self.node.durable, self.node.whole = held["n"], held["whole"]
        return False

    def _ack(self, message, lines):
        if self.is_fresh:
            self.node.durable, self.node.whole = message["durable"], message["whole"]

    def _segment(self, message, lines):
        node, log = self.node, self.node.log
        last = message["first"] + message["count"] - 1
        if self.is_passed_over or log.hash_at(last) == message["after"]:
            return
        if message["first"] <= log.place:
            if not self.is_fresh:
                self.is_passed_over = True
                return
            node.part(message["first"] - 1)
            log = node.log
        node.adopt([segment.read(lines, node.event, log.place, log.hash, log.keys_up_to(log.place))])

    def _private(self, message, lines):
        self.node.take_private((op, data) for op, _, data in messages.entries_of(message, lines[1:]))
