"""Rehearsals: a point loses its link for practice, and nothing of it comes into the real event."""

import json
import subprocess
import unittest

import muster

STEPS = ["linked", "listed", "cut", "recorded", "back", "arrived", "same"]
ITEM = "rehearsal"


def rehearse(node, *arguments):
    """Runs a rehearsal to its end; gives the exit code and what it said."""
    done = node.run("rehearse", "--json", *arguments, timeout=120)
    assert done.stdout, f"{node.name} rehearse: {done.returncode} {done.stderr}"
    return done.returncode, json.loads(done.stdout)


def names(answer):
    return [step["step"] for step in answer["steps"]]


class Rehearsals(muster.Case):
    def rehearse_well(self, node):
        code, answer = rehearse(node, "--by", "amal")
        self.assertEqual((code, answer["outcome"]), (0, "well"), answer)
        self.assertEqual(names(answer), STEPS)
        return answer

    def word_of(self, hub, node):
        return next(row for row in hub.command("nodes") if row["point"] == node.point)

    def kinds_after(self, hub, place):
        return [line["kind"] for line in hub.log_lines() if line["place"] > place]

    def assert_nothing_left(self, hub, *nodes):
        for node in nodes:
            self.assertFalse((node.data / "rehearsal").exists())
        muster.wait_until(
            "the practice events are gone",
            lambda: not any((hub.data / "practice").glob("*")))

    def test_all_goes_well(self):
        hub, node, other = self.world.serving(points=2, people=5)
        place = hub.status()["place"]
        answer = self.rehearse_well(node)
        for step in answer["steps"]:
            self.assertTrue(step["text"])
        self.assertTrue(answer["marked"])
        muster.agree(hub, node, other)
        # The real event has heard of the mark on the checklist, and of nothing else.
        self.assertEqual(
            [kind for kind in self.kinds_after(hub, place) if kind != "clock"], ["point.ready"])
        status = hub.status()
        self.assertEqual((status["participants"], hub.command("coverage")["attended"]), (10, 0))
        self.assertEqual(hub.conflicts(), [])
        self.assertNotIn("practice", hub.run("export", "participants").stdout)
        ready = {row["point"]: row["ready"] for row in hub.command("readiness")["rows"]}
        self.assertEqual(ready, {node.point: [ITEM], other.point: []})
        self.assertEqual(self.word_of(hub, node)["rehearsal"], "well")
        self.assertIsNone(self.word_of(hub, other)["rehearsal"])
        self.assert_nothing_left(hub, node)
        self.assertTrue(hub.command("verify")["ok"])
        self.assertTrue(node.command("verify")["ok"])
        # It is known after both were started again.
        for daemon in (hub, node):
            daemon.stop()
            daemon.start()
        self.assertEqual(self.word_of(hub, node)["rehearsal"], "well")
        self.assertEqual(node.get("/api/v1/rehearsal")["outcome"], "well")

    def test_a_second_one(self):
        hub, node = self.world.serving(points=1, people=3)
        first = self.rehearse_well(node)
        made = node.status()["made"]
        # The hub gives no two within some seconds: the node waits for it.
        second = self.rehearse_well(node)
        self.assertNotEqual(first["steps"][-1]["state"], second["steps"][-1]["state"])
        # Marked it was before.
        self.assertEqual(node.status()["made"], made)
        self.assert_nothing_left(hub, node)

    def test_two_points_at_once(self):
        hub, *nodes = self.world.serving(points=2, people=3)
        for node in nodes:
            self.assertTrue(node.post("/api/v1/rehearsal", {})["running"])
        for node in nodes:
            end = muster.wait_until(
                f"{node.name} has rehearsed",
                lambda: None if (said := node.get("/api/v1/rehearsal", lang="ar"))["running"] else said, 60)
            self.assertEqual(end["outcome"], "well", end)
            self.assertIn("الحالة", end["steps"][-1]["text"])
        muster.agree(hub, *nodes)
        self.assert_nothing_left(hub, *nodes)

    def test_on_the_day(self):
        """People come while somebody rehearses: all of them are recorded and come to the hub."""
        hub, node = self.world.serving(points=1, people=30)
        node.post("/api/v1/open", {})
        node.post("/api/v1/rehearsal", {"by": "amal"})
        people = hub.at_home(node.point)
        for person in people:
            self.assertEqual(node.check_in(person)["verdict"], "admitted")
        said = muster.wait_until(
            "the rehearsal has ended",
            lambda: None if (said := node.get("/api/v1/rehearsal"))["running"] else said, 60)
        self.assertEqual(said["outcome"], "well", said)
        muster.agree(hub, node)
        self.assertEqual(hub.command("coverage")["present"], len(people))
        self.assertTrue(hub.command("verify")["ok"])

    def test_the_hub_is_away(self):
        hub, node = self.world.serving(points=1, people=3)
        self.rehearse_well(node)
        hub.kill()
        made = node.status()["made"]
        code, answer = rehearse(node, "--patience", "3")
        self.assertEqual((code, answer["outcome"], names(answer)), (1, "unfinished", ["no-hub"]), answer)
        self.assertTrue(answer["steps"][0]["advice"])
        # What a rehearsal showed before stands, and nothing was recorded.
        self.assertEqual(node.status()["made"], made)
        hub.start()
        muster.agree(hub, node)
        muster.wait_until(
            "the hub is told", lambda: self.word_of(hub, node)["rehearsal"] == "unfinished", 60)
        self.assertEqual(hub.command("readiness")["rows"][0]["ready"], [ITEM])

    def begin(self, node, patience):
        """Begins a rehearsal, as the command line does."""
        return subprocess.Popen(
            [muster.BIN / node.program, "rehearse", "--json", "--patience", str(patience), "--data", node.data],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)

    def practice_made(self, hub):
        return muster.wait_until(
            "a practice event stands", lambda: list((hub.data / "practice").glob("*/hub.certificate")))

    def test_the_hub_is_killed_in_the_midst(self):
        hub, node = self.world.serving(points=1, people=3)
        running = self.begin(node, 60)
        self.world.processes.append(running)
        self.practice_made(hub)
        self.assertIsNone(running.poll())
        hub.kill()
        hub.start()
        out, _ = running.communicate(timeout=120)
        answer = json.loads(out)
        # It has the practice event on its disk, and goes on with it.
        self.assertEqual((running.returncode, answer["outcome"]), (0, "well"), answer)
        muster.agree(hub, node)
        self.assertTrue(hub.command("verify")["ok"])
        self.assert_nothing_left(hub, node)

    def test_the_hub_does_not_come_back(self):
        hub, node = self.world.serving(points=1, people=3)
        running = self.begin(node, 3)
        self.world.processes.append(running)
        self.practice_made(hub)
        hub.kill()
        out, _ = running.communicate(timeout=120)
        answer = json.loads(out)
        self.assertEqual((running.returncode, answer["outcome"]), (1, "unfinished"), answer)
        self.assertFalse((node.data / "rehearsal").exists())
        # The desk goes on.
        self.assertEqual(node.check_in(hub.at_home(node.point)[0])["verdict"], "admitted")
        hub.start()
        muster.agree(hub, node)
        # What it left is no obstacle to the next one.
        self.rehearse_well(node)

    def test_the_node_is_killed_in_the_midst(self):
        hub, node = self.world.serving(points=1, people=3)
        place = hub.status()["place"]
        running = self.begin(node, 60)
        self.world.processes.append(running)
        muster.wait_until("it works", (node.data / "rehearsal").exists)
        node.kill()
        running.communicate(timeout=60)
        self.assertEqual(running.returncode, 69)
        node.start()
        self.assertFalse((node.data / "rehearsal").exists())
        self.assertEqual(node.get("/api/v1/rehearsal")["outcome"], "unfinished")
        muster.agree(hub, node)
        self.assertNotIn("point.ready", self.kinds_after(hub, place))
        self.rehearse_well(node)

    def test_who_has_no_rights_rehearses_nothing(self):
        hub, node = self.world.serving(points=1, people=3)
        hub.command("revoke", node.point, "--why", "lost")
        muster.wait_until("the node knows", lambda: "revoked" in node.last_words(30))
        code, answer = rehearse(node)
        self.assertEqual((code, answer["outcome"], names(answer)), (1, "failed", ["revoked"]), answer)
        self.assert_nothing_left(hub, node)

    def test_without_the_daemon(self):
        hub, node = self.world.serving(points=1, people=3)
        node.stop()
        self.assert_one_line(node.run("rehearse"), 69)


if __name__ == "__main__":
    unittest.main()
