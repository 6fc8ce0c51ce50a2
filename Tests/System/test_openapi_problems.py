"""What the HTTP of both daemons refuses is refused as `Protocol/openapi*.yaml` says: every problem comes, in its form,
and whatever is of another form than described changes nothing."""

import contextlib
import http.client
import json
import os
import re

import muster
import openapi
from openapi_stage import Stage

SEED = int(os.environ.get("MUSTER_SEED", "20251107"))
NOBODY = "p-nobody"
NO_OP = "0" * 32


class Problems(Stage):
    """Every problem that is described comes, and is as it is described."""

    # Something that would do for each name in a path.
    def plausible(self, operation):
        return {"participant": self.here[0], "id": self.here[0], "session": "day-1-opening", "announcement": NO_OP,
                "country": self.hub.points[0]["country"]}

    def good_query(self, operation):
        return {"q": "x"} if operation.id == "search" else None

    def everywhere(self, daemon, operation):
        """Ways to each problem that any operation of this sort may answer."""
        names, query = self.plausible(operation), self.good_query(operation)
        host = {"Host": f"evil.example:{daemon.http.rsplit(':', 1)[1]}"}

        def by(body="{}", **headers):
            return lambda: self.ask(daemon, operation, names, query, body if operation.acts else None, **headers)

        yield 403, by(Origin="https://evil.example")
        yield 421, by(**host)
        if operation.role:
            yield 401, by(Cookie="muster=1")
        if operation.acts:
            yield 415, by(**{"Content-Type": "text/plain"})
            yield 413, by('{"name": "' + "x" * 66_000 + '"}')
            if 422 in operation.documented:
                yield 422, by('{"name": "another"}', **{"Idempotency-Key": "used"})
                yield 400, by(**{"Idempotency-Key": "k" * 129})
            yield 400, by("{") if operation.id != "logout" else lambda: self.malformed(daemon, operation)
        else:
            yield 400, lambda: self.malformed(daemon, operation)
        if operation.path.startswith("/api/"):
            yield 400, lambda: self.ask(daemon, operation, names, {**(query or {}), "no_such": "1"}, "{}" if operation.acts else None)

    def malformed(self, daemon, operation):
        path = openapi.filled(operation.path, self.plausible(operation)) + "?x=%zz"
        body, headers = ("{}", {"Content-Type": "application/json"}) if operation.acts else (None, {})
        answer = self.send(daemon, operation.method, path, body, headers)
        self.assertEqual(operation.faults(answer.status, answer.kind, answer.value), [])
        return answer

    def test_each_comes_and_is_as_it_is_described(self):
        self.a_day_before()
        ways = {self.hub.name: self.at_the_hub(), self.node.name: self.at_the_node()}
        for daemon in (self.hub, self.node):
            self.use_a_key(daemon)
            own = ways[daemon.name]
            for operation in self.description(daemon).operations:
                missing = set(operation.documented)
                found = [*self.everywhere(daemon, operation), *own.get(operation.id, [])]
                for status, way in found:
                    with self.subTest(daemon=daemon.name, operation=operation, status=status):
                        answer = way()
                        self.assertEqual(answer.status, status, answer.value)
                        self.assertEqual(answer.kind, "application/problem+json")
                        if (operation.id, status) == ("void", 409):
                            self.assertEqual(answer.value["code"], "already_taken_back")
                        missing.discard(status)
                self.assertEqual(missing - self.elsewhere(operation), set(), f"{daemon.name} {operation}")
        self.roles()
        self.other_methods()

    def elsewhere(self, operation):
        """What other tests provoke."""
        return {503} if operation.id in ("events", "ready", "checkin", "paper") else set()

    def use_a_key(self, daemon):
        name, body = ("announce", {"texts": {"en": "Welcome."}}) if daemon is self.hub else ("open", {})
        self.call(daemon, name, body=body, **{"Idempotency-Key": "used"})

    def a_day_before(self):
        """What makes things refused as they stand."""
        self.here_op = self.call(self.node, "checkin", body={"participant": self.here[0]})["op"]
        self.call(self.other, "checkin", body={"participant": self.here[0]})
        muster.agree(self.hub, self.node, self.other)
        self.conflict = next(
            one for one in self.call(self.hub, "conflicts")["conflicts"] if one["type"] == "double-presence")
        self.call(self.hub, "resolve", {"id": self.conflict["id"]}, body={"choice": self.conflict["choices"][0]})
        self.voided = self.call(self.node, "checkin", body={"participant": self.here[1]})["op"]
        self.call(self.node, "void", body={"ops": [self.voided]})
        self.call(self.node, "merge", body={"participants": self.here[2:4]})
        self.call(self.hub, "erase", {"participant": self.here[4]}, body={"yes": True})
        self.call(self.hub, "revoke", body={"node": self.other.point, "why": "Lost."})
        self.ignored = self.call(self.other, "checkin", body={"participant": self.there[0]})["op"]
        muster.agree(self.hub, self.node)
        muster.wait_until("what waits", lambda: any(one["to_accept"] for one in self.hub.get("/api/v1/nodes")["nodes"]))

    def at_the_node(self):
        here, there = self.here, self.there
        person = lambda one: {"participant": one}

        def way(status, name, names=None, body=None, query=None):
            operation = self.description(self.node).by_id(name)
            return name, (status, lambda: self.ask(self.node, operation, names, query, body))

        return grouped(
            way(404, "show", person(NOBODY)), way(422, "show", person(" ")),
            way(400, "search"), way(422, "search", query={"q": " "}), way(400, "search", query={"q": "x", "limit": 0}),
            way(400, "ops", query={"limit": "many"}), way(400, "ops", query={"after": -1}),
            way(404, "edit", person(NOBODY), {"set": {"phone": "1"}}),
            way(409, "edit", person(there[0]), {"set": {"phone": "1"}}),
            way(409, "edit", person(here[0]), {"set": {"pending": "yes"}}),
            way(422, "edit", person(here[0]), {"set": {"no-such-field": "1"}}),
            way(404, "merge", body={"participants": [here[0], NOBODY]}),
            way(409, "merge", body={"participants": here[2:4]}),
            way(400, "merge", body={"participants": [here[0]]}),
            way(404, "unmerge", body={"participant": NOBODY}), way(409, "unmerge", body={"participant": here[0]}),
            way(404, "different", body={"participants": [here[0], NOBODY]}),
            way(409, "different", body={"participants": here[2:4]}),
            way(422, "checkin", body={"participant": here[0], "door": "none"}),
            way(400, "checkin", body={"participant": here[0], "ticket": "x"}),
            way(404, "checkout", body={"participant": NOBODY}),
            way(404, "void", body={"ops": [NO_OP]}), way(409, "void", body={"ops": [self.voided]}),
            way(422, "void", body={"ops": ["x"]}),
            way(404, "seen", {"announcement": NO_OP}, {}),
            way(422, "count", body={"indicator": "none", "value": 1}),
            way(401, "login", body={"token": "X"}),
        )

    def at_the_hub(self):
        here, person = self.here, {"participant": self.here[0]}
        running = {"session": "day-1-opening"}
        self.call(self.hub, "startSession", running, body={"anyway": True})

        def way(status, name, names=None, body=None, query=None):
            operation = self.description(self.hub).by_id(name)
            return name, (status, lambda: self.ask(self.hub, operation, names, query, body))

        return grouped(
            way(404, "coverage", query={"group": "none"}), way(404, "country", {"country": "XX"}),
            way(404, "attendance", query={"day": "none", "by": "country"}), way(400, "attendance", query={"by": "hair"}),
            way(404, "answers", query={"door": "none"}), way(422, "statement", query={"date": "1999-01-01"}),
            way(400, "statement", query={"date": "today"}), way(400, "ops", query={"limit": 257}),
            way(400, "search"), way(422, "search", query={"q": " "}), way(400, "readiness", query={"due": "perhaps"}),
            way(400, "exportParticipants", query={"bom": "perhaps"}),
            way(404, "participant", {"id": NOBODY}),
            way(404, "edit", {"id": NOBODY}, {"set": {"phone": "1"}}),
            way(409, "edit", {"id": here[4]}, {"set": {"phone": "1"}}),
            way(404, "erasureBefore", {"participant": NOBODY}), way(409, "erasureBefore", {"participant": here[4]}),
            way(404, "erase", {"participant": NOBODY}, {"yes": True}),
            way(409, "erase", {"participant": here[4]}, {"yes": True}),
            way(400, "erase", person, {"yes": False}),
            way(404, "block", body={"who": NOBODY, "why": "x"}), way(422, "block", body={"who": "MUSTER1:X", "why": "x"}),
            way(404, "unblock", body={"who": NOBODY}), way(409, "unblock", body={"who": here[0]}),
            way(404, "merge", body={"participants": [here[0], NOBODY]}), way(409, "merge", body={"participants": here[2:4]}),
            way(404, "unmerge", body={"participant": NOBODY}), way(409, "unmerge", body={"participant": here[0]}),
            way(404, "reassign", body={"ops": [NO_OP], "to": here[0]}),
            way(409, "reassign", body={"ops": [self.ignored], "to": here[0]}),
            way(404, "retime", body={"ops": [NO_OP], "time": "2020-11-07 14:05"}),
            way(409, "retime", body={"ops": [self.ignored], "time": "2020-11-07 14:05"}),
            way(422, "retime", body={"ops": [self.here_op], "time": "1999-11-07 14:05"}),
            way(404, "void", body={"ops": [NO_OP]}), way(409, "void", body={"ops": [self.voided]}),
            way(404, "resolve", {"id": NO_OP}, {"choice": "void"}),
            way(409, "resolve", {"id": self.conflict["id"]}, {"choice": self.conflict["choices"][1]}),
            way(422, "resolve", {"id": self.conflict["id"]}, {"choice": "none"}),
            way(404, "programme", query={"day": "none"}), way(422, "programme", query={"zone": "Nowhere/None"}),
            way(404, "changeSession", {"session": "none"}, {"titles": {"en": "x"}}),
            way(422, "changeSession", running, {"titles": {"xx": "x"}}),
            *(way(404, f"{one}Session", {"session": "none"}, {}) for one in ("start", "end", "skip", "undo")),
            way(409, "startSession", running, {}), way(409, "skipSession", running, {}),
            way(409, "startSession", {"session": "day-2-opening"}, {}),
            way(409, "endSession", {"session": "day-2-opening"}, {}), way(409, "undoSession", {"session": "day-2-opening"}, {}),
            way(404, "announce", body={"texts": {"en": "x"}, "to": ["XX"]}),
            way(422, "announce", body={"texts": {"xx": "x"}}), way(404, "withdraw", {"id": NO_OP}, {}),
            way(404, "invite", body={"point": "none"}), way(404, "revoke", body={"node": "none", "why": "x"}),
            way(409, "revoke", body={"node": self.other.point, "why": "x"}),
            way(404, "accept", body={"node": "none"}), way(409, "accept", body={"node": self.node.point}),
            way(401, "login", body={"token": "X"}),
        )

    def roles(self):
        """What a role may not is answered with 403, whatever the operation."""
        order = ["view", "run", "admin"]
        for role in order[:2]:
            link = self.hub.command("operator", "add", role, "--role", role)["link"]
            with contextlib.closing(self.hub.desk()) as desk:
                cookie = desk.log_in(link.split("#")[1])
            for operation in self.description(self.hub).operations:
                if operation.role and order.index(role) < order.index(operation.role):
                    with self.subTest(role=role, operation=operation):
                        answer = self.ask(self.hub, operation, self.plausible(operation), None, "{}" if operation.acts else None, Cookie=cookie)
                        self.assertEqual(answer.status, 403)
                        self.assertIn(f"“{operation.role}”", answer.value["detail"])

    def other_methods(self):
        """A path takes what is described, and nothing else."""
        for daemon in (self.hub, self.node):
            description = self.description(daemon)
            problem = description.schemas["openapi.yaml/Problem"]
            for path in {one.path for one in description.operations}:
                takes = {one.method for one in description.operations if one.path == path}
                takes |= {"HEAD"} if "GET" in takes else set()
                names = self.plausible(None)
                for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - takes:
                    with self.subTest(daemon=daemon.name, method=method, path=path):
                        answer = self.send(
                            daemon, method, openapi.filled(path, names), "{}" if method != "GET" else None,
                            {"Content-Type": "application/json"})
                        self.assertEqual(answer.status, 405, answer.value)
                        self.assertEqual(set(answer.headers["Allow"].split(", ")), takes)
                        self.assertEqual(description.faults(problem, answer.value), [])
            for operation in description.operations:
                if not operation.acts and operation.id not in ("events", "search"):
                    answer = self.send(daemon, "HEAD", openapi.filled(operation.path, names))
                    self.assertIn(answer.status, (200, 409), operation)
                    self.assertEqual(answer.body, b"")
                    self.assertGreater(int(answer.headers["Content-Length"]), 0)
            for method, path in (("GET", "/api/v1/nothing"), ("POST", "/api/v1/nothing"), ("GET", "/api/v2/status"), ("GET", "/x")):
                answer = self.send(daemon, method, path, "{}" if method == "POST" else None, {"Content-Type": "application/json"})
                self.assertEqual(answer.status, 404, answer.value)
                self.assertEqual(description.faults(problem, answer.value), [])


