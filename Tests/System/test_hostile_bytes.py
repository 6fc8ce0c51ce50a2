"""What strangers may send to the hub's sync port."""

import itertools
import os
import shutil
import socket
import ssl
import struct
import subprocess
import unittest
import zlib

import muster

# Of each kind so many at once: more than the 16 handshakes that the hub has at a time.
CROWD = 40
# Of those whom only the clock ends, no more than the hub lets one address have at a time.
PATIENT_CROWD = 8
# What the allocator may keep of the largest crowd, KiB.
GROWTH_KIB = 3_000


def frame(payload, version=1, magic=b"M", flags=0, length=None):
    header = magic + struct.pack(">BBBI", version, flags, 0, len(payload) if length is None else length)
    return header + payload


class HostileBytes(muster.Case):
    def setUp(self):
        self.hub, self.node = self.world.serving(points=1, people=40)
        self.people = iter(self.hub.at_home(self.node.point))
        host, port = self.hub.address.split(":")
        self.address = (host, int(port))

    def certificate(self):
        """The path of a stranger's key; the certificate stands beside it."""
        if not shutil.which("openssl"):
            raise unittest.SkipTest("the openssl command is not installed")
        path = self.world.folder / "stranger.pem"
        if not path.exists():
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=stranger",
                 "-keyout", path, "-out", path.with_suffix(".crt")],
                check=True, capture_output=True)
        return path

    def tls(self, alpn="muster/1", newest=ssl.TLSVersion.TLSv1_3, has_certificate=True):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = newest
        context.set_alpn_protocols([alpn])
        if has_certificate:
            key = self.certificate()
            context.load_cert_chain(key.with_suffix(".crt"), key)
        return context

    def still_serves(self):
        """A check-in reaches the hub, and comes back."""
        self.assertEqual(self.node.check_in(next(self.people))["verdict"], "admitted")
        muster.agree(self.hub, self.node)

    def is_shut_out(self, one, crowd=CROWD):
        """Opens a crowd of such connections; the hub ends each, serves its node meanwhile and
        afterwards, and keeps no memory of them."""
        self.still_serves()
        before = None
        for _ in range(3 if crowd == CROWD else 2):
            sockets = []
            for _ in range(crowd):
                raw = socket.create_connection(self.address, timeout=30)
                try:
                    sockets.append(one(raw) or raw)
                except (ssl.SSLError, ConnectionError):
                    raw.close()
            self.still_serves()
            for stranger in sockets:
                self.read_to_end(stranger)
                stranger.close()
            before = before or self.hub.kernel("VmRSS")
        growth = self.hub.kernel("VmRSS") - before
        self.assertLess(growth, GROWTH_KIB, "the hub's memory grew (KiB)")
        self.still_serves()

    def read_to_end(self, stranger):
        """Reads until the hub ends the connection; what it says before is short."""
        said = 0
        try:
            while part := stranger.recv(4096):
                said += len(part)
                self.assertLess(said, 8_192, "the hub talks at length with a stranger")
        except TimeoutError:
            self.fail("the hub kept the connection")
        except (ssl.SSLError, ConnectionError):
            pass

    def test_http_request(self):
        self.is_shut_out(lambda raw: raw.sendall(b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n"))

    def test_random_bytes(self):
        self.is_shut_out(lambda raw: raw.sendall(os.urandom(600)))

    def test_silence(self):
        """Before TLS, and after it in the middle of a frame: the clock ends both."""
        context = self.tls()
        turns = itertools.cycle((True, False))

        def one(raw):
            if next(turns):
                return raw
            stranger = context.wrap_socket(raw)
            stranger.sendall(frame(b'{"type":"hello"', length=2_000))
            return stranger

        self.is_shut_out(one, crowd=PATIENT_CROWD)

    def test_tls_1_2(self):
        context = self.tls(newest=ssl.TLSVersion.TLSv1_2)
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(socket.create_connection(self.address, timeout=20))
        self.is_shut_out(lambda raw: context.wrap_socket(raw))

    def test_wrong_protocol(self):
        context = self.tls(alpn="http/1.1")
        self.is_shut_out(lambda raw: context.wrap_socket(raw))

    def test_no_certificate(self):
        context = self.tls(has_certificate=False)
        self.is_shut_out(lambda raw: context.wrap_socket(raw))

    def test_frame_beyond_the_limit(self):
        self.after_tls(frame(b"{", length=200_000))

    def test_frame_of_the_greatest_length(self):
        self.after_tls(frame(b"{", length=0xFFFF_FFFF))

    def test_frame_of_another_protocol(self):
        self.after_tls(frame(b"{}", magic=b"X"))

    def test_frame_of_another_version(self):
        self.after_tls(frame(b"{}", version=9))

    def test_zlib_bomb(self):
        self.after_tls(frame(zlib.compress(b" " * 4_000_000, 9)[:4_000], flags=1))

    def test_bytes_that_are_no_json(self):
        self.after_tls(frame(b"\xff\xfe{nonsense"))

    def test_deep_json(self):
        self.after_tls(frame(b"[" * 2_000))

    def test_hello_of_a_stranger(self):
        self.after_tls(frame(b'{"type":"hello","role":"node","versions":[1]}'))

    def test_message_that_only_a_hub_sends(self):
        self.after_tls(frame(b'{"type":"welcome"}'))

    def after_tls(self, message):
        """A stranger with a key of its own, who speaks the right protocol up to here."""
        context = self.tls()

        def one(raw):
            stranger = context.wrap_socket(raw)
            stranger.sendall(message)
            return stranger

        self.is_shut_out(one)
