"""The list of a point on paper: printed with the daemon and without it, and typed in again."""

import re

import muster


class RosterPrint(muster.Case):
    def test_printed_and_typed_in_again(self):
        hub, node = self.world.serving(points=2, people=6)[:2]
        path = self.world.folder / "list.html"
        muster.wait_until(
            "the names have come", lambda: node.run("roster", "print", "--out", path).stderr == "")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        text = path.read_text(encoding="utf-8")
        names = {row["name"]: row["id"] for row in hub.people if row["point"] == node.point}
        listed = re.findall(r'<td class="name"><bdi dir="auto">([^<]+)</bdi></td><td class="id"><bdi dir="ltr">([^<]+)<', text)
        self.assertEqual(dict(listed), names)
        self.assertIn('dir="rtl"', text.splitlines()[1])

        entered = self.world.folder / "list.csv"
        hour = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", text.split("</th>")[0].split("<br>")[-1]).group()
        entered.write_text("participant,time,act\n" + "".join(f"{who},{hour},in\n" for _, who in listed))
        answer = node.command("paper", entered)
        self.assertEqual((answer["ok"], answer["recorded"]), (True, len(names)))

        node.stop()
        without = node.run("roster", "print")
        self.assertEqual(without.returncode, 0, without.stderr)
        rows = [line for line in text.splitlines() if "<td" in line]
        self.assertEqual([line for line in without.stdout.splitlines() if "<td" in line], rows)
        self.assertEqual(
            [row["participant"] for row in node.command("roster", "print")["rows"]], [who for _, who in listed])

    def test_not_into_the_data_folder(self):
        _, node = self.world.serving(points=1, people=1)
        self.assert_one_line(node.run("roster", "print", "--out", node.data / "list.html"), 64)
        self.assertFalse((node.data / "list.html").exists())
        self.assert_one_line(node.run("roster"), 64)
