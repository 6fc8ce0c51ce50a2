"""The rules of both daemons' HTTP that every page and script leans on."""

import json

import muster


class HTTP(muster.Case):
    def setUp(self):
        self.hub, self.node = self.world.serving(points=1, people=10)
        self.person = self.hub.at_home(self.node.point)[0]

    def test_health(self):
        for daemon in (self.hub, self.node):
            self.assertEqual(daemon.get("/healthz")["status"], "ok")

    def test_one_key_acts_once(self):
        desk = self.node.desk()
        body = {"participant": self.person}
        first = desk.post("/api/v1/checkins", body, "one-key")
        self.assertEqual(first[1]["verdict"], "admitted")
        self.assertEqual(desk.post("/api/v1/checkins", body, "one-key"), first)
        other = {"participant": self.hub.at_home(self.node.point)[1]}
        self.assertEqual(desk.post("/api/v1/checkins", other, "one-key")[0], 422)
        self.node.kill()
        self.node.start()
        self.assertEqual(desk.post("/api/v1/checkins", body, "one-key"), first)
        self.assertEqual(desk.post("/api/v1/checkins", body, "another")[1]["verdict"], "repeat")
        desk.close()

    def test_a_key_is_its_logins_own(self):
        """Two scripts may both count from 1: neither gets the other's answer, nor after a restart."""
        people = self.hub.at_home(self.node.point)
        desk = self.node.desk()
        cookies = [self.node.cookie, desk.log_in(self.node.link("other-script"))]

        def post(cookie, person):
            headers = {"Content-Type": "application/json", "Idempotency-Key": "1", "Cookie": cookie}
            return desk.ask("POST", "/api/v1/checkins", json.dumps({"participant": person}), headers)

        first = [post(cookie, person) for cookie, person in zip(cookies, people)]
        self.assertEqual([answer[1]["verdict"] for answer in first], ["admitted", "admitted"])
        self.node.kill()
        self.node.start()
        self.assertEqual([post(cookie, person) for cookie, person in zip(cookies, people)], first)
        desk.close()

    def test_a_person_is_read_and_changed_at_an_address(self):
        desk = self.node.desk()
        path = f"/api/v1/participants/{self.person}"
        headers = {"Content-Type": "application/json", "Idempotency-Key": "change"}
        first = desk.ask("PATCH", path, '{"set":{"phone":"+1"}}', headers)
        self.assertEqual(first[0], 200, first)
        self.assertEqual(desk.ask("PATCH", path, '{"set":{"phone":"+1"}}', headers), first)
        self.assertEqual(desk.ask("GET", path)[1]["phone"], "+1")
        desk.close()

    def test_what_is_wrong_is_said(self):
        json = {"Content-Type": "application/json", "Idempotency-Key": "k"}
        for method, path, body, headers, status in (
            ("POST", "/api/v1/checkins", "{", json, 400),
            ("POST", "/api/v1/checkins", "[]", json, 400),
            ("POST", "/api/v1/checkins", "{}", json, 400),
            ("POST", "/api/v1/checkins", '{"participant":7}', json, 400),
            ("GET", "/api/v1/nothing", None, {}, 404),
            ("GET", "/api/v1/checkins", None, {}, 405),
            ("POST", "/api/v1/status", "{}", json, 405),
        ):
            with self.subTest(method=method, path=path, body=body):
                desk = self.node.desk()
                got, problem = desk.ask(method, path, body, headers)
                desk.close()
                self.assertEqual(got, status, problem)
                self.assertEqual(problem["status"], status)
                self.assertTrue(problem["title"])

    def test_other_hosts_and_origins_are_refused(self):
        """A page on another site cannot make a volunteer's browser act."""
        for daemon in (self.hub, self.node):
            for headers in (
                {"Host": "evil.example"},
                {"Host": f"evil.example:{daemon.http.split(':')[1]}"},
                {"Origin": "https://evil.example"},
            ):
                with self.subTest(daemon=daemon.name, headers=headers):
                    desk = daemon.desk()
                    status, _ = desk.ask("GET", "/api/v1/status", headers=headers)
                    desk.close()
                    self.assertIn(status, (400, 403, 421))

    def test_large_body_is_refused(self):
        for size in (1_100_000, 5_000_000, 50_000_000):
            with self.subTest(size=size):
                desk = self.node.desk()
                status, problem = desk.post("/api/v1/participants", {"name": "x" * size})
                desk.close()
                self.assertEqual(status, 413)
                self.assertEqual(problem["status"], 413)
        self.assertEqual(self.node.get("/healthz")["status"], "ok")
