"""The HTTP of both daemons is as `Protocol/openapi*.yaml` says: every path and every role, every answer and every
event, and nothing beside them."""

import http.client
import json
import re
import subprocess
import unittest
import uuid

import muster
import openapi
from openapi import Description
from openapi_stage import Stage

NOBODY = "p-nobody"


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

    def test_daemons_and_pages_know_the_codes_of_problems(self):
        root = openapi.FOLDER.parent
        described = set(openapi.load("openapi.yaml")["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
        given = re.findall(r'case \w+ = "(\w+)"', (root / "Sources/MusterDaemon/ProblemCode.swift").read_text())
        self.assertEqual(set(given), described)
        page = (root / "Pages/shared/problem.js").read_text()
        self.assertEqual([code for code in described if code not in page], [])

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
        self.by_https()
        for description, called in self.called.items():
            operations = {one.id for one in description.operations} - {"events"}
            self.assertEqual(operations - called, set(), description.name)

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
        self.call(node, "rehearsal", query={"lang": "ar"})
        self.call(node, "rehearse", body={"patience": 60, "lang": "en"})
        muster.wait_until("the rehearsal is over", lambda: not self.call(node, "rehearsal")["running"], 90)
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
        for name in ("Attendance", "Participants", "Conflicts", "Log", "Statement"):
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
            self.called[self.description(daemon)].add("login")
            self.call(daemon, "session")
            self.call(daemon, "logout", body={})
            self.assertEqual(self.ask(daemon, self.description(daemon).by_id("session")).status, 401)
            daemon.cookie = cookie

    def by_https(self):
        for daemon in (self.hub, self.node):
            daemon.stop()
            daemon.extra = ["--https", "127.0.0.1:0"]
            daemon.start()
            self.assertIn("fingerprint", self.call(daemon, "status")["addresses"])


class Events(Stage):
    def test_each_kind_is_as_it_is_described(self):
        streams = {}
        for daemon in (self.hub, self.node):
            connection = http.client.HTTPConnection(daemon.http, timeout=20)
            self.addCleanup(connection.close)
            connection.request("GET", "/api/v1/events", headers={"Cookie": daemon.cookie, "Last-Event-ID": "of-another-run"})
            streams[daemon.name] = connection.getresponse()
        self.node.post("/api/v1/rehearsal", {})
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