def grouped(*ways):
    """(name, way) pairs as name → ways."""
    found = {}
    for name, way in ways:
        found.setdefault(name, []).append(way)
    return found


class NotNow(Stage):
    def test_what_cannot_be_done_now_says_so(self):
        board = self.description(self.hub).by_id("events")
        for daemon in (self.hub, self.node):
            with contextlib.ExitStack() as open_:
                for _ in range(8):  # as many as one login may have
                    connection = open_.enter_context(contextlib.closing(http.client.HTTPConnection(daemon.http, timeout=20)))
                    connection.request("GET", "/api/v1/events", headers={"Cookie": daemon.cookie})
                    self.assertEqual(connection.getresponse().status, 200)
                answer = self.ask(daemon, board)
                self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "10"))

    def test_a_node_that_never_met_its_hub_says_what_is_missing(self):
        [point] = self.hub.points[:1]
        self.hub.command("revoke", self.node.point, "--why", "Taken out of the test.")
        fresh = self.world.node(point["point"])
        fresh.data = self.world.folder / "fresh"
        fresh.join(self.hub)
        self.hub.stop()
        fresh.start()
        self.assertEqual(self.ask(fresh, self.description(fresh).by_id("ready")).status, 503)
        for name, body in (("checkin", {"participant": "p-1"}), ("paper", {"rows": [{"participant": "p-1"}]})):
            self.assertEqual(self.ask(fresh, self.description(fresh).by_id(name), body=body).status, 503)
        self.call(fresh, "walkin", body={"name": "Amina", "checkin": True})
        for name in ("status", "point", "readiness", "indicators", "announcements", "programme", "conflicts", "ops"):
            self.call(fresh, name)


