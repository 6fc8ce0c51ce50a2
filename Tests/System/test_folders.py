"""Folders that are not what the operator thinks: the other program's, a backup's, a standby's."""

import os
import shutil
import subprocess

import muster


class Folders(muster.Case):
    def run_on(self, program, folder, *arguments):
        return subprocess.run(
            [muster.BIN / program, *arguments, "--data", folder], stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60)

    @staticmethod
    def names(folder):
        return sorted(path.name for path in folder.iterdir())

    def test_nobody_writes_into_the_other_programs_folder(self):
        hub, node = self.world.serving(points=2, people=5)[:2]
        hub.command("backup", self.world.folder / "hub-backup")
        node.command("backup", self.world.folder / "node-backup")
        hub.command("standby", "make", self.world.folder / "standby")
        code = hub.command("invite", hub.points[1]["point"])["code"]
        node.stop()
        shutil.copytree(hub.data, self.world.folder / "other", ignore=shutil.ignore_patterns("socket"))
        for folder in (self.world.folder / "other", self.world.folder / "standby"):
            before = self.names(folder)
            for command in (["join", code], ["restore", self.world.folder / "node-backup", "--replace"]):
                done = self.run_on("muster-node", folder, *command)
                self.assert_one_line(done, 78)
                self.assertIn("the data folder of a muster-hub", done.stderr)
            self.assertEqual(self.names(folder), before)
        # Not even where a node has joined in a hub's folder.
        for name in ("node.key", "enrolment.json"):
            shutil.copy(node.data / name, self.world.folder / "other" / name)
        for command in ("serve", "status"):
            done = self.run_on("muster-node", self.world.folder / "other", command)
            self.assert_one_line(done, 78)
        before = self.names(node.data)
        event = ["--event", muster.SEEDS / "event.json", "--address", "127.0.0.1:1"]
        for command in (["init", *event], ["restore", self.world.folder / "hub-backup", "--replace"]):
            done = self.run_on("muster-hub", node.data, *command)
            self.assert_one_line(done, 78)
            self.assertIn("the data folder of a muster-node", done.stderr)
        self.assertEqual(self.names(node.data), before)
        # The code was not spent.
        other = self.world.node(hub.points[1]["point"])
        other.data = self.world.folder / "fresh"
        other.command("join", code)

    def test_what_is_no_backup_of_this(self):
        hub, node = self.world.serving(points=1, people=5)
        for daemon in (hub, node):
            daemon.command("backup", self.world.folder / f"{daemon.program}-backup")
        damaged = self.world.folder / "damaged"
        shutil.copytree(self.world.folder / "muster-hub-backup", damaged)
        (damaged / "muster.db").write_bytes(b"SQLite format 3\0" + os.urandom(20_000))
        lacking = self.world.folder / "lacking"
        shutil.copytree(self.world.folder / "muster-hub-backup", lacking)
        (lacking / "seal.key").unlink()
        fresh = self.world.folder / "fresh"
        for program, backup, words in (
                ("muster-hub", self.world.folder / "missing", "there is no such folder"),
                ("muster-hub", self.world.folder / "muster-node-backup", "a backup of a muster-node"),
                ("muster-node", self.world.folder / "muster-hub-backup", "a backup of a muster-hub"),
                ("muster-hub", damaged, "is damaged, and nothing was put back"),
                ("muster-hub", lacking, "lacks seal.key")):
            done = self.run_on(program, fresh, "restore", backup)
            self.assert_one_line(done, 65)
            self.assertIn(words, done.stderr)

    def test_a_hubs_folder_that_lacks_something(self):
        hub = self.world.hub(points=1, people=1).init()
        standby = self.world.folder / "standby"
        done = hub.run("standby", "make", hub.data / "inside")
        self.assert_one_line(done, 73)
        self.assertIn("is in the data folder", done.stderr)
        self.assertFalse((hub.data / "inside").exists())
        hub.command("standby", "make", standby)
        done = self.run_on("muster-hub", standby, "standby", "make", self.world.folder / "more")
        self.assert_one_line(done, 78)
        self.assertIn("muster-hub follow", done.stderr)
        key = hub.data / "hub.key"
        key.rename(self.world.folder / "hub.key")
        done = hub.run("status")
        self.assert_one_line(done, 78)
        self.assertIn(f"{key} is missing", done.stderr)

    def test_what_was_put_aside_stays(self):
        """However soon the next restore comes."""
        hub = self.world.hub(points=1, people=3).init()
        backup = self.world.folder / "backup"
        hub.command("backup", backup)
        aside = [hub.command("restore", backup, "--replace")["aside"] for _ in range(4)]
        self.assertEqual(len(set(aside)), 4)
        for path in aside:
            self.assertTrue(os.path.exists(path))
