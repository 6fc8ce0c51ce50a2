"""Frames and the lines in them: Protocol/1-frames.md."""

import zlib

BEFORE_AUTHENTICATION = 4_096
AFTER_AUTHENTICATION = 262_144
LONGEST_LINE = 16_384


class BadFrame(Exception):
    def __init__(self, code):
        super().__init__(str(code))
        self.code = code


def write(lines):
    payload = b"\n".join(lines)
    flags = 0
    if len(payload) > 256:
        packed = zlib.compress(payload)
        if len(packed) < len(payload):
            payload, flags = packed, 1
    return b"M" + bytes([1, flags, 0]) + len(payload).to_bytes(4, "big") + payload


def lines_of(payload):
    lines = payload.split(b"\n")
    if any(not 0 < len(line) <= LONGEST_LINE for line in lines):
        raise BadFrame(108)
    return lines


class Reader:
    """Takes bytes as they come; gives the lines of each frame."""

    def __init__(self, limit=BEFORE_AUTHENTICATION):
        self.limit = limit
        self.buffer = bytearray()

    def take(self, data):
        self.buffer += data

    def next(self):
        """The lines of the next whole frame, None while more must come; BadFrame for good."""
        header = self.buffer[:8]
        self._check(header)
        if len(header) < 8:
            return None
        end = 8 + int.from_bytes(header[4:], "big")
        if len(self.buffer) < end:
            return None
        payload = bytes(self.buffer[8:end])
        del self.buffer[:end]
        return lines_of(self._inflated(payload) if header[2] else payload)

    def _check(self, header):
        if header[:1] not in (b"", b"M"):
            raise BadFrame(101)
        if header[1:2] not in (b"", b"\x01"):
            raise BadFrame(102)
        if header[2:3] not in (b"", b"\x00", b"\x01"):
            raise BadFrame(103)
        if header[3:4] not in (b"", b"\x00"):
            raise BadFrame(104)
        length = header[4:]
        least = int.from_bytes(length.ljust(4, b"\x00"), "big")
        if least > self.limit:
            raise BadFrame(105)
        if len(length) == 4 and least == 0:
            raise BadFrame(108)

    def _inflated(self, payload):
        inflater = zlib.decompressobj()
        try:
            inflated = inflater.decompress(payload, self.limit + 1)
        except zlib.error:
            raise BadFrame(106) from None
        if len(inflated) > self.limit or not inflater.eof or inflater.unused_data:
            raise BadFrame(106)
        return inflated
