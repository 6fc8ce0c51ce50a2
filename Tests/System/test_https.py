"""HTTPS with a daemon's own certificate, from real processes: what a browser on the local net meets."""

import contextlib
import hashlib
import http.client
import json
import os
import resource
import socket
import ssl
import subprocess

import muster


class HTTPS(muster.Case):
    def setUp(self):
        self.hub, self.node = self.world.serving(points=1, people=10)

    def secure(self, daemon, *more):
        """Restarts a daemon with HTTPS on a free port; gives what it says when it is ready."""
        port = muster.free_port()
        daemon.extra = ["--https", f"127.0.0.1:{port}", *more]
        if daemon.process.poll() is None:
            daemon.kill()
        daemon.start()
        return daemon.said

    def context(self, path):
        return ssl.create_default_context(cafile=str(path))

    def connect(self, address, context, name="localhost"):
        port = address.rsplit(":", 1)[1]
        raw = socket.create_connection(("127.0.0.1", int(port)), timeout=20)
        return context.wrap_socket(raw, server_hostname=name)

    def ask(self, address, context, method, path, body=None, **headers):
        connection = http.client.HTTPSConnection("localhost", int(address.rsplit(":", 1)[1]), context=context, timeout=20)
        with contextlib.closing(connection):
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                headers["Content-Type"] = "application/json"
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def test_a_desk_logs_in_by_https_and_its_cookie_stays_there(self):
        for daemon, path in ((self.node, "/api/v1/point"), (self.hub, "/api/v1/coverage")):
            with self.subTest(daemon.name):
                said = self.secure(daemon)
                own = daemon.data / "https-own.pem"
                self.assertEqual(own.stat().st_mode & 0o777, 0o600)
                # Checked as a browser would that was told to trust it: by name, and by its fingerprint.
                context = self.context(own)
                with self.connect(said["https"], context) as connection:
                    self.assertEqual(connection.version(), "TLSv1.3")
                    der = connection.getpeercert(binary_form=True)
                shown = hashlib.sha256(der).hexdigest().upper()
                self.assertEqual(said["fingerprint"], ":".join(shown[i:i + 2] for i in range(0, 64, 2)))
                self.assertEqual(daemon.command("status")["addresses"]["fingerprint"], said["fingerprint"])

                made = daemon.command(*daemon.adding, "door", *daemon.role)
                self.assertTrue(made["link"].startswith(f"https://{said['https']}/login#"), made["link"])
                token = made["link"].split("#")[1]
                status, _, _ = self.ask(said["https"], context, "GET", path)
                self.assertEqual(status, 401)
                status, headers, _ = self.ask(said["https"], context, "POST", "/api/v1/login", {"token": token})
                self.assertEqual(status, 200)
                cookie, *attributes = headers["Set-Cookie"].split("; ")
                self.assertIn("Secure", attributes)
                status, _, body = self.ask(said["https"], context, "GET", path, Cookie=cookie)
                self.assertEqual(status, 200)
                self.assertTrue(json.loads(body))

    def test_who_comes_otherwise_is_refused(self):
        said = self.secure(self.node)
        context = self.context(self.node.data / "https-own.pem")
        here = said["https"].replace("127.0.0.1", "localhost")
        refused = [
            ("GET", "/api/v1/status", None, {"Origin": f"http://{here}"}, 403),
            ("GET", "/api/v1/status", None, {"Host": "elsewhere.example"}, 421),
            ("POST", "/api/v1/checkins", b"x" * 70_000, {}, 413),
        ]
        for method, path, body, headers, expected in refused:
            with self.subTest(headers or method):
                status, answered, body = self.ask(said["https"], context, method, path, body, **headers)
                self.assertEqual(status, expected, body)
                self.assertEqual(answered["Content-Type"], "application/problem+json")
                self.assertEqual(json.loads(body)["status"], expected)

        old = self.context(self.node.data / "https-own.pem")
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(OSError):
            self.connect(said["https"], old)
        other = self.context(self.node.data / "https-own.pem")
        other.set_alpn_protocols(["h2"])
        with self.assertRaises(OSError):
            self.connect(said["https"], other)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(said["https"], context, name="elsewhere.example")
        host, port = said["https"].split(":")
        with socket.create_connection((host, int(port)), timeout=20) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertNotIn(b"HTTP", plain.recv(1000))

    def test_every_request_has_its_own_answer(self):
        """On a kept connection answers come once and in order, and one that is asked to end does."""
        for daemon, page in ((self.node, "/desk/desk.js"), (self.hub, "/board/board.js")):
            said = self.secure(daemon)
            context = self.context(daemon.data / "https-own.pem")
            kept = http.client.HTTPSConnection("localhost", int(said["https"].rsplit(":", 1)[1]), context=context, timeout=20)
            with self.subTest(daemon.name), contextlib.closing(kept):
                for path, type_, status in (("/healthz", "json", 200), (page, "javascript", 200), ("/api/v1/status", "problem", 401), (page, "javascript", 200)):
                    kept.request("GET", path)
                    answer = kept.getresponse()
                    body = answer.read()
                    self.assertEqual(answer.status, status, body[:200])
                    self.assertIn(type_, answer.headers["Content-Type"])
                with self.connect(said["https"], context) as connection:
                    connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {said['https']}\r\nConnection: close\r\n\r\n".encode())
                    heard = b""
                    while len(heard) < 10_000 and (more := connection.recv(65536)):
                        heard += more
                    self.assertEqual(heard.count(b"HTTP/1.1"), 1)

    def test_events_come_by_https(self):
        said = self.secure(self.node)
        context = self.context(self.node.data / "https-own.pem")
        token = self.node.command("desk", "add", "door")["link"].split("#")[1]
        _, headers, _ = self.ask(said["https"], context, "POST", "/api/v1/login", {"token": token})
        cookie = headers["Set-Cookie"].split("; ")[0]
        with self.connect(said["https"], context) as connection:
            connection.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {said['https']}\r\nCookie: {cookie}\r\n\r\n".encode())
            heard = b""
            while b"id: " not in heard:
                heard += connection.recv(65536)
            self.node.command("open")
            while b"event: " not in heard:
                heard += connection.recv(65536)
            self.assertEqual(heard.count(b"HTTP/1.1"), 1)

    def test_the_certificate_stays_until_its_names_change_and_the_operators_goes_before_it(self):
        first = self.secure(self.node)["fingerprint"]
        self.assertEqual(self.secure(self.node)["fingerprint"], first)
        named = self.secure(self.node, "--host", "point.example")
        self.assertNotEqual(named["fingerprint"], first)
        context = self.context(self.node.data / "https-own.pem")
        with self.connect(named["https"], context, name="point.example"):
            pass
        link = self.node.command("desk", "add", "door")["link"]
        self.assertTrue(link.startswith("https://point.example:"), link)

        given = self.node.data / "https.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
             "/CN=given", "-addext", "subjectAltName=DNS:localhost", "-days", "9", "-keyout", given, "-out",
             self.world.folder / "given.crt"], check=True, capture_output=True)
        given.write_bytes(given.read_bytes() + (self.world.folder / "given.crt").read_bytes())
        said = self.secure(self.node)
        with self.connect(said["https"], self.context(self.world.folder / "given.crt")):
            pass

        given.write_text("nothing")
        self.node.kill()
        done = self.node.run("serve", "--http", "127.0.0.1:0", "--https", "127.0.0.1:0")
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertIn("https.pem", done.stderr)

    def test_unfinished_requests_cost_little(self):
        """Hundreds that begin and never end are held within the limits, and a desk goes on."""
        hub = self.hub
        before = resident(hub)
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        body = b"x" * 60_000
        head = f"POST /api/v1/checkins HTTP/1.1\r\nHost: {hub.http}\r\nContent-Length: 65000\r\n\r\n".encode()
        host, port = hub.http.split(":")
        with contextlib.ExitStack() as stack:
            for _ in range(1200):
                stalled = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
                with contextlib.suppress(OSError):
                    stalled.sendall(head + body)
            with contextlib.closing(hub.desk()) as desk:
                self.assertEqual(desk.ask("GET", "/api/v1/coverage")[0], 200)
            descriptors = len(os.listdir(f"/proc/{hub.process.pid}/fd"))
            # 512 connections, those on their way out, and its own files.
            self.assertLess(descriptors, 600)
            self.assertLess(resident(hub) - before, 80 << 20)


def resident(daemon):
    """Bytes of memory that a daemon holds."""
    with open(f"/proc/{daemon.process.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
