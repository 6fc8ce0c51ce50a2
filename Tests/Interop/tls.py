"""One TLS 1.3 connection to a hub: Protocol/1-frames.md and 3-identity.md.

Through the system's libssl, since the ssl module gives no exporter (RFC 8446, 7.5).
"""

import ctypes
import ctypes.util
import datetime
import select
import socket
import time

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

ALPN = b"\x08muster/1"
LABEL = b"EXPORTER-muster"
MIN_PROTO_VERSION, TLS_1_3 = 123, 0x0304
WANT_READ, WANT_WRITE = 2, 3

ssl = ctypes.CDLL(ctypes.util.find_library("ssl"))
crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
pointer, integer, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
for library, name, gives, *takes in (
        (ssl, "TLS_client_method", pointer), (ssl, "SSL_CTX_new", pointer, pointer),
        (ssl, "SSL_CTX_free", None, pointer), (ssl, "SSL_free", None, pointer),
        (ssl, "SSL_CTX_ctrl", ctypes.c_long, pointer, integer, ctypes.c_long, pointer),
        (ssl, "SSL_CTX_use_certificate_ASN1", integer, pointer, integer, ctypes.c_char_p),
        (ssl, "SSL_CTX_use_PrivateKey", integer, pointer, pointer),
        (ssl, "SSL_new", pointer, pointer), (ssl, "SSL_set_fd", integer, pointer, integer),
        (ssl, "SSL_set_alpn_protos", integer, pointer, ctypes.c_char_p, ctypes.c_uint),
        (ssl, "SSL_connect", integer, pointer), (ssl, "SSL_shutdown", integer, pointer),
        (ssl, "SSL_get_error", integer, pointer, integer),
        (ssl, "SSL_read", integer, pointer, pointer, integer),
        (ssl, "SSL_write", integer, pointer, ctypes.c_char_p, integer),
        (ssl, "SSL_get0_alpn_selected", None, pointer, pointer, pointer),
        (ssl, "SSL_get1_peer_certificate", pointer, pointer),
        (ssl, "SSL_export_keying_material", integer, pointer, ctypes.c_char_p, size, ctypes.c_char_p, size,
         ctypes.c_char_p, size, integer),
        (crypto, "ERR_clear_error", None),
        (crypto, "d2i_AutoPrivateKey", pointer, pointer, pointer, ctypes.c_long),
        (crypto, "EVP_PKEY_free", None, pointer), (crypto, "X509_free", None, pointer),
        (crypto, "i2d_X509", integer, pointer, pointer)):
    function = getattr(library, name)
    function.restype, function.argtypes = gives, takes


class Lost(OSError):
    """The connection has ended, or never came about."""


def certificate(private):
    """A self-signed certificate: only its key is looked at."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "muster")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(1).not_valid_before(datetime.datetime(1970, 1, 1))
        .not_valid_after(datetime.datetime(9999, 12, 31)).sign(private, None))
    return made.public_bytes(Encoding.DER)


def _context(private):
    context = ssl.SSL_CTX_new(ssl.TLS_client_method())
    ssl.SSL_CTX_ctrl(context, MIN_PROTO_VERSION, TLS_1_3, None)
    der = certificate(private)
    key = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    start = ctypes.cast(ctypes.create_string_buffer(key, len(key)), pointer)
    parsed = crypto.d2i_AutoPrivateKey(None, ctypes.byref(start), len(key))
    fits = (
        ssl.SSL_CTX_use_certificate_ASN1(context, len(der), der) == 1
        and ssl.SSL_CTX_use_PrivateKey(context, parsed) == 1)
    crypto.EVP_PKEY_free(parsed)
    if not fits:
        raise Lost("libssl does not take the node's key")
    return context


class Connection:
    def __init__(self, address, private, within=10.0):
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host.strip("[]"), int(port)), within)
        self.socket.setblocking(False)
        self.context = _context(private)
        self.ssl = ssl.SSL_new(self.context)
        try:
            ssl.SSL_set_alpn_protos(self.ssl, ALPN, len(ALPN))
            ssl.SSL_set_fd(self.ssl, self.socket.fileno())
            self._until_done(lambda: ssl.SSL_connect(self.ssl), time.monotonic() + within)
            self._check_alpn()
            self.peer = self._peer_key()
            self.exporter = self._exporter()
        except OSError:
            self.close()
            raise

    def _until_done(self, act, end):
        while True:
            crypto.ERR_clear_error()
            came = act()
            if came > 0:
                return came
            why = ssl.SSL_get_error(self.ssl, came)
            if why not in (WANT_READ, WANT_WRITE):
                raise Lost("the TLS connection has ended")
            ready = ([self.socket], []) if why == WANT_READ else ([], [self.socket])
            if not any(select.select(*ready, [], max(0, end - time.monotonic()))):
                raise Lost("the hub does not answer")

    def _check_alpn(self):
        chosen, length = ctypes.c_char_p(), ctypes.c_uint()
        ssl.SSL_get0_alpn_selected(self.ssl, ctypes.byref(chosen), ctypes.byref(length))
        if ctypes.string_at(chosen, length.value) != ALPN[1:]:
            raise Lost("the peer speaks another protocol")

    def _peer_key(self):
        held = ssl.SSL_get1_peer_certificate(self.ssl)
        der = ctypes.create_string_buffer(crypto.i2d_X509(held, None))
        end = ctypes.cast(der, pointer)
        crypto.i2d_X509(held, ctypes.byref(end))
        crypto.X509_free(held)
        return x509.load_der_x509_certificate(der.raw).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def _exporter(self):
        out = ctypes.create_string_buffer(32)
        if ssl.SSL_export_keying_material(self.ssl, out, 32, LABEL, len(LABEL), None, 0, 0) != 1:
            raise Lost("libssl exports nothing")
        return out.raw

    def read(self, within):
        """The bytes that have come, b"" where none did within so many seconds; Lost at the end."""
        buffer = ctypes.create_string_buffer(65_536)
        end = time.monotonic() + within
        while True:
            crypto.ERR_clear_error()
            count = ssl.SSL_read(self.ssl, buffer, len(buffer))
            if count > 0:
                return buffer.raw[:count]
            if ssl.SSL_get_error(self.ssl, count) != WANT_READ:
                raise Lost("the connection has ended")
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return b""

    def write(self, data, within=10.0):
        end = time.monotonic() + within
        while data:
            count = self._until_done(lambda: ssl.SSL_write(self.ssl, data, len(data)), end)
            data = data[count:]

    def close(self):
        if self.ssl:
            ssl.SSL_shutdown(self.ssl)
            ssl.SSL_free(self.ssl)
            ssl.SSL_CTX_free(self.context)
            self.socket.close()
            self.ssl = None
