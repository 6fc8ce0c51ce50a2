"""A node in another language beside a real hub and a real node: the proof that Protocol/ is enough."""

import os
import shutil
import sys
import unittest
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "System")]

import chain
import muster
import node
import odd_ops
import rehearsal
import session
import strict_json
import vectors
from stage import Stage
from test_standby import Standby


class Vectors(unittest.TestCase):
    def test_vectors(self):
        total = 0
        for name, cases in vectors.SETS:
            results = list(cases())
            self.assertTrue(results, name)
            self.assertEqual([why for why, good in results if not good], [], name)
            print(f"\n  {len(results):4} of {name}", end="", file=sys.stderr)
            total += len(results)
        print(f"\n  {total:4} vectors in all ... ", end="", file=sys.stderr)


class AtOneHub(Stage, unittest.TestCase):
    """Each test at a point of its own."""

    @classmethod
    def setUpClass(cls):
        cls.world = muster.World()
        cls.addClassCleanup(cls.world.end)
        cls.hub = cls.world.hub(points=16, people=12).init().start()
        cls.free = iter([row["point"] for row in cls.hub.points])

    def setUp(self):
        super().setUp()
        self.point = next(self.free)

    def test_a_day(self):
        """Joins, follows the log, records, is acknowledged, goes offline, drains, resumes."""
        hub = self.hub
        mine = self.joined(self.point)
        first, second, third = hub.at_home(mine.point)[:3]
        self.assertEqual(mine.private_fields(first)["name"], self.fields_of(first)["name"])

        self.assertEqual(mine.check_in(first)[0], "admitted")
        self.assertEqual(mine.check_in(first)[0], "repeat")
        walk_in = mine.walk_in(name="Ziyad Nobody", phone="+971 000 555 9999")
        self.assertEqual(mine.check_in(walk_in)[0], "admitted")
        mine.check_out(first)
        self.agree(mine)
        self.assertEqual((mine.durable, mine.whole), (mine.chain.n, mine.chain.n))
        self.assertEqual(self.fields_of(walk_in)["name"], "Ziyad Nobody")
        wanted = session.SOFTWARE, 1, 0
        muster.wait_until("the hub knows how the node is", lambda: wanted == tuple(
            self.row(mine)[name] for name in ("software", "present", "pending")))
        self.assertEqual(self.attended(mine), 2)

        mine.hang_up()
        offline = [mine.check_in(second)[1], mine.check_in(third)[1], mine.check_out(walk_in)]
        self.assertEqual(mine.pending(), 3)
        mine = self.again(mine)
        before = mine.log.place
        mine.dial()
        self.assertEqual(mine.welcome["from"], before + 1)
        self.assertEqual(mine.pending(), 3)
        self.agree(mine)
        self.assertEqual(self.placed(offline), [1, 1, 1])
        self.assertEqual(mine.first_segment, before + 1)

        mine.hang_up("until tomorrow")
        mine.dial()
        self.agree(mine)
        self.assertEqual(self.attended(mine), 4)
        self.assertEqual(set(self.placed(map(chain.op_id, mine.chain.lines))), {1})
        self.assertTrue(hub.command("verify")["ok"])

    def practise(self, real, name="practice"):
        """The node of a new practice event of a real one's."""
        return self.adopt(rehearsal.begin(real.event, self.hub.address, real.private, self.folder(name)))

    def test_a_rehearsal(self):
        """A practice event of its own: cut off, back, compared; the real one has not heard of it."""
        real = self.joined(self.point)
        before = self.hub.status()
        mine = self.practise(real)
        self.assertNotEqual(mine.event, real.event)
        self.assertEqual((mine.point, mine.country), (real.point, real.country))
        mine.dial()
        mine.until("the practice list is here", lambda: rehearsal.is_same(mine))
        people = sorted(mine.placed_state().people.home)
        self.assertEqual(len(people), 20)
        for person in people:
            self.assertIn("name", mine.private_fields(person))
        mine.hang_up()
        ops = []
        for person in people:
            verdict, op = mine.check_in(person)
            self.assertEqual(verdict, "admitted")
            ops.append(op)
        self.assertEqual(mine.pending(), 20)
        mine.dial()
        mine.until("all is there, and the same", lambda: not mine.pending() and rehearsal.is_same(mine))
        self.assertEqual([op for op in ops if op not in mine.log.lines], [])
        mine.hang_up("rehearsed")
        muster.wait_until(
            "it is thrown away", lambda: not (self.hub.data / "practice" / real.node).exists())
        with self.assertRaises(node.Refused) as refused:
            mine.dial()
            mine.turn()
        self.assertEqual(refused.exception.name, "wrong_event")
        after = self.hub.status()
        self.assertEqual((after["participants"], after["state"]), (before["participants"], before["state"]))
        self.assertEqual(set(self.placed(ops)), {0})

    def test_a_rehearsal_is_nobody_elses(self):
        real, folder = self.joined(self.point), self.folder("other")
        folder.mkdir()
        other = self.adopt(node.enrol(folder, self.hub.command("invite", next(self.free))["code"]))
        mine = self.practise(real)
        # Asked again at once; by a key that was never admitted; by another's for it.
        with self.assertRaises(node.Refused) as refused:
            self.practise(real, "again")
        self.assertEqual(refused.exception.name, "busy")
        with self.assertRaises(node.Refused) as refused:
            rehearsal.begin(
                real.event, self.hub.address, node.Ed25519PrivateKey.generate(), self.folder("stranger"))
        self.assertEqual(refused.exception.name, "bad_code")
        mine.private, own = other.private, mine.private
        with self.assertRaises(node.Refused) as refused:
            mine.dial()
            mine.turn()
        self.assertEqual(refused.exception.name, "wrong_event")
        # Who never stops is stopped.
        mine.private = own
        mine.dial()
        mine.until("the practice list is here", lambda: rehearsal.is_same(mine))
        for _ in range(520):
            mine.check_out("practice-1")
        with self.assertRaises(node.Refused) as refused:
            mine.until("never", lambda: False)
        self.assertEqual(refused.exception.name, "too_many")
        muster.wait_until(
            "it is thrown away", lambda: not (self.hub.data / "practice" / real.node).exists())
        self.assertTrue(self.hub.command("verify")["ok"])

    def test_the_door(self):
        """Rule, questions and refusals, judged by the node without asking."""
        hub = self.hub
        mine = self.joined(self.point)
        kinds = {}
        for row in hub.people:
            if row["point"] == mine.point:
                kinds.setdefault(row["kind"], row["id"])
        self.assertEqual(mine.check_in("p-nobody")[0], "unknown")
        self.assertEqual(mine.check_in(kinds["delegate"], "press")[0], "wrong-kind")
        self.assertEqual(mine.check_in(kinds["staff"], "press")[0], "questions-open")
        self.assertEqual(mine.check_in(kinds["staff"], "press", {"outlet": "Radio Nowhere"})[0], "admitted")
        hub.command("block", kinds["delegate"], "--why", "badge lost")
        self.agree(mine)
        self.assertEqual(mine.check_in(kinds["delegate"])[0], "blocked")
        self.agree(mine)
        self.assertIn("Radio Nowhere", str(hub.command("answers", "--door", "press")))

    def test_the_clock_is_marked(self):
        """A pong gives the hub a mark, and the times of this boot their errors."""
        hub = self.hub
        mine = self.joined(self.point)
        op = mine.check_in(hub.at_home(mine.point)[0])[1]
        self.agree(mine)
        row = muster.wait_until("its row in the log", lambda: next(
            (row for row in hub.log_lines() if row["op"] == op), None))
        self.assertEqual((row["time_ms"], row["err_ms"]), mine.placed_state().times.of[op])
        self.assertLess(row["err_ms"], 1_000)

    def test_beside_a_real_node(self):
        """What both record arrives at both; a person at two points is a conflict at all three."""
        hub = self.hub
        mine = self.enrol(self.point)
        real = self.world.node(next(self.free)).join(hub).start()
        mine.dial()
        self.agree(mine, beside=[real])
        guest, host = hub.at_home(real.point)[:2]
        self.assertIsNone(mine.private_fields(guest))

        here = mine.check_in(guest)[1]
        there = real.check_in(guest)["op"]
        away = real.check_in(hub.at_home(mine.point)[0])["op"]
        real.check_in(host)
        self.agree(mine, beside=[real])
        self.assertTrue({here, there, away} <= set(mine.log.lines))

        # A check-in in this country brings the guest's name here.
        mine.until("the guest's name", lambda: mine.private_fields(guest))
        self.assertEqual(mine.private_fields(guest)["name"], self.fields_of(guest)["name"])
        self.assertIsNone(mine.private_fields(host))

        [conflict] = [one for one in hub.conflicts() if one["subject"][0] == guest]
        self.assertEqual(conflict["type"], "double-presence")
        found = mine.conflict("double-presence", guest)
        self.assertEqual((found.is_open, found.outcome), (True, conflict["outcome"]))
        self.assertEqual(found.evidence, {here, there})
        hub.command("conflicts", "resolve", conflict["id"], "--choose", f"point:{real.point}")
        self.agree(mine, beside=[real])
        found = mine.conflict("double-presence", guest)
        self.assertEqual((found.is_open, found.outcome), (False, f"point:{real.point}"))

    def test_a_copy_of_the_node(self):
        """Its storage runs twice: whoever comes second begins a new life, and nothing is lost or doubled."""
        hub = self.hub
        mine = self.joined(self.point)
        people = hub.at_home(mine.point)
        mine.check_in(people[0])
        self.agree(mine)
        mine.hang_up()
        mine.close()
        self.nodes.remove(mine)
        shutil.copytree(mine.folder, self.folder("copy"))
        mine = self.adopt(node.Node(mine.folder))
        copy = self.adopt(node.Node(self.folder("copy")))
        ops = [mine.check_in(people[1])[1], copy.check_in(people[2])[1], copy.check_in(people[3])[1]]
        mine.dial()
        self.agree(mine)
        mine.hang_up()
        copy.dial()
        self.agree(copy)
        self.assertNotEqual(copy.epoch, mine.epoch)
        self.assertEqual(self.placed(ops), [1, 1, 1])
        self.assertEqual(self.attended(mine), 4)

    def test_two_at_once(self):
        """One session for each writer; a segment that shows another's op under it begins a new life."""
        mine = self.joined(self.point)
        people = self.hub.at_home(mine.point)
        shutil.copytree(mine.folder, self.folder("copy"))
        copy = self.adopt(node.Node(self.folder("copy")))
        copy.dial()
        with self.assertRaises((node.Refused, OSError)):
            mine.until("the older session ends", lambda: False)
        self.assertIn({"event": "bye", "reason": "connected anew"}, mine.said)
        self.assertEqual(copy.epoch, mine.epoch)
        ops = [mine.check_in(people[0])[1]]
        self.carry(mine)
        self.agree(copy)
        self.assertNotEqual(copy.epoch, mine.epoch)
        mine.dial()
        ops += [mine.check_in(people[1])[1], copy.check_in(people[2])[1]]
        self.agree(mine, copy)
        self.assertEqual(self.placed(ops), [1, 1, 1])
        self.assertTrue(self.row(mine)["copied"])

    def test_a_courier(self):
        """No network: a sealed file to the hub, the answer back, and nothing twice when the network comes."""
        hub = self.hub
        mine = self.enrol(self.point)
        walk_in = mine.walk_in(name="Far From Anywhere")
        mine.record("point.open", point=mine.point)
        self.assertFalse(self.carry(mine))
        self.assertEqual(mine.pending(), 0)
        self.assertEqual((mine.log.place, mine.placed_state().digest()), (hub.status()["place"], hub.status()["state"]))
        self.assertEqual(self.fields_of(walk_in)["name"], "Far From Anywhere")
        person = hub.at_home(mine.point)[0]
        self.assertEqual(mine.private_fields(person)["name"], self.fields_of(person)["name"])

        mine.check_in(person)
        self.assertFalse(self.carry(mine))
        mine.check_in(walk_in)
        mine.dial()
        self.agree(mine)
        self.assertEqual(set(self.placed(map(chain.op_id, mine.chain.lines))), {1})
        self.assertTrue(hub.command("verify")["ok"])

    def test_erased(self):
        hub = self.hub
        mine = self.joined(self.point)
        walk_in = mine.walk_in(name="Somebody To Forget")
        self.agree(mine)
        self.assertTrue(mine.private_fields(walk_in))
        hub.command("erase", walk_in, "--yes")
        self.agree(mine)
        self.assertIsNone(mine.private_fields(walk_in))
        mine = self.again(mine)
        mine.dial()
        self.agree(mine)
        self.assertIsNone(mine.private_fields(walk_in))

    def test_erased_before_the_name_came(self):
        """A line that is erased before the hub has it is said to be gone, and counts as whole."""
        hub = self.hub
        mine = self.joined(self.point)
        person = hub.at_home(mine.point)[0]
        self.agree(mine)
        mine.hang_up()
        mine.edit(person, name="Another Name")
        hub.command("erase", person, "--yes")
        mine.dial()
        self.agree(mine)
        self.assertEqual(mine.whole, mine.chain.n)
        self.assertIsNone(mine.private_fields(person))

    def test_revoked(self):
        """Hands in what it has, hears nothing, and counts once the centre accepts it."""
        hub = self.hub
        mine = self.joined(self.point)
        first, second = hub.at_home(mine.point)[:2]
        mine.check_in(first)
        self.agree(mine)
        place = mine.log.place
        hub.command("revoke", mine.point, "--why", "stolen")
        with self.assertRaises(node.Refused) as refused:
            mine.until("the end", lambda: False)
        self.assertEqual(refused.exception.name, "revoked")
        mine.check_in(second)
        mine.dial()
        self.assertTrue(mine.link.session.revoked)
        mine.until("all is handed in", lambda: mine.pending() == 0)
        self.assertEqual(mine.log.place, place)
        self.assertEqual(self.attended(mine), 1)
        hub.command("accept", mine.point)
        muster.wait_until("it counts", lambda: self.attended(mine) == 2)

    def test_join_codes(self):
        hub = self.hub
        code = hub.command("invite", self.point)["code"]
        folder = self.folder("node")
        folder.mkdir()
        mine = self.adopt(node.enrol(folder, code))
        with self.assertRaises(node.Refused) as refused:
            node.enrol(folder, code)
        self.assertEqual(refused.exception.name, "code_used")
        stranger = node.join_code.JoinCode(hub.address, b"0123456789")
        with self.assertRaises(node.Refused) as refused:
            node.enrol(folder, str(stranger))
        self.assertEqual(refused.exception.name, "bad_code")
        mine.dial()
        self.agree(mine)

    def test_the_hub_checks_ops(self):
        """Batches that are wrong end the session with the error of the table, and nothing of them is kept."""
        mine = self.joined(self.point)
        wrong = {
            "bad_signature": {"signature": "0" * 128}, "gap": {"first": mine.chain.n + 2},
            "fork": {"before": "0" * 64}, "bad_hash": {"after": "0" * 64}, "bad_message": {"epoch": "0" * 32}}
        data = b'{"kind":"point.open"}'
        for name, members in wrong.items():
            with self.subTest(name):
                mine.dial()
                self.refuse(mine, data, members, name)
        mine.dial()
        self.agree(mine)
        self.assertEqual(self.placed([chain.op_id(data)]), [0])

    def refuse(self, mine, data, members, name):
        spoken = mine.link.session
        self.assertEqual(spoken.send_ops([data]), 1)
        batch = spoken.out[-1]
        batch[0] = strict_json.compact({**strict_json.read(batch[0]), **members})
        mine.link.flush()
        with self.assertRaises(node.Refused) as refused:
            while True:
                mine.link.pump(0.05, mine.said.append)
                if mine.link.session.ended:
                    raise node.Refused(mine.said[-1]["name"])
        self.assertEqual(refused.exception.name, name)


