"""Imports of files: whole or not at all, also when the process dies, and also of half a million lines."""

import random
import subprocess
import time

import muster

PEOPLE = 20_000
# Moments from which the kill may come, as shares of the time that the whole import takes.
MOMENTS = (0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97)


class Imports(muster.Case):
    def roster(self, people):
        """A file of so many people who are at home at one point."""
        path = self.world.folder / "large.csv"
        with open(path, "w", newline="\r\n", encoding="utf-16") as file:
            file.write("sep=;\nID;Name;Country;Point;Hotel\n")
            for number in range(people):
                file.write(f"q-{number};Name {number};AE;ae-1;Hotel {number % 7}\n")
        return path

    def test_an_export_is_read_back(self):
        """Telephone numbers and all, and nobody is changed by it."""
        hub, node = self.world.serving(points=1, people=5)
        people = hub.at_home(node.point)
        node.post("/api/v1/participants", {"name": "=1+1", "phone": "+218 91 000", "checkin": True})
        node.check_in(people[0])
        muster.agree(hub, node)
        muster.wait_until("the names have come", lambda: "=1+1" in hub.run("export", "participants").stdout)
        hub.command("erase", people[1], "--yes")
        path = self.world.folder / "people.csv"
        self.assertEqual(hub.run("export", "participants", "--bom", "--out", path).returncode, 0)
        before = hub.run("export", "participants").stdout
        self.assertIn("'+", before)
        report = hub.command("roster", "import", path)
        self.assertEqual(
            (report["lines"], report["same"], report["changes"], report["extra_columns"]), (6, 6, [], []))
        self.assertIn("attended_days", report["passed_over"])
        self.assertIn("Passed over", hub.run("roster", "import", path).stdout)
        self.assertEqual(hub.run("export", "participants").stdout, before)

    def test_killed_in_the_middle_nothing_is_imported(self):
        path = self.roster(PEOPLE)
        hub = self.world.hub(points=1, people=5).init()
        dry = hub.command("roster", "import", path, "--dry-run")
        self.assertEqual((dry["added"], dry["error_count"]), (PEOPLE, 0))
        begun = time.monotonic()
        other = self.world.hub(points=1, people=5)
        other.data = self.world.folder / "other"
        other.init()
        other.command("roster", "import", path)
        whole = time.monotonic() - begun

        before = hub.command("status")["participants"]
        killed = 0
        for share in MOMENTS:
            process = subprocess.Popen(
                [muster.BIN / "muster-hub", "roster", "import", path, "--data", hub.data],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            try:
                process.wait(whole * share * random.uniform(0.9, 1.1))
            except subprocess.TimeoutExpired:
                process.kill()
            said = process.communicate()[0]
            after = hub.command("status")["participants"]
            if process.returncode == 0:
                self.assertEqual(after, before + PEOPLE)
                break
            killed += 1
            self.assertEqual(said, b"")
            # The kill may have come between the last write and the last word.
            self.assertIn(after, (before, before + PEOPLE), f"a part was imported at {share}")
            if after != before:
                break
        self.assertGreater(killed, 0)
        self.assertTrue(hub.command("verify")["ok"])

        again = hub.command("roster", "import", path)
        self.assertEqual(again["added"] + again["same"], PEOPLE)
        self.assertEqual(hub.command("status")["participants"], before + PEOPLE)

    def test_killed_daemon_has_all_or_nothing(self):
        path = self.roster(PEOPLE)
        hub = self.world.hub(points=1, people=5).init().start()
        before = hub.command("status")["participants"]
        for pause in (0.2, 1.0):
            process = subprocess.Popen(
                [muster.BIN / "muster-hub", "roster", "import", path, "--data", hub.data],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(pause)
            hub.kill()
            process.wait(60)
            hub.start()
            self.assertIn(hub.command("status")["participants"], (before, before + PEOPLE))
        hub.command("roster", "import", path, "--encoding", "utf-16")
        self.assertEqual(hub.command("status")["participants"], before + PEOPLE)
        hub.stop()
        self.assertTrue(hub.command("verify")["ok"])

    def test_differences_are_shown_first(self):
        hub = self.world.hub(points=1, people=5).init()
        first = hub.people[0]
        path = self.world.folder / "three.csv"
        path.write_text(
            f"id;name;country\n{first['id']};Somebody Else;AE\nq-1;New;AE\n", encoding="utf-8")
        done = hub.run("roster", "import", path, "--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("FIELD", first["id"], "Somebody Else", first["name"], "q-1", "1 added", "1 changed"):
            self.assertIn(word, done.stdout)
        self.assertEqual(hub.command("status")["participants"], 5)

    def test_another_encoding(self):
        hub = self.world.hub(points=1, people=5).init()
        path = self.world.folder / "windows.csv"
        path.write_bytes("id;name;country\r\nq-1;محمد العطار;AE\r\n".encode("cp1256"))
        done = hub.run("roster", "import", path)
        self.assert_one_line(done, 65)
        self.assertIn("line 2", done.stderr)
        self.assertIn("--encoding", done.stderr)
        self.assert_one_line(hub.run("roster", "import", path, "--encoding", "windows-9999"), 64)
        self.assertEqual(hub.command("roster", "import", path, "--encoding", "windows-1256")["added"], 1)
        self.assertEqual(hub.command("roster", "import", path, "--encoding", "cp1256")["same"], 1)
