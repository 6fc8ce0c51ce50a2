"""The HTTP of both daemons is as `Protocol/openapi*.yaml` says: every path and every role, every answer and
every problem, and nothing beside them."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import unittest
import urllib.parse
import uuid

import muster
import openapi
from openapi import Description

SEED = int(os.environ.get("MUSTER_SEED", "20251107"))
NOBODY = "p-nobody"
NO_OP = "0" * 32


class Documents(unittest.TestCase):
    def test_they_are_openapi(self):
        from openapi_spec_validator import validate
        for name in openapi.FILES:
            with self.subTest(file=name):
                validate(openapi.load(name), base_uri=(openapi.FOLDER / name).as_uri())

    def test_each_can_be_had_as_one_document(self):
        from openapi_spec_validator import validate
        for name in ("hub", "node"):
            with self.subTest(daemon=name):
                done = subprocess.run(
                    [openapi.FOLDER / "openapi-bundle.py", name], capture_output=True, text=True, check=True)
                self.assertNotIn("openapi.yaml#", done.stdout)
                whole = json.loads(done.stdout)
                validate(whole)
                described = {(one.method, one.path) for one in Description(f"openapi-{name}.yaml").operations}
                self.assertEqual(
                    {(method.upper(), path) for path, item in whole["paths"].items() for method in item}, described)

    def test_their_examples_are_as_their_schemas(self):
        seen = 0
        for name in openapi.FILES[1:]:
            description = Description(name)
            for operation in description.operations:
                for schema, example in operation.examples:
                    if example is None:
                        continue
                    seen += 1
                    with self.subTest(file=name, operation=operation):
                        self.assertEqual(description.faults(schema, example), [])
        self.assertGreater(seen, 100)

    def test_no_schema_lets_pass_what_it_does_not_know(self):
        """An object without a word on other members would hide a member that was forgotten here."""
        def objects(node):
            if isinstance(node, dict):
                if node.get("type") == "object":
                    yield node
                node = node.values()
            if isinstance(node, (list, type({}.values()))):
                for one in node:
                    yield from objects(one)
        for name in openapi.FILES:
            for found in objects(openapi.load(name)):
                self.assertIn("additionalProperties", found, name)

    def test_no_schema_stands_for_nothing(self):
        text = "".join((openapi.FOLDER / name).read_text(encoding="utf-8") for name in openapi.FILES)
        for name in openapi.FILES:
            for key in openapi.load(name)["components"]["schemas"]:
                self.assertTrue(re.search(rf"#/components/schemas/{key}\b", text), f"{name}: nothing refers to {key}")


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.kind = response.getheader("Content-Type")
        self.body = body
        is_json = self.kind and "json" in self.kind
        self.value = json.loads(body) if is_json and body else body.decode() if body else None


class Stage(muster.Case):
    """A hub and two nodes that serve."""

    def setUp(self):
        self.hub, self.node, self.other = self.world.serving(points=2, people=12)
        self.descriptions = {
            self.hub.name: Description("openapi-hub.yaml"), self.node.name: Description("openapi-node.yaml")}
        self.called = {name: set() for name in self.descriptions}
        self.here = self.hub.at_home(self.node.point)
        self.there = self.hub.at_home(self.other.point)
        self.connections = {}
        self.addCleanup(lambda: [one.close() for one in self.connections.values()])

    def description(self, daemon):
        return self.descriptions[self.hub.name if daemon is self.hub else self.node.name]

    def send(self, daemon, method, path, body=None, headers=None, cookie=True):
        """Sends bytes, and gives what came back."""
        headers = {name: value for name, value in (headers or {}).items() if value is not None}
        if cookie:
            headers.setdefault("Cookie", daemon.cookie)
        connection = self.connections.get(daemon.http)
        if connection is None:
            connection = self.connections[daemon.http] = http.client.HTTPConnection(daemon.http, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise AssertionError(f"no answer to {method} {path}: {error!r}; {body!r:.300}") from error

    def ask(self, daemon, operation, names=None, query=None, body=None, **headers):
        """Asks for an operation, in any form; the answer must be as it is described."""
        path = openapi.filled(operation.path, {key: urllib.parse.quote(one, safe="") for key, one in (names or {}).items()})
        if query:
            path += "?" + urllib.parse.urlencode(query)
        if operation.acts:
            headers.setdefault("Content-Type", "application/json")
            headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
            body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        answer = self.send(daemon, operation.method, path, body, headers)
        faults = operation.faults(answer.status, answer.kind, answer.value)
        self.assertEqual(faults, [], f"{daemon.name} {operation} {path} {body} {answer.status} {str(answer.value)[:1500]}")
        return answer

    def call(self, daemon, name, names=None, query=None, body=None, **headers):
        """Asks for what is there, as it is described; gives the answer's value."""
        operation = self.description(daemon).by_id(name)
        for parameter in operation.parameters:
            given = {"path": names, "query": query}.get(parameter["in"]) or {}
            if parameter["in"] == "path":
                self.assertIn(parameter["name"], given)
        if operation.body is not None:
            self.assertEqual(operation.description.faults(operation.body, body), [], operation)
        answer = self.ask(daemon, operation, names, query, body, **headers)
        self.assertLess(answer.status, 300, f"{operation} {body} {answer.value}")
        self.called[operation.description.name == "openapi-hub.yaml" and self.hub.name or self.node.name].add(name)
        self.note(operation, body, answer)
        return answer.value

    def note(self, operation, body, answer):
        """For tests that look at every answer."""


