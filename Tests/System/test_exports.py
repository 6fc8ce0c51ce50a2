"""Tables for spreadsheets: what they hold, and what they do with a formula in a name."""

import csv
import io
import json
import subprocess

import muster


class Exports(muster.Case):
    def test_tables(self):
        hub, node = self.world.serving(points=1, people=5)
        people = hub.at_home(node.point)
        node.check_in(people[0])
        node.check_out(people[0])
        node.check_in(people[1])
        walk_in = node.post(
            "/api/v1/participants", {"name": '=HYPERLINK("x")', "phone": "+218 91 000", "checkin": True})
        arabic = node.post("/api/v1/participants", {"name": "ليلى منصور, ثانية"})
        muster.agree(hub, node)
        muster.wait_until(
            "the names have come", lambda: "HYPERLINK" in hub.run("export", "participants").stdout)

        rows = self.csv(hub.run("export", "attendance").stdout)
        self.assertEqual(len(rows), 3)
        first = next(row for row in rows if row["participant"] == people[0])
        self.assertEqual((first["point"], first["door"], first["end_assumed"]), (node.point, "main", "false"))
        self.assertRegex(first["from_utc"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertNotEqual(first["checkout"], "")
        self.assertEqual(next(r for r in rows if r["participant"] == people[1])["end_assumed"], "true")

        text = hub.run("export", "participants", "--bom").stdout
        self.assertTrue(text.startswith("\ufeff"))
        rows = {row["id"]: row for row in self.csv(text[1:])}
        self.assertEqual(len(rows), 7)
        self.assertEqual(rows[walk_in["participant"]]["name"], "'=HYPERLINK(\"x\")")
        self.assertEqual(rows[walk_in["participant"]]["phone"], "'+218 91 000")
        self.assertEqual(rows[arabic["participant"]]["name"], "ليلى منصور, ثانية")
        self.assertEqual(rows[people[0]]["registered"], "true")

        plain = [json.loads(line) for line in hub.run("export", "participants", "--json").stdout.splitlines()]
        self.assertEqual({row["id"] for row in plain}, set(rows))
        self.assertIn('=HYPERLINK("x")', {row["name"] for row in plain})

        path = self.world.folder / "conflicts.csv"
        done = hub.run("export", "conflicts", "--out", path)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertTrue(path.read_text().startswith("id,type,open,"))

    def test_the_log_and_the_statement(self):
        hub, node = self.world.serving(points=1, people=2)
        node.check_in(hub.at_home(node.point)[0])
        muster.agree(hub, node)
        lines = hub.log_lines()
        rows = self.csv(hub.run("export", "log").stdout)
        self.assertEqual([int(row["place"]) for row in rows], [line["place"] for line in lines])
        last = next(row for row in rows if row["kind"] == "checkin")
        self.assertEqual(json.loads(last["line"])["participant"], last["participant"])
        path = self.world.folder / "log.json"
        self.assertEqual(hub.run("export", "log", "--format", "json", "--out", path).returncode, 0)
        self.assertEqual([json.loads(line) for line in path.read_text().splitlines()], lines)
        # The running hub hears the node, the files alone do not know that it is heard now.
        row, = self.csv(hub.run("export", "statement", "--bom").stdout.removeprefix("\ufeff"))
        self.assertEqual((row["point"], row["state"], row["missing"]), (node.point, "in", "0"))
        self.assertEqual(int(row["made"]), int(row["durable"]))
        row = json.loads(hub.run("export", "statement", "--json", "--date", row["date"]).stdout)
        self.assertEqual(row["point"], node.point)
        self.assert_one_line(hub.run("export", "statement", "--date", "2001-01-01"), 65)

    def test_nothing_is_written_into_the_data_folder(self):
        hub = self.world.hub(points=1, people=1).init()
        link = self.world.folder / "link"
        link.symlink_to(hub.data)
        before = sorted(path.name for path in hub.data.iterdir())
        for path in (hub.data / "muster.db", hub.data / "new.csv", link / "new.csv", hub.data / "x" / "y.csv"):
            self.assert_one_line(hub.run("export", "attendance", "--out", path), 64)
        self.assertEqual(sorted(path.name for path in hub.data.iterdir()), before)
        self.assertEqual(hub.run("verify").returncode, 0)

    def test_an_export_that_does_not_fit_is_told(self):
        hub = self.world.hub(points=1, people=1).init()
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [muster.BIN / "muster-hub", "export", "log", "--data", hub.data], stdout=full,
                stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertIn("not whole", done.stderr)

    def test_a_slip_is_told(self):
        hub = self.world.hub(points=1, people=1).init()
        self.assert_one_line(hub.run("export", "attendance", "--format", "xls"), 64)
        self.assert_one_line(hub.run("export", "attendance", "--out", "/nowhere/x.csv"), 73)

    def csv(self, text):
        return list(csv.DictReader(io.StringIO(text, newline="")))
