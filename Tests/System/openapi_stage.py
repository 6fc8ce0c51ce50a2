"""Daemons that are asked as `Protocol/openapi*.yaml` says, each answer held to it."""

import http.client
import json
import urllib.parse
import uuid

import muster
import openapi
from openapi import Description


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
        self.board, self.desk = Description("openapi-hub.yaml"), Description("openapi-node.yaml")
        # Names of operations that were asked for and done.
        self.called = {self.board: set(), self.desk: set()}
        self.here = self.hub.at_home(self.node.point)
        self.there = self.hub.at_home(self.other.point)
        self.connections = {}
        self.addCleanup(lambda: [one.close() for one in self.connections.values()])

    def description(self, daemon):
        return self.board if daemon is self.hub else self.desk

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
        self.called[operation.description].add(name)
        return answer.value
