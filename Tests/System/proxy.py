"""A link between a node and its hub that does what links do: it is cut, stalls, hears on one side only."""

import random
import selectors
import socket
import struct
import threading
import time

MODES = ("pass", "refuse", "reset", "stall", "up", "down", "trickle")


class Proxy(threading.Thread):
    """Forwards bytes between whoever connects and one address, as its mode is.

    pass: all; refuse: closes what is there and what comes; reset: the same, without a good-bye; stall:
    nothing passes, nothing is closed; up and down: one direction only; trickle: a few bytes at a time.
    """

    def __init__(self, target, seed):
        super().__init__(daemon=True)
        host, port = target.rsplit(":", 1)
        self.target = (host, int(port))
        self.mode = "pass"
        self.chance = random.Random(seed)
        self.counts = {mode: 0 for mode in MODES}
        self.connections = 0
        self.bytes = 0
        self.is_over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        self.pairs = []

    def set(self, mode):
        self.mode = mode
        self.counts[mode] += 1

    def run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ)
            while not self.is_over.is_set():
                if self.mode in ("refuse", "reset"):
                    self.drop(selector, self.mode == "reset")
                ready = {key.fileobj for key, _ in selector.select(0.01)}
                if self.listener in ready:
                    self.take(selector)
                for near, far in list(self.pairs):
                    self.forward(selector, ready, near, far, ("pass", "up", "trickle"))
                    self.forward(selector, ready, far, near, ("pass", "down", "trickle"))
                if self.mode in ("stall", "up", "down", "trickle"):
                    # What is ready and not read stays ready.
                    time.sleep(0.005)
            self.drop(selector, False)
        self.listener.close()

    def take(self, selector):
        near, _ = self.listener.accept()
        if self.mode in ("refuse", "reset"):
            return near.close()
        try:
            far = socket.create_connection(self.target, 5)
        except OSError:
            return near.close()
        self.connections += 1
        self.pairs.append((near, far))
        for end in (near, far):
            selector.register(end, selectors.EVENT_READ)

    def forward(self, selector, ready, source, sink, modes):
        if source not in ready or self.mode not in modes or source.fileno() < 0:
            return
        try:
            data = source.recv(self.chance.randrange(1, 64) if self.mode == "trickle" else 65536)
            if data:
                self.bytes += len(data)
                return sink.sendall(data)
        except OSError:
            pass
        self.close(selector, next(pair for pair in self.pairs if source in pair), False)

    def drop(self, selector, without_words):
        for pair in list(self.pairs):
            self.close(selector, pair, without_words)

    def close(self, selector, pair, without_words):
        self.pairs.remove(pair)
        for end in pair:
            selector.unregister(end)
            if without_words:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()

    def end(self):
        self.is_over.set()
        self.join(5)
