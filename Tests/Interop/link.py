"""A connection to a hub, and the session on it."""

import time

import frame
import tls
from session import Clock


def now():
    return Clock(time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000, time.time_ns() // 1_000_000)


class Refused(Exception):
    """The hub ended what was begun; `name` is that of its error or of what was found."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class Link:
    """A connection and the session on it."""

    def __init__(self, address, private, session_on):
        self.connection = tls.Connection(address, private)
        self.session = session_on(self.connection.exporter, self.connection.peer)
        self.reader = frame.Reader()
        self.session.begin(now())
        self.flush()

    def flush(self):
        for lines in self.session.out:
            self.connection.write(frame.write(lines))
        self.session.out.clear()

    def pump(self, within, handle):
        """Takes what comes within so many seconds, all of it, and hands on each event."""
        for event in self.session.timer(now()):
            handle(event)
        while not self.session.ended and (data := self.connection.read(within)):
            self.reader.take(data)
            self._take_frames(handle)
            within = 0
        self.flush()

    def _take_frames(self, handle):
        while not self.session.ended:
            self.reader.limit = self.session.frame_limit
            lines = self.reader.next()
            if lines is None:
                break
            for event in self.session.receive(lines, now()):
                handle(event)

    def close(self):
        self.connection.close()