class AtItsOwnHub(Stage, muster.Case):
    """Tests that change the hub itself."""

    def setUp(self):
        super().setUp()
        self.hub = self.world.hub(points=2, people=12)
        self.point = self.hub.points[0]["point"]

    def serve(self):
        self.hub.init().start()
        return self.hub

    def test_two_points_of_one_country(self):
        """A walk-in of one node is found by name at the other, in both directions."""
        self.hub.points[1]["country"] = self.hub.points[0]["country"]
        self.hub.people = [row for row in self.hub.people if row["point"] == self.hub.points[0]["point"]]
        hub = self.serve()
        mine = self.enrol(self.point)
        real = self.world.node(hub.points[1]["point"]).join(hub).start()
        mine.dial()
        walk_in = mine.walk_in(name="Quintessa Farfield")
        theirs = real.post("/api/v1/participants", {"name": "Peregrine Outlander", "kind": "guest"})["participant"]
        self.agree(mine, beside=[real])
        mine.until("their walk-in's name", lambda: mine.private_fields(theirs))
        self.assertEqual(mine.private_fields(theirs)["name"], "Peregrine Outlander")

        def found():
            mine.turn()
            people = real.get("/api/v1/participants", q="Quintessa")["participants"]
            return [row["id"] for row in people]
        self.assertEqual(muster.wait_until("our walk-in is found there", found), [walk_in])

    def test_odd_ops(self):
        """Lines of every kind and form, and what a hub makes of them: both folds see the same."""
        seed = int(os.environ.get("MUSTER_SEED", 7))
        hub = self.serve()
        mine = self.joined(self.point)
        hubs = list(mine.placed_state().authority.hubs)
        people = hub.at_home(mine.point) + hub.at_home(hub.points[1]["point"])[:3] + ["p-unknown"]
        points = [row["point"] for row in hub.points] + ["nowhere"]
        random = Random(seed)
        odd = odd_ops.OddOps(random, mine, people, points, [*hubs, "f" * 32])
        for turn in range(3):
            with self.subTest(seed=seed, turn=turn):
                with mine.store:
                    for _ in range(80):
                        mine.append_line(odd.make(node.now().wall))
                self.agree(mine)
                for act in odd.acts_of_a_hub():
                    hub.run(*act)
                for conflict in random.sample(hub.conflicts(), 2):
                    hub.run("conflicts", "resolve", conflict["id"], "--choose", random.choice(conflict["choices"]))
                self.agree(mine)

    def test_a_hub_from_a_backup(self):
        """The logs part; what the backup lacks comes back from the node's segments."""
        hub = self.serve()
        mine = self.joined(self.point)
        people = hub.at_home(mine.point)
        mine.check_in(people[0])
        self.agree(mine)
        hub.command("backup", self.world.folder / "backup")
        ops = [mine.check_in(people[1])[1], mine.walk_in(name="Afterwards Only")]
        hub.command("block", people[5], "--why", "badge lost")
        self.agree(mine)
        blocks = [op.id for op in mine.placed_state().counting("participant.block")]
        hub.kill()
        hub.command("restore", self.world.folder / "backup", "--replace")
        hub.start()
        ops.append(mine.check_in(people[2])[1])
        mine.dial()
        self.assertIsNotNone(mine.link.session.parted_at)
        self.agree(mine)
        self.assertEqual(mine.store.aside(), [])
        self.assertNotIn(0, self.placed(ops + blocks))
        self.assertEqual(self.fields_of(ops[1])["name"], "Afterwards Only")
        self.assertEqual(self.attended(mine), 3)
        self.assertTrue(hub.command("verify")["ok"])

    def test_a_standby_takes_over(self):
        """Another key, certified by the same root, another log; the old hub is told, and serves nobody."""
        hub = self.serve()
        mine = self.joined(self.point)
        people = hub.at_home(mine.point)
        standby = Standby(self.world, self.world.folder / "standby")
        hub.command("standby", "make", standby.data)
        hub.command("addresses", "add", standby.address)
        standby.follow()
        muster.wait_until("the standby has all", lambda: standby.place() == hub.status()["place"])
        standby.kill()
        mine.dial()
        ops = [mine.check_in(people[0])[1], mine.walk_in(name="Known To The First Hub")]
        self.agree(mine)
        hub.kill()
        ops.append(mine.check_in(people[1])[1])
        standby.command("promote", "--address", standby.address, "--yes")
        self.hub = standby.start()
        mine.dial()
        self.assertIsNotNone(mine.link.session.parted_at)
        self.agree(mine)
        self.assertNotIn(0, self.placed(ops))
        self.assertEqual(self.fields_of(ops[1])["name"], "Known To The First Hub")

        hub.start()
        mine.dial(hub.address)
        with self.assertRaises((node.Refused, OSError)):
            mine.until("the old hub ends", lambda: False)
        self.assertIn({"event": "bye", "reason": "moved"}, mine.said)
        self.assertEqual(hub.process.wait(20), 78)
        mine.dial(standby.address)
        mine.check_in(people[2])
        self.agree(mine)
        self.assertEqual(self.attended(mine), 3)


if __name__ == "__main__":
    unittest.main()