class Routes(Stage):
    def test_all_of_them_are_described_with_their_roles_and_no_others(self):
        for daemon in (self.hub, self.node):
            described, told = {}, {}
            for one in self.description(daemon).operations:
                if one.acts:
                    takes = set(one.description.target(one.body).get("properties", {})) if one.body else set()
                else:
                    takes = {parameter["name"] for parameter in one.parameters if parameter["in"] == "query"}
                described[f"{one.method} {one.path}"] = (one.role, sorted(takes))
            for one in daemon.get("/api/v1")["routes"]:
                told[f"{one['method']} {one['path']}"] = (one["role"], sorted(one["takes"]))
            self.assertEqual(described, told, daemon.name)


    def test_all_metrics_are_described_and_no_others(self):
        for daemon, name in ((self.hub, "openapi-hub.yaml"), (self.node, "openapi-node.yaml")):
            told = {}
            for line in self.send(daemon, "GET", "/metrics").value.splitlines():
                if line.startswith("# "):
                    _, what, metric, words = line.split(" ", 3)
                    told.setdefault(metric, {})[what.lower()] = words
            self.assertEqual(told, openapi.load(name)["x-metrics"])


class Day(Stage):
    """A day on which everything that is described happens once, at least."""

    def test_every_operation_answers_as_it_is_described(self):
        self.watching()
        self.at_the_desk()
        self.at_the_centre()
        self.corrections()
        self.nodes_come_and_go()
        self.erasure()
        self.logins()
        for name, description in self.descriptions.items():
            operations = {one.id for one in description.operations} - {"events"}
            self.assertEqual(operations - self.called[name], set(), name)

    def watching(self):
        for daemon in (self.hub, self.node):
            for name in ("health", "ready", "metrics", "routes", "session", "status"):
                self.call(daemon, name)

    def at_the_desk(self):
        node, (first, second, third) = self.node, self.here[:3]
        tickets = self.hub.tickets()
        self.call(node, "open", body={})
        for language in ("ar", "en", None):
            query = {"lang": language} if language else None
            for name in ("point", "readiness", "indicators", "announcements", "programme"):
                self.call(node, name, query=query)
        self.call(node, "search", query={"q": first, "limit": 5})
        self.call(node, "checkin", body={"ticket": tickets[first], "door": "main", "lang": "ar"})
        self.call(node, "checkin", body={"participant": first, "by": None})
        self.call(node, "checkin", body={"participants": [second, tickets[third], NOBODY]})
        self.call(node, "checkin", body={"tickets": [tickets[third]]}, **{"Accept-Language": "fr"})
        staff = next(row["id"] for row in self.hub.people if row["kind"] in ("press", "staff"))
        self.call(node, "checkin", body={"participant": staff, "door": "press"})
        self.call(node, "checkin", body={"participant": staff, "door": "press", "answers": {"outlet": "Radio", "photographs": False}})
        self.call(node, "checkin", body={"participant": staff, "door": "press", "anyway": True})
        self.call(node, "checkout", body={"participant": second})
        orphan = self.call(node, "checkout", body={"participant": self.here[5]})
        self.assertTrue(orphan["orphan"])
        self.call(node, "void", body={"ops": [orphan["op"]]})
        name = self.hub.people[0]["name"]
        walkin = self.call(node, "walkin", body={"name": name, "email": "layla@example.org", "language": "ar", "checkin": True, "lang": "en"})
        self.assertIn("alike", walkin)
        self.call(node, "walkin", body={"name": "Yusuf", "body": None})
        self.call(node, "edit", {"participant": walkin["participant"]}, body={"set": {"name": "ليلى منصور", "phone": ""}})
        twin = self.call(node, "walkin", body={"name": "ليلى منصور", "checkin": False})["participant"]
        self.call(node, "conflicts")
        self.call(node, "different", body={"participants": [walkin["participant"], twin]})
        self.call(node, "merge", body={"participants": [walkin["participant"], twin]})
        self.call(node, "unmerge", body={"participant": twin})
        for person in (first, staff, walkin["participant"], twin):
            self.call(node, "show", {"participant": person}, {"lang": "tr"})
        self.call(node, "setReadiness", body={"items": ["power", "network"]})
        self.call(node, "setReadiness", body={"not": ["power"], "lang": "en"})
        self.call(node, "count", body={"indicator": "viewers", "value": 1200})
        self.call(node, "count", body={"indicator": "viewers", "value": 1300})
        row = {"line": 2, "participant": self.here[6], "time": "2020-01-01 10:00"}
        for more in ({"dry_run": True}, {"anyway": True}, {"anyway": True}, {"date": "2020-11-07"}):
            self.call(node, "paper", body={"rows": [row, {**row, "line": 3, "act": "out"}], **more})
        self.call(node, "ops")
        self.call(node, "ops", query={"limit": 3, "after": 2})
        self.call(node, "status")

    def at_the_centre(self):
        hub = self.hub
        self.call(self.other, "checkin", body={"participant": self.here[0]})
        muster.agree(hub, self.node, self.other)
        for query in ({}, {"lang": "ar"}, {"group": "maghreb"}, {"group": "national-alliance"}):
            self.call(hub, "coverage", query=query)
        self.call(hub, "country", {"country": self.hub.points[0]["country"]}, {"lang": "ar"})
        for name in ("event", "points", "nodes", "indicators", "answers", "statement", "ops", "announcements"):
            self.call(hub, name)
        self.call(hub, "readiness", query={"due": "true", "lang": "fr"})
        for by in ("day", "session", "country", "group", "body", "kind"):
            self.call(hub, "attendance", query={"by": by})
        self.call(hub, "attendance", query={"by": "country", "day": "day-1", "country": self.hub.points[0]["country"]})
        self.call(hub, "answers", query={"door": "press"})
        self.call(hub, "ops", query={"after": 5, "limit": 256})
        for query in ({}, {"zone": "Africa/Casablanca", "day": "day-1", "lang": "ms"}):
            self.call(hub, "programme", query=query)
        session = {"session": "day-1-opening"}
        self.call(hub, "startSession", session, body={"anyway": True})
        self.call(hub, "programme")
        self.call(hub, "endSession", session, body={})
        self.call(hub, "undoSession", session, body={})
        self.call(hub, "skipSession", {"session": "day-1-session-1"}, body={})
        self.call(hub, "changeSession", {"session": "day-1-evening"}, body={"titles": {"en": "Evening together"}})
        made = self.call(hub, "announce", body={"texts": {"ar": "تُفتح الأبواب.", "en": "The doors open."}, "minutes": 60})
        self.call(hub, "announce", body={"texts": {"en": "For one country."}, "to": [self.hub.points[0]["country"]], "until": None})
        muster.agree(hub, self.node, self.other)
        for acknowledged in (None, True):
            self.call(self.node, "seen", {"announcement": made["id"]}, body={"acknowledged": acknowledged})
        self.call(self.node, "announcements")
        muster.agree(hub, self.node, self.other)
        self.call(hub, "announcements")
        self.call(hub, "withdraw", {"id": made["id"]}, body={})
        conflicts = self.call(hub, "conflicts")["conflicts"]
        both = next(one for one in conflicts if one["type"] == "double-presence")
        self.call(hub, "resolve", {"id": both["id"]}, body={"choice": both["choices"][0], "note": "Asked at the door."})
        self.call(hub, "resolve", {"id": both["id"]}, body={"choice": both["choices"][1], "anew": True})
        self.call(hub, "conflicts")
        self.call(self.node, "close", body={"by": "door"})
        self.call(self.node, "checkin", body={"participant": self.here[11]})
        self.call(self.node, "open", body={})
        for name in ("Attendance", "Participants", "Conflicts"):
            self.call(hub, "export" + name, query={"bom": "false"})

    def corrections(self):
        hub, (one, two, three) = self.hub, self.here[7:10]
        self.call(hub, "search", query={"q": one})
        self.call(hub, "edit", {"id": one}, body={"set": {"phone": "+1", "shirt": "M"}, "new_field": True})
        self.call(hub, "block", body={"who": one, "why": "The ticket was lost."})
        self.call(hub, "block", body={"who": hub.tickets()[two], "why": "Seen twice."})
        muster.agree(hub, self.node, self.other)
        self.call(self.node, "checkin", body={"participant": one})
        self.call(self.node, "show", {"participant": two})
        self.call(hub, "participant", {"id": two})
        self.call(hub, "unblock", body={"who": one})
        op = self.call(self.node, "checkin", body={"participant": three})["op"]
        muster.agree(hub, self.node, self.other)
        self.call(hub, "retime", body={"ops": [op], "time": self.now_text()})
        self.call(hub, "reassign", body={"ops": [op], "to": one})
        self.call(hub, "void", body={"ops": [op]})
        self.call(hub, "merge", body={"participants": [one, two]})
        self.call(hub, "unmerge", body={"participant": two})
        self.call(hub, "participant", {"id": one})
        for edit in ({"set": {"body": "Choir"}}, {"set": {"body": "Band"}}):
            self.call(hub, "edit", {"id": three}, body=edit)

    def now_text(self):
        return self.hub.get("/api/v1/programme")["now"]["event"]["date"] + " 00:01"

    def nodes_come_and_go(self):
        hub = self.hub
        node = next(one for one in self.call(hub, "nodes")["nodes"] if one["point"] == self.other.point)
        self.call(hub, "revoke", body={"node": node["node"], "why": "The laptop was lost."})
        self.call(self.other, "checkin", body={"participant": self.there[3]})
        muster.wait_until("what waits to be accepted", lambda: any(one["to_accept"] for one in hub.get("/api/v1/nodes")["nodes"]))
        self.call(hub, "nodes")
        self.call(self.other, "status")
        self.call(hub, "accept", body={"node": node["node"]})
        self.call(hub, "invite", body={"point": self.other.point})
        self.assertEqual(len(self.call(hub, "invite", body={"all": True})["invitations"]), 1)

    def erasure(self):
        person = self.here[10]
        key = str(uuid.uuid4())
        told = self.call(self.node, "checkin", body={"participant": person}, **{"Idempotency-Key": key})
        self.assertIn("name", told["participant"])
        self.call(self.hub, "erasureBefore", {"participant": person})
        self.call(self.hub, "erase", {"participant": person}, body={"yes": True})
        self.call(self.hub, "participant", {"id": person})
        self.call(self.hub, "search", query={"q": person})
        muster.agree(self.hub, self.node)
        self.call(self.node, "show", {"participant": person}, {"lang": "ms"})
        again = self.call(self.node, "checkin", body={"participant": person}, **{"Idempotency-Key": key})
        self.assertIs(again.get("erased"), True)

    def logins(self):
        for daemon in (self.hub, self.node):
            cookie = daemon.cookie
            answer = self.ask(daemon, self.description(daemon).by_id("login"), body={"token": daemon.link("another")}, Cookie="")
            self.assertEqual(answer.status, 200)
            daemon.cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.called[daemon.name].add("login")
            self.call(daemon, "session")
            self.call(daemon, "logout", body={})
            self.assertEqual(self.ask(daemon, self.description(daemon).by_id("session")).status, 401)
            daemon.cookie = cookie


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
            yield 413, lambda: self.too_long(daemon, by('{"name": "' + "x" * 1_200_000 + '"}'))
            if 422 in operation.documented:
                yield 422, by('{"name": "another"}', **{"Idempotency-Key": "used"})
                yield 400, by(**{"Idempotency-Key": "k" * 129})
            yield 400, by("{") if operation.id != "logout" else lambda: self.malformed(daemon, operation)
        else:
            yield 400, lambda: self.malformed(daemon, operation)

    def too_long(self, daemon, way):
        """On a connection of its own, which ends with it."""
        if kept := self.connections.pop(daemon.http, None):
            kept.close()
        answer = way()
        self.connections.pop(daemon.http).close()
        return answer

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
            way(400, "search"), way(400, "readiness", query={"due": "perhaps"}),
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
                for _ in range(32):
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
                "seen": {"acknowledged": True},
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