class Broken(Stage):
    """A body that is not as it is described is refused in words, and changes nothing."""

    def test_each_way_of_breaking_each_body_is_refused(self):
        conflict = self.make_conflict()
        self.call(self.hub, "announce", body={"texts": {"en": "Welcome."}})
        muster.agree(self.hub, self.node, self.other)
        announcement = self.call(self.node, "announcements")["announcements"][0]["announcement"]
        names = {
            "participant": self.here[0], "session": "day-1-opening", "announcement": announcement, "id": self.here[0]}
        good = self.good_bodies(conflict)
        for daemon in (self.hub, self.node):
            description = self.description(daemon)
            for operation in description.operations:
                if operation.body is None or operation.id == "logout":
                    continue
                body = good[daemon.name][operation.id]
                self.assertEqual(description.faults(operation.body, body), [], operation)
                here = {**names, **({"id": conflict["id"]} if operation.id == "resolve" else {})}
                before = self.made(daemon)
                count = 0
                for words, mutant in openapi.broken(description, operation.body, body, f"{SEED} {operation.id}"):
                    count += 1
                    with self.subTest(daemon=daemon.name, operation=operation, seed=SEED, what=words):
                        answer = self.ask(daemon, operation, here, None, json.dumps(mutant))
                        self.assertTrue(400 <= answer.status < 500, f"{answer.status} {answer.value} to {json.dumps(mutant)[:300]}")
                self.assertGreater(count, 5, operation)
                self.assertEqual(self.made(daemon), before, f"{operation} recorded something")

    def test_a_parameter_that_is_not_as_described_is_refused(self):
        names = {"participant": self.here[0], "id": self.here[0], "country": self.hub.points[0]["country"]}
        for daemon in (self.hub, self.node):
            tried = 0
            for operation in self.description(daemon).operations:
                for name, text in openapi.broken_queries(operation):
                    tried += 1
                    with self.subTest(daemon=daemon.name, operation=operation, name=name, text=text[:20]):
                        query = {"q": "x", name: text} if operation.id == "search" else {name: text}
                        answer = self.ask(daemon, operation, names, query)
                        self.assertTrue(400 <= answer.status < 500, answer.value)
            self.assertGreater(tried, 20)

    def test_a_path_that_names_nothing_is_refused(self):
        conflict = self.make_conflict()
        good = self.good_bodies(conflict)
        for daemon in (self.hub, self.node):
            before = self.made(daemon)
            for operation in self.description(daemon).operations:
                if "{" not in operation.path:
                    continue
                body = json.dumps(good[daemon.name][operation.id]) if operation.acts else None
                for name in ("none", "x" * 5000, "..", "%2e%2e", "a%2fb", "%00", "%zz", "%ff", "%E2%80%AE", "%20", "%F0%9F%8E%AB" * 50):
                    with self.subTest(daemon=daemon.name, operation=operation, name=name[:20]):
                        path = re.sub(r"\{\w+\}", lambda _: name, operation.path)
                        headers = {"Content-Type": "application/json"} if operation.acts else {}
                        answer = self.send(daemon, operation.method, path, body, headers)
                        self.assertIn(answer.status, (400, 404, 422), answer.value)
                        self.assertEqual(operation.faults(answer.status, answer.kind, answer.value), [])
            self.assertEqual(self.made(daemon), before)

    def made(self, daemon):
        status = daemon.status()
        return status["made"] if daemon is self.node else status["ops"]

    def make_conflict(self):
        for node in (self.node, self.other):
            self.call(node, "checkin", body={"participant": self.here[0]})
        muster.agree(self.hub, self.node, self.other)
        return next(one for one in self.call(self.hub, "conflicts")["conflicts"] if one["type"] == "double-presence")

    def good_bodies(self, conflict):
        one, two = self.here[:2]
        op = self.call(self.node, "ops")["ops"][0]["op"]
        return {
            self.node.name: {
                "login": {"token": "X"}, "open": {}, "close": {"by": "door"}, "unmerge": {"participant": one},
                "walkin": {"name": "Layla", "email": "layla@example.org", "kind": "guest", "language": "ar", "checkin": True, "answers": {}, "lang": "en"},
                "edit": {"set": {"phone": "+1"}}, "merge": {"participants": [one, two]}, "different": {"participants": [one, two]},
                "checkin": {"participant": one, "door": "press", "answers": {"outlet": "Radio"}, "anyway": False, "lang": "ar"},
                "checkout": {"participant": one, "door": "main", "lang": "ar"}, "void": {"ops": [op]},
                "paper": {"rows": [{"participant": one, "time": "14:05"}], "date": "2020-11-07", "dry_run": True},
                "setReadiness": {"items": ["power"], "not": ["network"]}, "count": {"indicator": "viewers", "value": 7},
                "seen": {"acknowledged": True}, "rehearse": {"patience": 30, "lang": "en"},
            },
            self.hub.name: {
                "login": {"token": "X"}, "edit": {"set": {"phone": "+1"}, "new_field": False}, "erase": {"yes": True},
                "block": {"who": one, "why": "x"}, "unblock": {"who": one}, "merge": {"participants": [one, two]},
                "unmerge": {"participant": one}, "reassign": {"ops": [op], "to": two},
                "retime": {"ops": [op], "time": "2020-11-07 14:05"}, "void": {"ops": [op]},
                "resolve": {"choice": conflict["choices"][0], "note": "Asked.", "anew": False},
                "changeSession": {"from": "14:00", "to": "15:00", "titles": {"en": "Opening"}}, "startSession": {"anyway": True},
                "endSession": {}, "skipSession": {}, "undoSession": {}, "withdraw": {},
                "announce": {"texts": {"en": "Welcome."}, "to": [self.hub.points[0]["country"]], "minutes": 10},
                "invite": {"point": self.node.point}, "revoke": {"node": self.node.point, "why": "x"}, "accept": {"node": self.node.point},
            },
        }
