"""Machines that come back as they were before: hubs and nodes from backups, copies, revoked nodes."""

import contextlib
import shutil
import unittest

import muster


class Restores(muster.Case):
    def lines_of(self, hub):
        """Op → how many writers have it, by the hub's log."""
        found = {}
        for line in hub.log_lines():
            found.setdefault(line["op"], set()).add((line["writer"]["node"], line["writer"]["epoch"]))
        return found

    def attended(self, hub):
        return hub.command("coverage")["attended"]

    def copy(self, source, target):
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("socket", "lock"))

    def test_hub_from_an_old_backup(self):
        """Hard case 4: the hub loses two hours, and a node joined, another revoked, within them."""
        hub, first, second, third = self.world.serving(points=3, people=40)
        at = {node: hub.at_home(node.point) for node in (first, second, third)}
        ops = [node.check_in(person)["op"] for node in at for person in at[node][:5]]
        muster.agree(hub, first, second, third)
        hub.command("backup", self.world.folder / "backup")
        # What the backup does not know.
        ops += [node.check_in(person)["op"] for node in at for person in at[node][5:15]]
        walkin = first.post("/api/v1/participants", {"name": "Walk-In Woman", "kind": "guest"})
        hub.command("block", at[second][20], "--why", "a test")
        late = self.world.folder / "late.csv"
        country = first.status()["country"]
        late.write_text(f"id,name,country,point\nlate-1,Latecomer,{country},{first.point}\n")
        hub.command("roster", "import", late)
        muster.agree(hub, first, second, third)
        muster.wait_until(
            "the name has come", lambda: first.get("/api/v1/participants", q="Latecomer")["participants"])
        # It goes away with all of that, and has more.
        third.stop()
        second.stop()
        hub.kill()
        ops += [first.check_in(person)["op"] for person in at[first][15:20]]
        hub.command("restore", self.world.folder / "backup", "--replace")
        hub.start()
        muster.agree(hub, first)
        # The new life grows beyond the old before the second comes.
        ops += [first.check_in(person)["op"] for person in at[first][20:40]]
        second.start()
        muster.agree(hub, first, second)
        # And once more, before the third has come.
        hub.kill()
        hub.command("restore", self.world.folder / "backup", "--replace")
        hub.start()
        ops += [second.check_in(person)["op"] for person in at[second][15:20]]
        third.start()
        muster.agree(hub, first, second, third)
        there = self.lines_of(hub)
        self.assertEqual([op for op in ops if op not in there], [])
        people = len(at[first][:40]) + 20 + 15
        self.assertEqual(self.attended(hub), people)
        blocked = hub.command("participant", "show", at[second][20])
        self.assertEqual(len(blocked["blocks"]), 1, blocked)
        shown = hub.command("participant", "show", walkin["participant"])
        self.assertEqual(shown["fields"]["name"], "Walk-In Woman")
        # The hub gave that name itself, after the backup: a node of the country has kept it.
        shown = muster.wait_until(
            "the centre's own name is back",
            lambda: hub.command("participant", "show", "late-1")["fields"].get("name"))
        self.assertEqual(shown, "Latecomer")
        for node in (first, second, third):
            self.assertEqual(node.status().get("aside", 0), 0)
            self.assertTrue(node.command("verify")["ok"])
        self.assertTrue(hub.command("verify")["ok"])

    def test_hub_that_has_lost_an_admission(self):
        """A node that joined after the backup is known by what it carries."""
        hub = self.world.hub(points=2, people=20).init().start()
        hub.command("backup", self.world.folder / "backup")
        node = self.world.node(hub.points[0]["point"]).join(hub).start()
        muster.agree(hub, node)
        person = hub.at_home(node.point)[0]
        op = node.check_in(person)["op"]
        muster.agree(hub, node)
        gone = self.world.node(hub.points[1]["point"]).join(hub).start()
        muster.agree(hub, node, gone)
        hub.command("revoke", gone.point, "--why", "lost on the way")
        gone.stop()
        hub.kill()
        hub.command("restore", self.world.folder / "backup", "--replace")
        hub.start()
        muster.agree(hub, node)
        self.assertIn(op, self.lines_of(hub))
        states = {row["point"]: row["state"] for row in hub.command("nodes")}
        self.assertEqual(states[node.point], "connected")
        self.assertEqual(states.get(gone.point, "revoked"), "revoked")

    def test_node_from_an_old_image(self):
        """Hard case 5: a disk of yesterday, and work on it before it connects."""
        hub, node, _ = self.world.serving(points=2, people=40)
        people = [row["id"] for row in hub.people]
        ops = [node.check_in(person)["op"] for person in people[:5]]
        muster.agree(hub, node)
        node.stop()
        image = self.world.folder / "image"
        self.copy(node.data, image)
        node.start()
        ops += [node.check_in(person)["op"] for person in people[5:10]]
        muster.agree(hub, node)
        before = node.status()["epoch"]
        node.kill()
        shutil.rmtree(node.data)
        image.rename(node.data)
        hub.stop()
        node.start()
        ops += [node.check_in(person)["op"] for person in people[10:15]]
        hub.start()
        muster.agree(hub, node)
        self.assertNotEqual(node.status()["epoch"], before)
        there = self.lines_of(hub)
        self.assertEqual([op for op in ops if op not in there], [])
        self.assertEqual(self.attended(hub), 15)
        self.assertTrue(node.command("verify")["ok"])

    def test_node_moved_by_its_backup(self):
        hub, node, _ = self.world.serving(points=2, people=40)
        people = [row["id"] for row in hub.people]
        ops = [node.check_in(person)["op"] for person in people[:5]]
        muster.agree(hub, node)
        node.command("backup", self.world.folder / "backup")
        ops += [node.check_in(person)["op"] for person in people[5:10]]
        muster.agree(hub, node)
        node.kill()
        shutil.rmtree(node.data)
        node.command("restore", self.world.folder / "backup")
        node.start()
        ops += [node.check_in(person)["op"] for person in people[10:12]]
        muster.agree(hub, node)
        there = self.lines_of(hub)
        self.assertEqual([op for op in ops if op not in there], [])
        self.assertEqual(self.attended(hub), 12)

    def test_node_copied(self):
        """Hard case 6: two machines of one disk, and both are served."""
        hub, node, _ = self.world.serving(points=2, people=40)
        people = [row["id"] for row in hub.people]
        ops = [node.check_in(person)["op"] for person in people[:5]]
        muster.agree(hub, node)
        node.stop()
        twin = self.world.node(node.point)
        twin.data = self.world.folder / "twin"
        twin.name = "twin"
        twin.log = self.world.folder / "twin.err"
        self.copy(node.data, twin.data)
        node.start()
        twin.start()
        for one, other in zip(people[5:15], people[15:25]):
            ops.append(node.check_in(one)["op"])
            ops.append(twin.check_in(other)["op"])
        muster.agree(hub, node, twin)
        there = self.lines_of(hub)
        self.assertEqual([op for op in ops if op not in there], [])
        self.assertEqual(self.attended(hub), 25)
        self.assertNotEqual(node.status()["epoch"], twin.status()["epoch"])
        [row] = [row for row in hub.command("nodes") if row["point"] == node.point]
        self.assertTrue(row["copied"], row)
        self.assertIn("connected, on two machines", hub.run("nodes").stdout)

        # Whichever of them the thief has: revoked, neither hears anything more.
        hub.command("revoke", node.point, "--why", "one of two was stolen")
        hub.command("announce", "--lang", "en=After the revocation")
        for machine in (node, twin):
            muster.wait_until(
                f"{machine.name} is told", lambda machine=machine: "revoked" in machine.log.read_text())
        place = hub.status()["place"]
        for machine in (node, twin):
            self.assertLess(machine.status()["place"], place)
            self.assertIn("has revoked this node's key", machine.run("status").stdout)

    def test_revoked_node_hands_in(self):
        """Hard case 13: fifty honest ops, stored and listed, counted only when accepted."""
        hub, node, *_ = self.world.serving(points=4, people=20)
        people = [row["id"] for row in hub.people]
        node.check_in(people[0])
        muster.agree(hub, node)
        hub.stop()
        ops = [node.check_in(person)["op"] for person in people[1:51]]
        node.stop()
        hub.start()
        hub.command("revoke", node.point, "--why", "a stolen laptop, it was thought")
        node.start()
        muster.wait_until("all is handed in", lambda: node.status()["pending"] == 0)
        there = self.lines_of(hub)
        self.assertEqual([op for op in ops if op not in there], [])
        self.assertEqual(self.attended(hub), 1)
        [row] = [row for row in hub.command("nodes") if row["point"] == node.point]
        self.assertEqual((row["state"], row["to_accept"]), ("revoked", 50))
        # It says so to who sits there, and to programs that look after it.
        said = node.run("status").stdout
        self.assertIn("has revoked this node's key", said)
        self.assertIn("muster-node join CODE", said)
        self.assertNotIn("Linked", said)
        with contextlib.closing(node.desk()) as desk:
            status, answer = desk.ask("GET", "/readyz")
        self.assertEqual(status, 503)
        self.assertIn("has revoked this node's key", str(answer))
        # Nothing comes to it.
        place = node.status()["place"]
        hub.command("block", people[55], "--why", "a test")
        self.assertEqual(hub.command("accept", node.point)["accepted"], 50)
        self.assertEqual(self.attended(hub), 51)
        self.assertEqual(node.status()["place"], place)


if __name__ == "__main__":
    unittest.main()
