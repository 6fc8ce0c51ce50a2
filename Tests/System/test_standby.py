"""A standby follows the hub, takes its place, and the old hub comes back."""

import json
import subprocess
import unittest

import muster


class Standby(muster.Hub):
    """A hub's data kept up to date; served as a hub once it is promoted."""

    def __init__(self, world, data):
        super().__init__(world, points=0)
        self.name = "standby"
        self.data = data
        self.log = world.folder / "standby.err"
        world.daemons.append(self)

    def follow(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [muster.BIN / self.program, "follow", "--json", "--data", self.data],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.world.processes.append(self.process)
        said = json.loads(self.process.stdout.readline())
        assert said["ready"] is True, said
        return self

    def place(self):
        return self.command("status")["place"]


class Moving(muster.Case):
    def test_a_hub_moves(self):
        """Linked nodes hear of the new address at once; then the hub is there and no longer where it was."""
        hub, first, second = self.world.serving(points=2, people=10)
        address = f"127.0.0.1:{muster.free_port()}"
        self.assertEqual(hub.command("addresses", "move", address), [address])
        for node in (first, second):
            muster.wait_until("it hears of it", lambda node=node: node.log.read_text().count("linked to the hub") > 1)
        muster.agree(hub, first, second)
        hub.stop()
        hub.address = address
        # One of them was switched off meanwhile, and still knows.
        second.stop()
        hub.start()
        second.start()
        muster.agree(hub, first, second)
        self.assertEqual(second.status()["hub"]["address"], address)
        first.check_in(hub.at_home(first.point)[0])
        muster.agree(hub, first, second)


class Standbys(muster.Case):
    def test_a_standby_takes_over(self):
        hub, first, second = self.world.serving(points=2, people=40)
        standby = Standby(self.world, self.world.folder / "standby")
        made = hub.command("standby", "make", standby.data)
        self.assertEqual(made["hub"], hub.address)
        self.assertIn(standby.address, hub.command("addresses", "add", standby.address))
        people = {node: hub.at_home(node.point) for node in (first, second)}
        ops = [node.check_in(person)["op"] for node in people for person in people[node][:5]]
        walkin = first.post("/api/v1/participants", {"name": "Walk-In Woman", "kind": "guest"})
        # Nodes learn addresses when they are welcomed.
        for node in (first, second):
            node.stop()
            node.start()
        muster.agree(hub, first, second)
        standby.follow()
        refused = standby.run("serve")
        self.assertEqual(refused.returncode, 78, refused.stderr)
        self.assertIn("standby", refused.stderr)
        muster.wait_until(
            "the standby has all", lambda: standby.place() == hub.status()["place"])
        muster.wait_until(
            "names too", lambda: standby.command("status")["private_missing"] == 0)
        # It dies, and what the hub acknowledges now never comes to it.
        standby.kill()
        ops += [node.check_in(person)["op"] for node in people for person in people[node][5:10]]
        muster.agree(hub, first, second)
        hub.kill()
        ops += [first.check_in(person)["op"] for person in people[first][10:15]]
        self.assertEqual(standby.run("promote", "--address", standby.address).returncode, 64)
        standby.command("promote", "--address", standby.address, "--yes")
        standby.start()
        muster.agree(standby, first, second)
        there = {line["op"] for line in standby.log_lines()}
        self.assertEqual([op for op in ops if op not in there], [])
        self.assertEqual(standby.command("coverage")["attended"], 25)
        shown = standby.command("participant", "show", walkin["participant"])
        self.assertEqual(shown["fields"]["name"], "Walk-In Woman")
        self.assertTrue(standby.command("verify")["ok"])
        # The old hub comes back: the first node that comes to it tells it, and goes on.
        hub.start()
        second.stop()
        second.extra = ["--hub", hub.address]
        second.start()
        self.assertEqual(hub.process.wait(60), 78)
        self.assertIn("taken the place", hub.last_words())
        again = hub.run("serve")
        self.assertEqual(again.returncode, 78, again.stderr)
        self.assertIn("taken the place", again.stderr)
        ops.append(second.check_in(people[second][20])["op"])
        muster.agree(standby, first, second)
        there = {line["op"] for line in standby.log_lines()}
        self.assertEqual([op for op in ops if op not in there], [])


if __name__ == "__main__":
    unittest.main()
