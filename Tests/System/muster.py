"""Hubs and nodes as real processes, for tests.

A test class derives from Case and finds a World in self.world: a folder of its own and every process
that was started in it. When the test ends, each of them is killed by its id and the folder is removed;
when it failed, the daemons' last words are shown first.
"""

import contextlib
import csv
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import uuid
from pathlib import Path

BIN = Path(os.environ.get("MUSTER_BIN", ".build/debug"))
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def wait_until(what, condition, within=20.0):
    """Looks until condition() gives something true, and returns that; fails after `within` seconds."""
    end = time.monotonic() + within
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"not within {within:.0f} s: {what}")
        time.sleep(0.01)


def free_port():
    """A TCP port of 127.0.0.1 that nothing listens on, and that the kernel gives to nobody who asks for any: a
    hub has it while it is not served, too."""
    while True:
        port = random.SystemRandom().randrange(12_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def seed_rows(name):
    with open(SEEDS / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


class Refused(Exception):
    """A command that ended with another exit code than 0."""

    def __init__(self, command, code, errors):
        super().__init__(f"{command} ended with {code}: {errors.strip()}")
        self.code = code
        self.errors = errors


class Daemon:
    """One of the two programs, its data folder, and its process while it serves."""

    program = ""

    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.data = world.folder / name
        self.log = world.folder / f"{name}.err"
        self.process = None
        self.http = None
        # What it said when it was ready.
        self.said = None
        # More options of `serve`.
        self.extra = []
        # What its HTTP knows the test by.
        self.cookie = None

    def run(self, *arguments, timeout=60):
        """Runs a command to its end; gives the finished process whatever its exit code."""
        return subprocess.run(
            [BIN / self.program, *arguments, "--data", self.data],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout)

    def command(self, *arguments):
        """Runs a command with --json and gives what it printed; Refused unless it exits with 0."""
        done = self.run(*arguments, "--json")
        if done.returncode != 0:
            raise Refused(f"{self.program} {' '.join(map(str, arguments))}", done.returncode, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def serve_arguments(self):
        return ["--http", "127.0.0.1:0", *self.extra]

    def start(self):
        """Starts it and waits for its own word that it is ready."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BIN / self.program, "serve", "--json", *self.serve_arguments(), "--data", self.data],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.world.processes.append(self.process)
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait(10)
            raise AssertionError(f"{self.name} ended with {code} before it was ready: {self.last_words(1)}")
        try:
            said = json.loads(line)
        except ValueError:
            said = {}
        assert said.get("ready") is True, f"{self.name} began with {line!r}"
        self.said = said
        self.http = said["http"]
        self.log_in()
        return self

    def link(self, name):
        """The token of a fresh link by which somebody logs in who may do everything."""
        return self.command(*self.adding, name, *self.role)["link"].split("#")[1]

    def log_in(self, name="tester"):
        """Logs the test in, unless it still is: sessions outlive the process."""
        with contextlib.closing(self.desk()) as desk:
            if self.cookie and desk.ask("GET", "/api/v1/session")[0] == 200:
                return
            self.cookie = None
            self.cookie = desk.log_in(self.link(name))

    def signal(self, number, within=60):
        """Sends a signal that ends it, and waits for the end; gives the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(within)
        self.process.stdout.close()
        return code

    def kill(self):
        return self.signal(signal.SIGKILL)

    def stop(self):
        return self.signal(signal.SIGTERM)

    def desk(self, timeout=20):
        """A kept connection to its HTTP."""
        return Desk(self, timeout)

    def get(self, path, **query):
        if query:
            path += "?" + urllib.parse.urlencode(query)
        with contextlib.closing(self.desk()) as desk:
            status, body = desk.ask("GET", path)
        assert status == 200, f"{self.name} GET {path}: {status} {body}"
        return body

    def post(self, path, body, key=None):
        with contextlib.closing(self.desk()) as desk:
            status, answer = desk.post(path, body, key)
        assert status in (200, 201), f"{self.name} POST {path}: {status} {answer}"
        return answer

    def status(self):
        return self.get("/api/v1/status")

    def kernel(self, field):
        """A number from /proc/PID/status, such as VmRSS (KiB) or Threads."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1])
        raise AssertionError(f"the kernel counts no {field}")

    def last_words(self, lines=8):
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Hub(Daemon):
    """The hub of an event with as many points and people as a test wants."""

    program = "muster-hub"
    adding = "operator", "add"
    role = "--role", "admin"

    def __init__(self, world, points=2, people=40):
        """`people` are those of each point at most."""
        super().__init__(world, "hub")
        self.address = f"127.0.0.1:{free_port()}"
        self.points = seed_rows("points.csv")[:points]
        self.people = []
        for point in self.points:
            at_home = [row for row in seed_rows("roster.csv") if row["point"] == point["point"]]
            self.people += at_home[:people]

    def serve_arguments(self):
        return super().serve_arguments() + ["--listen", self.address]

    def init(self):
        """Makes the data folder, with points and people imported."""
        self.command("init", "--event", SEEDS / "event.json", "--address", self.address, "--start", "now")
        for what, rows in (("points", self.points), ("roster", self.people)):
            path = self.world.folder / f"{what}.csv"
            write_rows(path, rows)
            self.command(what, "import", path)
        return self

    def at_home(self, point):
        """Ids of the people of a point."""
        return [row["id"] for row in self.people if row["point"] == point]

    def tickets(self):
        """Participant → text of the ticket."""
        return {row["participant"]: row["ticket"] for row in self.command("tickets")}

    def log_lines(self):
        """Every placement, as `export log` gives it."""
        done = self.run("export", "log", "--json")
        if done.returncode != 0:
            raise Refused("muster-hub export log", done.returncode, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines() if line]

    def conflicts(self):
        return self.command("conflicts")


class Node(Daemon):
    """The node of one point."""

    program = "muster-node"
    adding = "desk", "add"
    role = ()

    def __init__(self, world, point):
        super().__init__(world, point)
        self.point = point

    def join(self, hub):
        """Enrols with a fresh code."""
        self.command("join", hub.command("invite", self.point)["code"])
        return self

    def check_in(self, participant, key=None):
        return self.post("/api/v1/checkins", {"participant": participant}, key)

    def check_out(self, participant, key=None):
        return self.post("/api/v1/checkouts", {"participant": participant}, key)


class Desk:
    """A kept HTTP connection to a daemon; connects again where the daemon has been restarted."""

    def __init__(self, daemon, timeout=20):
        self.daemon = daemon
        self.timeout = timeout
        self.address = None
        self.connection = None
        # The headers of the last answer.
        self.headers = None

    def log_in(self, token):
        """Logs in with the token of a link; gives the cookie."""
        status, answer = self.post("/api/v1/login", {"token": token})
        assert status == 200, f"{self.daemon.name} login: {status} {answer}"
        return self.headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None, headers=None):
        """Asks once, as who is logged in unless `headers` say another cookie; gives (status, JSON or
        None). OSError and HTTPException: no answer came."""
        headers = dict(headers or {})
        if self.daemon.cookie and "Cookie" not in headers:
            headers["Cookie"] = self.daemon.cookie
        if self.connection is None or self.address != self.daemon.http:
            self.close()
            self.address = self.daemon.http
            self.connection = http.client.HTTPConnection(self.address, timeout=self.timeout)
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            self.headers = response.headers
            text = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if not text or "json" not in response.getheader("Content-Type", ""):
            return response.status, None
        return response.status, json.loads(text)

    def post(self, path, body, key=None):
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
        return self.ask("POST", path, json.dumps(body), headers)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class World:
    """A folder, and the processes that live in it."""

    def __init__(self):
        # A Unix socket's path holds 107 bytes, so the name is short.
        self.folder = Path(tempfile.mkdtemp(prefix="mst-"))
        self.processes = []
        self.daemons = []

    def hub(self, **sizes):
        hub = Hub(self, **sizes)
        self.daemons.append(hub)
        return hub

    def node(self, point):
        node = Node(self, point)
        self.daemons.append(node)
        return node

    def serving(self, points=2, people=40):
        """A hub that serves, and a joined node that serves for each of its points."""
        hub = self.hub(points=points, people=people).init().start()
        nodes = [self.node(row["point"]).join(hub).start() for row in hub.points]
        agree(hub, *nodes)
        return hub, *nodes

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        if os.environ.get("MUSTER_KEEP") == "1":
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def tell(self):
        for daemon in self.daemons:
            print(f"--- last words of {daemon.name}\n{daemon.last_words()}", file=sys.stderr)


def agree(hub, *nodes, within=90):
    """Waits until nothing waits anywhere and all have the same place and state; gives the digest."""

    def same():
        wanted = hub.status()
        for node in nodes:
            status = node.status()
            if status["pending"] or (status["place"], status["state"]) != (wanted["place"], wanted["state"]):
                return None
        return wanted["state"]

    return wait_until(f"hub and {len(nodes)} nodes agree", same, within)


class Case(unittest.TestCase):
    """A test with a world of its own."""

    maxDiff = None

    def run(self, result=None):
        self.world = World()
        before = len(result.failures) + len(result.errors) if result else 0
        try:
            super().run(result)
        finally:
            if result and len(result.failures) + len(result.errors) > before:
                self.world.tell()
            self.world.end()
        return result

    def assert_one_line(self, done, code):
        """An ended command that failed as it should: its exit code, and one line of words."""
        self.assertEqual(done.returncode, code, f"{done.args}: {done.stderr}{done.stdout}")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, f"{done.args} said: {done.stderr!r}")
        self.assertGreater(len(lines[0]), 15)
        self.assertNotIn("Fatal error", lines[0])
