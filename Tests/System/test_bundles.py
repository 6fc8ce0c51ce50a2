"""A point without a network: its work goes to the hub as a file, and the answer comes back as one."""

import json
import shutil
import unittest

import muster


class Bundles(muster.Case):
    def times(self, hub, ops):
        return {line["op"]: line for line in hub.log_lines() if line["op"] in ops}

    def test_there_and_back(self):
        """Hard case 10: counted once, whatever comes first, and exact when the network is there."""
        hub, node, other = self.world.serving(points=2, people=40)
        people = hub.at_home(node.point)
        node.stop()
        ops = [node.command("checkin", person)["op"] for person in people[:6]]
        walkin = node.command("walkin", "--name", "Walk-In Woman")["participant"]
        other.check_in(hub.at_home(other.point)[0])
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"
        for slip in (node.data / "muster.db", node.data / "bundle"):
            self.assert_one_line(node.run("bundle", "export", slip), 64)
        made = node.command("bundle", "export", bundle)
        self.assert_one_line(hub.run("bundle", "import", bundle, "--reply", hub.data / "muster.db"), 64)
        self.assertGreaterEqual(made["ops"], 7)
        self.assertEqual(bundle.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(b"Walk-In", bundle.read_bytes())
        done = hub.command("bundle", "import", bundle, "--reply", answer)
        self.assertEqual((done["point"], done["ops"]), (node.point, made["ops"]))
        self.assertGreaterEqual(done["new"], 7)
        self.assertEqual(hub.command("coverage")["attended"], 7)
        shown = hub.command("participant", "show", walkin)
        self.assertEqual(shown["fields"]["name"], "Walk-In Woman")
        before = self.times(hub, ops)
        self.assertEqual(set(before), set(ops))
        self.assertEqual(answer.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(b"Walk-In", answer.read_bytes())
        # The answer: what is durable, and what others have done.
        place = node.command("status")["place"]
        taken = node.command("bundle", "import", answer)
        self.assertEqual((taken["pending"], taken["missing"]), (0, 0))
        self.assertEqual(taken["durable"], made["ops"])
        self.assertGreater(taken["place"], place)
        self.assertEqual(node.command("status")["pending"], 0)
        # Once more, both ways: nothing changes.
        again = hub.command("bundle", "import", bundle, "--reply", self.world.folder / "answer-2")
        self.assertEqual(again["new"], 0)
        self.assertEqual(node.command("bundle", "import", answer)["entries"], 0)
        # The network comes, with more work.
        ops.append(node.command("checkin", people[6])["op"])
        node.start()
        muster.agree(hub, node, other)
        there = self.times(hub, ops)
        self.assertEqual(hub.command("coverage")["attended"], 8)
        self.assertEqual(
            sorted(line["op"] for line in hub.log_lines() if line["op"] in ops), sorted(ops))
        for op in ops[:6]:
            self.assertLessEqual(there[op]["err_ms"], before[op]["err_ms"])
        self.assertLess(max(there[op]["err_ms"] for op in ops), 5_000)
        # An old answer does no harm to a node that has gone on.
        self.assertEqual(node.command("bundle", "import", answer)["entries"], 0)
        for daemon in (hub, node):
            found = json.loads(daemon.run("verify", "--json").stdout)
            self.assertTrue(found["ok"], f"{daemon.name}: {found}")

    def test_exact_only_by_the_network(self):
        """Hard case 10, of a machine that has joined and has never had a session."""
        hub = self.world.hub(points=1, people=20).init().start()
        node = self.world.node(hub.points[0]["point"]).join(hub)
        people = hub.at_home(node.point)
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"

        def carry():
            node.command("bundle", "export", bundle)
            hub.command("bundle", "import", bundle, "--reply", answer)
            return node.command("bundle", "import", answer)

        # Even the list comes as a file.
        carry()
        ops = [node.command("checkin", person)["op"] for person in people[:3]]
        taken = carry()
        before = self.times(hub, ops)
        self.assertEqual((taken["pending"], taken["missing"]), (0, 0))
        node.start()
        muster.agree(hub, node)
        # A bundle gives no mark: only now the clock of that boot is measured.
        there = muster.wait_until("the times are exact", lambda: self.exact(hub, ops))
        for op in ops:
            self.assertGreater(before[op]["err_ms"], there[op]["err_ms"])
        placed = [line["op"] for line in hub.log_lines()]
        self.assertEqual([placed.count(op) for op in ops], [1, 1, 1])
        self.assertEqual(hub.command("coverage")["attended"], 3)

    def exact(self, hub, ops):
        """The times of the ops, once each is known to a second."""
        times = self.times(hub, ops)
        return times if all(line["err_ms"] < 1_000 for line in times.values()) else None

    def test_a_connected_node(self):
        """A bundle and its answer beside an open session: both ways end in the same, and go on."""
        hub, node, other = self.world.serving(points=2, people=20)
        people = hub.at_home(node.point)
        ops = [node.check_in(person)["op"] for person in people[:3]]
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"
        node.command("bundle", "export", bundle)
        other.check_in(hub.at_home(other.point)[0])
        hub.command("bundle", "import", bundle, "--reply", answer)
        ops.append(node.check_in(people[3])["op"])
        node.command("bundle", "import", answer)
        ops.append(node.check_in(people[4])["op"])
        muster.agree(hub, node, other)
        node.command("bundle", "import", answer)
        ops.append(node.check_in(people[5])["op"])
        muster.agree(hub, node, other)
        placed = [line["op"] for line in hub.log_lines()]
        self.assertEqual([placed.count(op) for op in ops], [1] * len(ops))
        self.assertIsNone(node.process.poll())
        self.assertIsNone(hub.process.poll())

    def test_on_files(self):
        """No daemon runs, neither here nor there, and the bundle is sealed to others too."""
        hub, node = self.world.serving(points=1, people=30)
        people = hub.at_home(node.point)
        node.stop()
        hub.stop()
        for person in people[:4]:
            node.command("checkin", person)
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"
        key = hub.command("bundle", "key")["key"]
        made = node.command("bundle", "export", bundle, "--for", key, "--for", "ab" * 32)
        self.assertIn(b"ab" * 32, bundle.read_bytes().split(b"\n", 1)[0])
        self.assertEqual(bundle.stat().st_size, made["bytes"])
        done = hub.command("bundle", "import", bundle, "--reply", answer, "--max-mb", "1")
        self.assertGreaterEqual(done["new"], 4)
        self.assertFalse(done["more"])
        self.assertEqual(node.command("bundle", "import", answer)["pending"], 0)
        self.assertEqual(hub.command("coverage")["attended"], 4)

    def test_a_copy_finds_out(self):
        hub, node = self.world.serving(points=1, people=20)
        people = hub.at_home(node.point)
        node.stop()
        twin = self.world.folder / "twin"
        shutil.copytree(node.data, twin, ignore=shutil.ignore_patterns("socket", "lock"))
        node.start()
        first = node.check_in(people[0])["op"]
        muster.agree(hub, node)
        node.stop()
        node.data = twin
        second = node.command("checkin", people[1])["op"]
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"
        node.command("bundle", "export", bundle)
        hub.command("bundle", "import", bundle, "--reply", answer)
        self.assertTrue(node.command("bundle", "import", answer)["outgrown"])
        node.command("bundle", "export", bundle)
        hub.command("bundle", "import", bundle, "--reply", answer)
        self.assertEqual(node.command("bundle", "import", answer)["pending"], 0)
        there = {line["op"] for line in hub.log_lines()}
        self.assertTrue({first, second} <= there)
        self.assertEqual(hub.command("coverage")["attended"], 2)

    def test_what_is_wrong_is_said(self):
        hub, node = self.world.serving(points=1, people=5)
        stranger = muster.Hub(self.world, points=1, people=5)
        stranger.name, stranger.data = "stranger", self.world.folder / "stranger"
        stranger.init()
        bundle, answer = self.world.folder / "bundle", self.world.folder / "answer"
        node.command("bundle", "export", bundle)
        for who, path, words in (
                (hub, muster.SEEDS / "points.csv", "no bundle"), (stranger, bundle, "another event")):
            with self.assertRaises(muster.Refused) as refused:
                who.command("bundle", "import", path, "--reply", answer)
            self.assertEqual(refused.exception.code, 65)
            self.assertIn(words, refused.exception.errors)
        whole = bundle.read_bytes()
        for cut in (whole[:-1], whole[:-200], whole + b"x", whole[:-9] + b"!" + whole[-8:]):
            bundle.write_bytes(cut)
            with self.assertRaises(muster.Refused) as refused:
                hub.command("bundle", "import", bundle, "--reply", answer)
            self.assertEqual(refused.exception.code, 65)
            self.assertIn("damaged", refused.exception.errors)
        self.assertFalse(answer.exists())
        empty = self.world.folder / "empty"
        empty.write_bytes(b"")
        self.assert_one_line(hub.run("bundle", "import", empty, "--reply", answer), 65)
        self.assert_one_line(node.run("bundle", "import", empty), 65)
        self.assert_one_line(hub.run("bundle", "import", bundle), 64)
        self.assert_one_line(node.run("bundle", "export", bundle, "--for", "nobody"), 64)
        self.assert_one_line(node.run("bundle", "export", self.world.folder / "no" / "where"), 73)
        self.assert_one_line(node.run("bundle", "import", self.world.folder / "nothing"), 74)
        # A slip in a path is no failure of the node's own disk: it goes on.
        self.assertIsNone(node.process.poll())
        node.check_in(hub.at_home(node.point)[0])
        bundle.write_bytes(whole)
        done = hub.run("bundle", "import", bundle, "--reply", self.world.folder / "no" / "where")
        self.assert_one_line(done, 73)
        hub.command("bundle", "import", bundle, "--reply", answer)
        other = self.world.node(hub.points[0]["point"])
        other.data = self.world.folder / "again"
        other.join(hub)
        done = other.run("bundle", "import", answer)
        self.assert_one_line(done, 65)
        self.assertIn("another node", done.stderr)
        with self.assertRaises(muster.Refused) as refused:
            hub.command("bundle", "import", answer, "--reply", bundle)
        self.assertIn("at the node", refused.exception.errors)
        with self.assertRaises(muster.Refused) as refused:
            node.command("bundle", "import", bundle)
        self.assertIn("at the hub", refused.exception.errors)


if __name__ == "__main__":
    unittest.main()