class Events(Stage):
    def test_each_kind_is_as_it_is_described(self):
        streams = {}
        for daemon in (self.hub, self.node):
            connection = http.client.HTTPConnection(daemon.http, timeout=20)
            self.addCleanup(connection.close)
            connection.request("GET", "/api/v1/events", headers={"Cookie": daemon.cookie, "Last-Event-ID": "of-another-run"})
            streams[daemon.name] = connection.getresponse()
        self.node.post("/api/v1/open", {})
        self.node.check_in(self.here[0])
        self.other.check_in(self.here[0])
        self.hub.post("/api/v1/programme/day-1-opening/start", {"anyway": True})
        self.hub.post("/api/v1/announcements", {"texts": {"en": "Welcome."}})
        self.other.stop()
        for daemon in (self.hub, self.node):
            operation = self.description(daemon).by_id("events")
            [(_, raw)] = [operation.answers["200"]["text/event-stream"]]
            kinds = {name: operation.description.renamed(one, operation.file) for name, one in raw["x-events"].items()}
            waited, name = set(kinds), None
            while waited:
                line = streams[daemon.name].readline().decode().rstrip("\n")
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    self.assertIn(name, kinds)
                    self.assertEqual(operation.description.faults(kinds[name], json.loads(value)), [], name)
                    waited.discard(name)
