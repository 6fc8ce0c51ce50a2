"""Two points check in one person while there is no hub; they come back in either order."""

import muster


class DoublePresence(muster.Case):
    def test_ordinary_day(self):
        """By ticket, by id and by name; out again; taken back; everything agrees."""
        hub, first, second = self.world.serving()
        tickets = hub.tickets()
        by_ticket, by_id, slip = hub.at_home(first.point)[:3]

        answer = first.post("/api/v1/checkins", {"ticket": tickets[by_ticket]})
        self.assertEqual(answer["verdict"], "admitted")
        self.assertTrue(answer["say"])
        self.assertEqual(first.check_in(by_id)["verdict"], "admitted")
        self.assertEqual(first.check_in(by_id)["verdict"], "repeat")

        person = next(row for row in hub.people if row["id"] == by_id)

        def found():
            rows = first.get("/api/v1/participants", q=person["name"])["participants"]
            return next((row for row in rows if row["id"] == by_id), None)

        # Names come after the log.
        self.assertTrue(muster.wait_until("the person is found by name", found)["inside"])

        first.post("/api/v1/voids", {"ops": [first.check_in(slip)["op"]]})
        self.assertFalse(first.check_out(by_ticket)["orphan"])
        walk_in = first.post("/api/v1/participants", {"name": "Somebody Unlisted", "kind": "guest"})
        self.assertEqual(first.check_in(walk_in["participant"])["verdict"], "admitted")

        damaged = tickets[by_ticket][:-6] + "000000"
        self.assertEqual(first.post("/api/v1/checkins", {"ticket": damaged})["verdict"], "refused")

        muster.agree(hub, first, second)
        self.assertEqual(first.status()["present"], 2)
        row = next(
            row for row in hub.command("coverage")["rows"]
            if row["country"] == hub.points[0]["country"])
        self.assertEqual((row["present"], row["attended"]), (2, 3))
        self.assertTrue(hub.command("verify")["ok"])
        self.assertTrue(first.command("verify")["ok"])

    def test_first_point_returns_first(self):
        self.both_offline(lambda first, second: (first, second))

    def test_second_point_returns_first(self):
        self.both_offline(lambda first, second: (second, first))

    def both_offline(self, order):
        hub, first, second = self.world.serving()
        person = hub.at_home(first.point)[0]
        hub.kill()
        for node in (first, second):
            muster.wait_until("the node sees that the hub is gone", lambda: not node.status()["connected"])
        here, there = first.check_in(person), second.check_in(person)
        for answer in (here, there):
            self.assertEqual(answer["verdict"], "admitted")
            self.assertFalse(answer["unknowns"]["connected"])

        early, late = order(first, second)
        self.assertEqual(late.stop(), 0)
        hub.start()
        muster.agree(hub, early)
        self.assertEqual([c for c in hub.conflicts() if c["open"]], [])
        late.start()
        muster.agree(hub, first, second)

        [conflict] = hub.conflicts()
        self.assertTrue(conflict["open"])
        self.assertEqual(conflict["type"], "double-presence")
        self.assertEqual(conflict["subject"][0], person)
        self.assertEqual({side["op"] for side in conflict["sides"]}, {here["op"], there["op"]})
        # Whoever returned first: the automatic outcome goes by the times of the acts.
        earliest = min(conflict["sides"], key=lambda side: side["time_ms"])
        self.assertEqual(conflict["outcome"], f"point:{earliest['point']}")
        choice = f"point:{second.point}"
        self.assertEqual(set(conflict["choices"]), {f"point:{first.point}", choice})

        hub.command("conflicts", "resolve", conflict["id"], "--choose", choice, "--note", "telephoned")
        muster.agree(hub, first, second)
        for daemon in (hub, first, second):
            [closed] = daemon.get("/api/v1/conflicts")["conflicts"]
            self.assertFalse(closed["open"], daemon.name)
            self.assertEqual(closed["outcome"], choice, daemon.name)
