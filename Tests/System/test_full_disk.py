"""The disk of the hub fills up, then that of a node: nothing is lost, everybody sees why."""

import contextlib
import errno
import json
import os
import subprocess
import unittest

import muster


class FullDisks(muster.Case):
    def small_disk(self, name, megabytes):
        """A file system of its own for one daemon's data."""
        path = self.world.folder / name
        path.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", path],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise unittest.SkipTest(f"no file system can be mounted here: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", path], check=True)
        return path

    def hub_with_reserve(self):
        """A hub that serves on a small disk of its own and keeps some of its room."""
        disk = self.small_disk("hub", 64)
        hub = self.world.hub(points=2, people=20)
        hub.extra = ["--keep-free", "16"]
        hub.init().start()
        muster.wait_until("it keeps some room", lambda: (disk / "reserve").exists())
        return disk, hub

    @staticmethod
    def fill(path, leave):
        """Lets a file grow until it leaves so many bytes; a daemon may take some meanwhile."""
        space = os.statvfs(path)
        left = space.f_bavail * space.f_frsize - leave
        with open(path / "ballast", "ab", buffering=0) as ballast:
            while left > 0:
                try:
                    left -= ballast.write(b"\0" * min(left, 65_536))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    return

    def assert_rehearsal(self, node, outcome, step):
        """A rehearsal that comes to nothing, and says why."""
        done = node.run("rehearse", "--json", "--patience", "5")
        answer = json.loads(done.stdout)
        self.assertEqual((done.returncode, answer["outcome"]), (1, outcome), answer)
        self.assertEqual([one["step"] for one in answer["steps"]], [step])

    def test_hub(self):
        disk = self.small_disk("hub", 64)
        hub = self.world.hub(points=2, people=20)
        hub.extra = ["--keep-free", "4"]
        hub.init().start()
        node = self.world.node(hub.points[0]["point"]).join(hub).start()
        muster.agree(hub, node)
        self.fill(disk, 3 << 20)
        muster.wait_until("the node is told", lambda: "disk" in (node.status()["hub"].get("error") or ""))
        people = hub.at_home(node.point)
        for person in people[:5]:
            node.post("/api/v1/checkins", {"participant": person})
        self.assertEqual(node.status()["pending"], 5)
        self.assertFalse(hub.status()["takes_ops"])
        with self.assertRaises(muster.Refused) as refused:
            hub.command("block", people[0], "--why", "a test")
        self.assertIn("nearly full", refused.exception.errors)
        self.assert_rehearsal(node, "unfinished", "busy")
        (disk / "ballast").unlink()
        muster.wait_until("all is at the hub", lambda: node.status()["pending"] == 0)
        self.assertTrue(hub.status()["takes_ops"])
        hub.command("block", people[0], "--why", "a test")

    def test_hub_begins_without_any_room(self):
        disk, hub = self.hub_with_reserve()
        hub.stop()
        self.fill(disk, 0)
        hub.start()
        self.assertFalse((disk / "reserve").exists())
        self.assertIn("the disk is full: the room that was kept for it is in use now", hub.last_words(50))
        # It is read, by HTTP and by commands, and says to who would write what is wrong.
        self.assertFalse(hub.status()["takes_ops"])
        self.assertEqual(hub.get("/api/v1/coverage")["expected"], 75)
        self.assertIn("The disk is nearly full", hub.run("status").stdout)
        person = hub.at_home(hub.points[0]["point"])[0]
        done = hub.run("block", person, "--why", "a test")
        self.assert_one_line(done, 74)
        self.assertIn("nearly full", done.stderr)
        (disk / "ballast").unlink()
        muster.wait_until("it takes ops again", lambda: hub.status()["takes_ops"])
        muster.wait_until("it keeps room again", lambda: (disk / "reserve").exists())
        hub.command("block", person, "--why", "a test")

    def test_hub_fills_to_the_last_byte(self):
        disk, hub = self.hub_with_reserve()
        self.fill(disk, 0)
        muster.wait_until("it says so", lambda: "in use now" in hub.last_words(50))
        self.assertEqual(hub.command("coverage")["expected"], 75)
        self.assertTrue(hub.command("operator", "add", "somebody", "--role", "view")["link"])
        hub.stop()
        # Looked at without a daemon too, and whole.
        self.assertEqual(hub.command("verify")["ok"], True)

    def test_commands_look_without_any_room(self):
        disk, hub = self.hub_with_reserve()
        hub.stop()
        self.fill(disk, 0)
        done = hub.run("coverage")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("in use now", done.stderr)

    def test_without_any_room_and_nothing_kept(self):
        disk = self.small_disk("hub", 64)
        hub = self.world.hub(points=2, people=20).init()
        self.fill(disk, 0)
        for command in (["coverage"], ["verify"], ["serve", "--http", "127.0.0.1:0", "--listen", "127.0.0.1:0"]):
            done = hub.run(*command)
            self.assert_one_line(done, 74)
            self.assertIn("The disk is full; nothing was lost", done.stderr)
        (disk / "ballast").unlink()
        self.assertEqual(hub.command("coverage")["expected"], 75)

    def test_a_disk_for_reading_only(self):
        """It may be the one that has failed: what is on it can be looked at."""
        disks = [self.small_disk(name, 256) for name in ("hub", "ae-1")]
        hub, node = self.world.serving(points=1, people=5)
        node.check_in(hub.at_home(node.point)[0])
        muster.agree(hub, node)
        for daemon, disk in ((node, disks[1]), (hub, disks[0])):
            daemon.stop()
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            self.assertTrue(daemon.command("verify")["ok"])
        self.assertEqual(hub.command("coverage")["attended"], 1)
        for command in (["status"], ["checkin", "p-1"]):
            done = node.run(*command)
            self.assert_one_line(done, 74)
            self.assertIn("is mounted for reading only. Mount it for writing", done.stderr)

    def test_what_is_written_elsewhere_does_not_fit(self):
        """The exit code of a full disk, and nothing half is left."""
        hub, node = self.world.serving(points=1, people=20)
        full = self.small_disk("full", 1)
        hub.command("backup", self.world.folder / "backup")
        node.stop()
        self.fill(full, 0)
        for daemon, command in (
                (hub, ["export", "log", "--out", full / "log.csv"]), (hub, ["tickets", "--out", full / "tickets"]),
                (hub, ["backup", full / "hub"]), (node, ["backup", full / "node"])):
            done = daemon.run(*command)
            self.assertEqual(done.returncode, 74, f"{command}: {done.stderr}")
        done = subprocess.run(
            [muster.BIN / "muster-hub", "restore", self.world.folder / "backup", "--data", full / "restored"],
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 74, done.stderr)
        left = sorted(str(path.relative_to(full)) for path in full.rglob("*") if path.is_file())
        self.assertEqual([name for name in left if "lock" not in name], ["ballast"])

    def test_node(self):
        hub = self.world.hub(points=2, people=20).init().start()
        point = hub.points[0]["point"]
        disk = self.small_disk(point, 64)
        node = self.world.node(point).join(hub).start()
        muster.wait_until("the node has the list", lambda: node.status()["roster"] == 40)
        self.fill(disk, 0)
        people = hub.at_home(node.point)
        # The room that was kept for it.
        for person in people[:5]:
            node.post("/api/v1/checkins", {"participant": person})
        muster.wait_until("the node says it", lambda: node.status().get("disk_low"))
        self.assertIn("in use now", node.last_words(50))
        self.fill(disk, 0)
        with contextlib.closing(node.desk()) as desk:
            for number in range(4000):
                path = "/api/v1/checkins" if number % 2 else "/api/v1/checkouts"
                status, body = desk.post(path, {"participant": people[0]})
                if status == 507:
                    break
            self.assertEqual(status, 507, body)
        self.assert_rehearsal(node, "failed", "disk")
        (disk / "ballast").unlink()
        node.post("/api/v1/checkins", {"participant": people[5]})
        muster.wait_until("all is at the hub", lambda: node.status()["pending"] == 0)

    def test_node_begins_without_any_room(self):
        hub = self.world.hub(points=1, people=20).init().start()
        point = hub.points[0]["point"]
        disk = self.small_disk(point, 64)
        node = self.world.node(point).join(hub).start()
        muster.wait_until("the node has the list", lambda: node.status()["roster"] == 20)
        muster.wait_until("it keeps some room", lambda: (disk / "reserve").exists())
        node.stop()
        self.fill(disk, 0)
        self.assertEqual(node.run("status").returncode, 0)
        node.start()
        self.assertTrue(node.status()["disk_low"])
        node.check_in(hub.at_home(point)[0])
        (disk / "ballast").unlink()
        muster.wait_until("all is at the hub", lambda: node.status()["pending"] == 0)


if __name__ == "__main__":
    unittest.main()
