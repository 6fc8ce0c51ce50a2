"""Logins: who may read and do what over HTTP, from real processes."""

import contextlib
import json
import sqlite3
import unittest
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
                "status", f"participants?q={self.person}", f"participants/{self.person}", "readiness",
                "indicators", "announcements", "programme", "ops", "conflicts", "session", "events", "nothing"],
            self.hub: [
                "status", "coverage", "conflicts", "nodes", "points", "ops", "attendance", "answers", "statement",
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
            for path in ("/", "/control/status", "/api/v1", "/api/v1/participants/"):
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
            ("GET", f"participants/{self.person}/erasure", None, "admin"),
            ("POST", "announcements", text, "run"),
            ("POST", f"programme/{session}/start", {}, "run"),
            ("POST", "conflicts/none/resolution", {"choose": "x"}, "run"),
            ("POST", f"participants/{self.other}/erasure", {"yes": True}, "admin"),
            ("DELETE", "status", None, "admin"),
            ("POST", "what/is/new", {}, "admin"),
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
