"""Logins: who may read and do what over HTTP, from real processes."""

import contextlib
import http.client
import json
import re
import shutil
import sqlite3
import subprocess
import uuid

import muster

JSON = {"Content-Type": "application/json"}


def ask(daemon, method, path, body=None, cookie="", **headers):
    """Asks on a connection of its own; gives (status, JSON, headers). No cookie unless one is given."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers["Cookie"] = cookie
    if body is not None:
        headers = {**JSON, **headers}
        body = json.dumps(body)
    with contextlib.closing(daemon.desk()) as desk:
        status, answer = desk.ask(method, path, body, headers)
        return status, answer, desk.headers


def log_in(daemon, token):
    return ask(daemon, "POST", "/api/v1/login", {"token": token})


class Logins(muster.Case):
    def setUp(self):
        self.hub, self.node = self.world.serving(points=1, people=10)
        self.person, self.other = self.hub.at_home(self.node.point)[:2]

    def operator(self, role):
        """The cookie of an operator of that role, who is called by it."""
        link = self.hub.command("operator", "add", role, "--role", role)["link"]
        status, _, headers = log_in(self.hub, link.split("#")[1])
        self.assertEqual(status, 200)
        return headers["Set-Cookie"].split(";")[0]

    def test_a_desk_logs_in_by_its_link_and_checks_in(self):
        made = self.node.command("desk", "add", "entrance-1")
        self.assertRegex(made["link"], rf"^http://{self.node.http}/login#[0-9A-Z]{{32}}$")
        token = made["link"].split("#")[1]
        status, answer, headers = log_in(self.node, token)
        self.assertEqual((status, answer), (200, {"name": "entrance-1", "role": "run"}))
        cookie, *attributes = headers["Set-Cookie"].split("; ")
        self.assertEqual(set(attributes), {"Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"})

        status, answer, _ = ask(
            self.node, "POST", "/api/v1/checkins", {"participant": self.person, "by": "somebody-else"}, cookie)
        self.assertEqual((status, answer["verdict"]), (200, "admitted"))
        muster.agree(self.hub, self.node)
        line = [entry for entry in self.hub.log_lines() if entry["op"] == answer["op"]][0]
        self.assertEqual(line["by"], "entrance-1", "the record names who is logged in")

        # The link was used up, and the session outlives the process.
        self.assertEqual(log_in(self.node, token)[0], 401)
        self.node.kill()
        self.node.start()
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=cookie)[0], 200)
        self.assertEqual(log_in(self.node, token)[0], 401)

    def test_logout_and_removal_end_sessions_at_once(self):
        first, second = (
            log_in(self.node, self.node.link("door"))[2]["Set-Cookie"].split(";")[0] for _ in range(2))
        desks = {desk["name"]: desk["sessions"] for desk in self.node.command("desk", "list")["desks"]}
        self.assertEqual(desks["door"], 2)
        status, _, headers = ask(self.node, "POST", "/api/v1/logout", {}, first)
        self.assertEqual(status, 204)
        self.assertIn("Max-Age=0", headers["Set-Cookie"])
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=first)[0], 401)
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=second)[0], 200)
        unused = self.node.link("door")
        self.node.command("desk", "remove", "door")
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=second)[0], 401)
        self.assertEqual(log_in(self.node, unused)[0], 401)
        self.assert_one_line(self.node.run("desk", "remove", "door"), 1)

    def test_links_are_made_while_nobody_serves(self):
        self.node.stop()
        token = self.node.link("early")
        self.hub.stop()
        operator = self.hub.link("early")
        self.hub.start()
        self.node.start()
        self.assertEqual(log_in(self.node, token)[1]["name"], "early")
        self.assertEqual(log_in(self.hub, operator)[1]["role"], "admin")

    def test_a_restored_backup_lets_nobody_in(self):
        for daemon in (self.hub, self.node):
            unused = daemon.link("unused")
            backup = self.world.folder / f"{daemon.name}-backup"
            daemon.command("backup", backup)
            daemon.stop()
            daemon.command("restore", backup, "--replace")
            self.assertEqual(daemon.command(daemon.adding[0], "list"), [] if daemon is self.hub else {"desks": []})
            cookie = daemon.cookie
            daemon.start()
            self.assertEqual(ask(daemon, "GET", "/api/v1/status", cookie=cookie)[0], 401)
            self.assertEqual(log_in(daemon, unused)[0], 401)

    def test_a_new_link_takes_the_place_of_the_last(self):
        first, second = self.node.link("door"), self.node.link("door")
        self.assertEqual(log_in(self.node, first)[0], 401)
        self.assertEqual(log_in(self.node, second)[0], 200)

    def test_no_link_and_no_cookie_stands_on_the_disk(self):
        token = self.node.link("door")
        unused = self.node.link("other")
        cookie = log_in(self.node, token)[2]["Set-Cookie"].split(";")[0].split("=")[1]
        for path in self.node.data.iterdir():
            if path.is_file():
                content = path.read_bytes()
                for secret in (token, unused, cookie):
                    self.assertNotIn(secret.encode(), content, path)

    def test_a_link_and_a_session_end_by_their_time(self):
        token = self.node.link("door")
        cookie = log_in(self.node, self.node.link("other"))[2]["Set-Cookie"].split(";")[0]
        self.node.stop()
        with contextlib.closing(sqlite3.connect(self.node.data / "muster.db")) as file:
            file.execute("UPDATE account SET mono = mono - 86400000000")
            file.execute("UPDATE session SET mono = mono - 14 * 86400000000")
            file.commit()
        self.node.start()
        self.assertEqual(log_in(self.node, token)[0], 401)
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=cookie)[0], 401)

    def test_nobody_reads_a_name_without_a_login(self):
        # Names come after the log.
        name = muster.wait_until(
            "a name", lambda: self.node.get(f"/api/v1/participants/{self.person}").get("name"))
        paths = {
            self.node: [
                "status", "point", f"participants?q={self.person}", f"participants/{self.person}", "readiness",
                "indicators", "announcements", "programme", "ops", "conflicts", "session", "events", "nothing"],
            self.hub: [
                "status", "event", "coverage", "conflicts", "nodes", "points", "ops", "attendance", "answers", "statement",
                "indicators", "readiness", "announcements", "programme", f"participants?q={self.person}",
                f"participants/{self.person}", f"participants/{self.person}/erasure", "session", "events",
                "nothing"],
        }
        for daemon, reads in paths.items():
            for path in reads:
                for cookie in ("", "muster=1", daemon.cookie[:-1] + "!"):
                    with self.subTest(daemon=daemon.name, path=path, cookie=cookie):
                        status, problem, _ = ask(daemon, "GET", f"/api/v1/{path}", cookie=cookie)
                        self.assertEqual(status, 401)
                        self.assertEqual(problem["status"], 401)
                        self.assertIn(" add NAME", problem["detail"])
                        self.assertNotIn(name, json.dumps(problem))
            for path in ("/control/status", "/api/v1", "/api/v1/participants/"):
                with self.subTest(daemon=daemon.name, path=path):
                    self.assertEqual(ask(daemon, "GET", path)[0], 401)
            for method, path in (
                ("POST", "checkins"), ("POST", "announcements"), ("PATCH", f"participants/{self.person}"),
                ("POST", f"participants/{self.person}/erasure"), ("POST", "logout"), ("DELETE", "status"),
            ):
                with self.subTest(daemon=daemon.name, method=method, path=path):
                    status, _, _ = ask(daemon, method, f"/api/v1/{path}", {}, Idempotency_Key=str(uuid.uuid4()))
                    self.assertEqual(status, 401)
            self.assertEqual(ask(daemon, "POST", "/control/status", {})[0], 401)

    def test_one_daemon_does_not_know_the_cookies_of_another(self):
        self.assertEqual(ask(self.node, "GET", "/api/v1/status", cookie=self.hub.cookie)[0], 401)
        self.assertNotEqual(self.hub.cookie.split("=")[0], self.node.cookie.split("=")[0])
        both = f"{self.hub.cookie}; {self.node.cookie}"
        for daemon in (self.hub, self.node):
            self.assertEqual(ask(daemon, "GET", "/api/v1/status", cookie=both)[0], 200)

    def test_a_role_does_what_is_its(self):
        session = self.hub.get("/api/v1/programme")["sessions"][0]["id"]
        roles = {role: self.operator(role) for role in ("view", "run", "admin")}
        text = {"texts": {"en": "Doors open."}}
        for method, path, body, least in (
            ("GET", "coverage", None, "view"),
            ("GET", f"participants?q={self.person}", None, "view"),
            ("GET", "answers", None, "run"),
            ("GET", f"participants/{self.person}/erasure", None, "admin"),
            ("POST", "announcements", text, "run"),
            ("POST", f"programme/{session}/start", {}, "run"),
            ("POST", "conflicts/none/resolution", {"choose": "x"}, "run"),
            ("POST", f"participants/{self.other}/erasure", {"yes": True}, "admin"),
            ("DELETE", "status", None, "view"),
            ("POST", "what/is/new", {}, "view"),
            ("GET", "export/participants.csv", None, "run"),
            ("POST", "invitations", {}, "admin"),
        ):
            for role, cookie in roles.items():
                with self.subTest(path=path, role=role):
                    status, answer, _ = ask(
                        self.hub, method, f"/api/v1/{path}", body, cookie, Idempotency_Key=str(uuid.uuid4()))
                    if list(roles).index(role) < list(roles).index(least):
                        self.assertEqual(status, 403, answer)
                        self.assertIn(f"“{least}”", answer["detail"])
                    else:
                        self.assertNotIn(status, (401, 403), answer)
        by = {one["by"] for one in self.hub.get("/api/v1/announcements")["announcements"]}
        self.assertEqual(by, {"run", "admin"})
        # Another role holds at once.
        self.hub.command("operator", "add", "run", "--role", "view")
        self.assertEqual(ask(self.hub, "POST", "/api/v1/announcements", text, roles["run"])[0], 403)
        listed = {one["name"]: one["role"] for one in self.hub.command("operator", "list")}
        self.assertEqual(listed, {"admin": "admin", "run": "view", "tester": "admin", "view": "view"})
        self.assert_one_line(self.hub.run("operator", "add", "x", "--role", "king"), 64)

    def test_who_may_only_look_reads_names_and_no_contacts(self):
        """Neither in the account of a person nor in what two who are alike have in common."""
        phone = "+44 20 7946 0958"
        for person in (self.person, self.other):
            self.hub.command("participant", "edit", person, f"phone={phone}")
        for role, sees in (("view", False), ("run", True)):
            cookie = self.operator(role)
            for path in (f"participants/{self.person}", "conflicts"):
                status, answer, _ = ask(self.hub, "GET", f"/api/v1/{path}", cookie=cookie)
                self.assertEqual(status, 200)
                self.assertEqual(phone in json.dumps(answer), sees, f"{role} {path}")

    def test_hosts_and_origins(self):
        for daemon in (self.hub, self.node):
            daemon.stop()
            daemon.extra = ["--host", "muster.example", "--host", "other.example:443"]
            daemon.start()
            port = daemon.http.split(":")[1]
            self.assertIn("http://muster.example:" + port, daemon.command(*daemon.adding, "x", *daemon.role)["link"])
            for host, good in (
                (daemon.http, True), (f"localhost:{port}", True), ("muster.example", True),
                (f"Muster.Example:{port}", True), ("other.example:443", True), ("other.example", False),
                (f"evil.example:{port}", False), ("localhost:1", False), ("127.0.0.1", False), ("", False),
                (f"muster.example.evil.example:{port}", False),
            ):
                with self.subTest(daemon=daemon.name, host=host):
                    self.assertEqual(
                        ask(daemon, "GET", "/api/v1/status", cookie=daemon.cookie, Host=host)[0],
                        200 if good else 421)
            for host, origin, good in (
                (daemon.http, f"http://{daemon.http}", True),
                (daemon.http, f"http://localhost:{port}", False),
                (daemon.http, "null", False),
                (daemon.http, f"http://127.0.0.1:{int(port) + 1}", False),
                ("muster.example", "https://muster.example", True),
            ):
                with self.subTest(daemon=daemon.name, host=host, origin=origin):
                    token = daemon.link("x")
                    status, _, headers = ask(
                        daemon, "POST", "/api/v1/login", {"token": token}, Host=host, Origin=origin)
                    self.assertEqual(status, 200 if good else 403)
                    if good:
                        self.assertEqual("Secure" in headers["Set-Cookie"], origin.startswith("https"))
            status, _, headers = ask(
                daemon, "POST", "/api/v1/login", {"token": "x"}, Content_Type="text/plain")
            self.assertEqual(status, 415)
            for name in headers:
                self.assertFalse(name.startswith("Access-Control"), name)


class Reader:
    """A reader of server-sent events, on a connection of its own."""

    def __init__(self, daemon, last=None):
        headers = {"Cookie": daemon.cookie}
        if last:
            headers["Last-Event-ID"] = last
        self.connection = http.client.HTTPConnection(daemon.http, timeout=20)
        self.connection.request("GET", "/api/v1/events", headers=headers)
        self.response = self.connection.getresponse()
        self.last = last

    def event(self):
        """The next event that has a name, as (name, data); None at the end."""
        name, data = None, None
        while line := self.response.readline():
            field, _, value = line.decode().rstrip("\n").partition(": ")
            if field == "id":
                self.last = value
            elif field == "event":
                name = value
            elif field == "data":
                data = json.loads(value)
            elif not field and name:
                return name, data
            elif not field and data is None and self.last:
                return None, None
        return None

    def until(self, name):
        while True:
            event = self.event()
            assert event is not None, f"the stream ended before {name}"
            if event[0] == name:
                return event[1]

    def close(self):
        self.response.close()
        self.connection.close()


class Watching(muster.Case):
    def setUp(self):
        self.hub, self.node = self.world.serving(points=1, people=10)
        self.person, self.other = self.hub.at_home(self.node.point)[:2]

    def reader(self, daemon, last=None):
        reader = Reader(daemon, last)
        self.addCleanup(reader.close)
        return reader

    def test_events_say_what_changed_and_resume(self):
        desk, board = self.reader(self.node), self.reader(self.hub)
        for reader in (desk, board):
            self.assertEqual(reader.response.getheader("Content-Type"), "text/event-stream")
            self.assertEqual(reader.event(), (None, None))
        self.node.check_in(self.person)
        self.assertEqual(desk.until("status")["present"], 1)
        # By the hub's clock somebody may come in a moment from now.
        while board.until("coverage")["present"] != 1:
            pass
        session = self.hub.get("/api/v1/programme")["sessions"][0]["id"]
        self.hub.post(f"/api/v1/programme/{session}/start", {"anyway": True})
        for reader in (desk, board):
            reader.until("programme")
        desk.close()
        self.hub.post("/api/v1/announcements", {"texts": {"en": "Doors open."}})
        muster.agree(self.hub, self.node)
        missed = self.reader(self.node, desk.last)
        missed.until("announcements")
        self.hub.stop()
        self.assertIs(missed.until("status")["connected"], False)
        while board.event():
            pass  # the stream ends with the hub
        self.hub.start()
        again = self.reader(self.hub, board.last)
        self.assertEqual(again.event(), ("reset", {}))
        self.node.post("/api/v1/open", {})
        again.until("coverage")

    def test_a_removed_desk_hears_no_more(self):
        cookie = self.node.cookie
        self.node.cookie = log_in(self.node, self.node.link("other"))[2]["Set-Cookie"].split(";")[0]
        other = self.reader(self.node)
        other.event()
        self.node.cookie = cookie
        self.node.command("desk", "remove", "other")
        self.node.check_in(self.person)
        self.assertIsNone(other.event())

    def test_only_so_many_may_listen(self):
        readers = [self.reader(self.hub) for _ in range(9)]
        self.assertEqual([reader.response.status for reader in readers], [200] * 8 + [503])
        mine = self.hub.cookie
        for other in range(3):
            link = self.hub.command("operator", "add", f"other-{other}", "--role", "view")["link"]
            self.hub.cookie = log_in(self.hub, link.split("#")[1])[2]["Set-Cookie"].split(";")[0]
            readers += [self.reader(self.hub) for _ in range(8)]
            self.assertEqual([reader.response.status for reader in readers[-8:]], [200] * 8)
        self.hub.cookie = mine
        readers[0].close()
        muster.wait_until(
            "a place is free", lambda: self.reader(self.hub).response.status == 200)

    def test_metrics_and_readiness_name_nobody(self):
        self.node.check_in(self.person)
        name = muster.wait_until(
            "a name", lambda: self.node.get(f"/api/v1/participants/{self.person}").get("name"))
        muster.agree(self.hub, self.node)
        for daemon, wanted in (
            (self.hub, {"muster_hub_nodes_connected": 1, "muster_hub_people_present": 1,
                        "muster_hub_conflicts_open": 0, "muster_hub_sessions": 1}),
            (self.node, {"muster_node_connected": 1, "muster_node_queue_ops": 0, "muster_node_sessions": 1}),
        ):
            with contextlib.closing(http.client.HTTPConnection(daemon.http, timeout=20)) as connection:
                connection.request("GET", "/metrics")
                response = connection.getresponse()
                text = response.read().decode()
            self.assertEqual(response.status, 200)
            self.assertTrue(response.getheader("Content-Type").startswith("text/plain; version=0.0.4"))
            values = self.metrics(text)
            for metric, value in wanted.items():
                self.assertEqual(values[metric], value, metric)
            for secret in (name, self.person, self.node.point):
                self.assertNotIn(secret, text)
            for path in ("/healthz", "/readyz"):
                self.assertEqual(ask(daemon, "GET", path)[0], 200)
        self.assertLess(values["muster_node_freshness_seconds"], 60)

    def metrics(self, text):
        """The values by name, where the text is as Prometheus wants it."""
        values, types = {}, {}
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, metric, kind = line.split(" ")
                self.assertNotIn(metric, types)
                self.assertEqual(metric.endswith("_total"), kind == "counter", metric)
                types[metric] = kind
            elif not line.startswith("# HELP "):
                match = re.fullmatch(r'([a-z_]+)(\{country="[A-Z]{2}"\})? (-?[0-9]+(?:\.[0-9]+)?)', line)
                self.assertIsNotNone(match, line)
                self.assertIn(match[1], types)
                values[match[1]] = float(match[3])
        self.assertTrue(text.endswith("\n"))
        if promtool := shutil.which("promtool"):
            checked = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""))
        return values

    def test_a_node_without_a_list_is_alive_and_not_ready(self):
        late = self.world.node(self.node.point + "-late")
        point = self.hub.points[0]["point"]
        late.point = point
        late.join(self.hub)
        self.hub.stop()
        late.start()
        self.assertEqual(ask(late, "GET", "/healthz")[0], 200)
        status, problem, _ = ask(late, "GET", "/readyz")
        self.assertEqual(status, 503)
        self.assertIn("list", problem["detail"])

    def test_one_key_acts_once_at_the_hub_though_it_is_killed_between(self):
        text = {"texts": {"en": "Doors open."}}
        with contextlib.closing(self.hub.desk()) as board:
            first = board.post("/api/v1/announcements", text, "one-key")
            self.assertEqual(first[0], 200)
            self.hub.kill()
            self.hub.start()
            self.assertEqual(board.post("/api/v1/announcements", text, "one-key"), first)
            self.assertEqual(board.post("/api/v1/announcements", {"texts": {"en": "x"}}, "one-key")[0], 422)
            self.assertEqual(len(board.ask("GET", "/api/v1/announcements")[1]["announcements"]), 1)
