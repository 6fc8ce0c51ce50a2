"""What people get wrong: one line that says what to do, and the exit code that scripts go by."""

import os
import socket
import subprocess

import muster


class Mistakes(muster.Case):
    def test_no_data_folder(self):
        empty = {name: value for name, value in os.environ.items() if name != "MUSTER_DATA"}
        for program in ("muster-hub", "muster-node"):
            done = subprocess.run(
                [muster.BIN / program, "serve"], env=empty, capture_output=True, text=True, timeout=20)
            self.assert_one_line(done, 64)
            self.assertIn("--data", done.stderr)

    def test_folder_without_data(self):
        self.assert_one_line(self.world.hub().run("serve"), 78)
        self.assert_one_line(self.world.node("ae-1").run("serve"), 78)

    def test_folder_of_the_other_program(self):
        hub, node = self.world.serving(points=1, people=5)
        for wrong, right in ((node, hub), (hub, node)):
            for command in ("status", "verify", "serve"):
                done = subprocess.run(
                    [muster.BIN / wrong.program, command, "--data", right.data], stdin=subprocess.DEVNULL,
                    capture_output=True, text=True, timeout=20)
                self.assert_one_line(done, 78)
                self.assertIn(f"the data folder of a {right.program}", done.stderr)

    def test_another_user(self):
        if os.getuid() != 0:
            self.skipTest("only root can be somebody else")
        hub, node = self.world.serving(points=1, people=5)
        os.chmod(self.world.folder, 0o755)

        def refused():
            for daemon in (hub, node):
                for command in ("status", "verify", "serve"):
                    done = subprocess.run(
                        [muster.BIN / daemon.program, command, "--data", daemon.data], user=65534,
                        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
                    self.assert_one_line(done, 77)
                    self.assertIn("as the user of the daemon", done.stderr)

        refused()
        for daemon in (node, hub):
            daemon.stop()
        refused()

    def test_empty_words(self):
        """What an unset variable leaves behind stands for nothing."""
        hub = self.world.hub(points=1).init()
        for command in (["backup", ""], ["roster", "import", ""], ["participant", "show", ""], ["erase", ""]):
            done = hub.run(*command)
            self.assert_one_line(done, 64)
            self.assertIn("a word is empty", done.stderr)

    def test_copies_into_the_data_folder(self):
        hub, node = self.world.serving(points=1, people=5)
        for daemon in (hub, node):
            self.assert_one_line(daemon.run("backup", daemon.data / "copy"), 73)
        for name in ("muster.db", "people.csv", "hub.key"):
            done = hub.run("export", "participants", "--out", hub.data / name)
            self.assert_one_line(done, 64)
        self.assertTrue(hub.command("verify")["ok"])
        self.assert_one_line(hub.run("restore", self.world.folder), 65)

    def test_years_far_away(self):
        hub = self.world.hub(points=1)
        for start in ("0001-01-01", "9999-12-31"):
            done = hub.run(
                "init", "--event", muster.SEEDS / "event.json", "--address", hub.address, "--start", start)
            self.assert_one_line(done, 64)
            self.assertIn("is the year right", done.stderr)

    def test_help_wins(self):
        for daemon in (self.world.hub(), self.world.node("ae-1")):
            for line in (["programme", "--zone", "X", "--help"], ["nothing", "--help"], ["status", "x", "--help"],
                         ["bundle", "--help"], ["serve", "--http", "--help"]):
                done = daemon.run(*line)
                self.assertEqual((done.returncode, done.stderr), (0, ""), line)
                self.assertIn("Usage: ", done.stdout)

    def test_unknown_command_and_option(self):
        for daemon in (self.world.hub(), self.world.node("ae-1")):
            self.assert_one_line(daemon.run("sevre"), 64)
            self.assert_one_line(daemon.run("serve", "--htpp", "127.0.0.1:0"), 64)
            self.assert_one_line(daemon.run("serve", "--http", "nonsense"), 64)

    def test_second_init(self):
        hub = self.world.hub().init()
        done = hub.run("init", "--event", muster.SEEDS / "event.json", "--address", hub.address)
        self.assert_one_line(done, 73)

    def test_event_file(self):
        hub = self.world.hub()
        done = hub.run("init", "--event", self.world.folder / "none.json", "--address", hub.address)
        self.assert_one_line(done, 74)
        broken = self.world.folder / "broken.json"
        broken.write_text('{"titles": {')
        self.assert_one_line(hub.run("init", "--event", broken, "--address", hub.address), 65)

    def test_bad_line_of_a_roster(self):
        hub = self.world.hub().init()
        people = hub.command("status")["participants"]
        rows = [dict(row) for row in hub.people[:10]]
        rows[6]["country"] = "Nowhere"
        rows[7]["email"] = "changed@example.org"
        path = self.world.folder / "bad.csv"
        muster.write_rows(path, rows)
        done = hub.run("roster", "import", path)
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn("8", done.stdout + done.stderr)
        self.assertIn("country", done.stdout + done.stderr)
        # A life of the hub may have begun; what is imported is what counts.
        self.assertEqual(hub.command("status")["participants"], people, "a part was imported")
        changed = [
            entry for entry in hub.log_lines() if entry["kind"] == "participant.put"
        ]
        self.assertEqual(len(changed), people, "a person was changed")

        missing = self.world.folder / "missing.csv"
        missing.write_text("id,name\np-1,Somebody\n")
        self.assert_one_line(hub.run("roster", "import", missing), 65)
        self.assert_one_line(hub.run("roster", "import", self.world.folder / "none.csv"), 74)

    def test_wrong_code(self):
        hub = self.world.hub(points=1).init().start()
        node = self.world.node(hub.points[0]["point"])
        code = hub.command("invite", node.point)["code"]
        address, secret = code.split("/")
        typo = f"{address}/{'0' if secret[0] != '0' else '1'}{secret[1:]}"
        self.assert_one_line(node.run("join", typo), 65)
        self.assert_one_line(node.run("join", "nonsense"), 65)
        self.assertEqual(node.run("join", code.lower().replace("-", " ")).returncode, 0)

    def test_used_code(self):
        hub = self.world.hub(points=1).init().start()
        point = hub.points[0]["point"]
        code = hub.command("invite", point)["code"]
        first = self.world.node(point)
        self.assertEqual(first.run("join", code).returncode, 0)
        self.assertEqual(first.run("join", code).returncode, 0, "the same key may prove it again")
        second = self.world.node("second")
        self.assert_one_line(second.run("join", code), 77)

    def test_no_hub(self):
        hub = self.world.hub(points=1).init()
        code = hub.command("invite", hub.points[0]["point"])["code"]
        self.assert_one_line(self.world.node("node").run("join", code), 69)

    def test_unknown_point_and_person(self):
        hub = self.world.hub(points=1).init()
        self.assertIn(hub.run("invite", "nowhere-1").returncode, (1, 65))
        self.assertIn(hub.run("block", "nobody", "--why", "test").returncode, (1, 65))
        self.assertIn(hub.run("conflicts", "resolve", "0" * 32, "--choose", "void").returncode, (1, 65))

    def test_port_in_use(self):
        hub = self.world.hub(points=1).init()
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = f"127.0.0.1:{other.getsockname()[1]}"
            done = hub.run("serve", "--listen", taken, "--http", "127.0.0.1:0")
            self.assert_one_line(done, 69)
            self.assertIn(taken, done.stderr)
            done = hub.run("serve", "--listen", "127.0.0.1:0", "--http", taken)
            self.assert_one_line(done, 69)

    def test_second_daemon_on_one_folder(self):
        hub, node = self.world.serving(points=1, people=5)
        for daemon in (hub, node):
            done = daemon.run("serve", *daemon.serve_arguments())
            self.assert_one_line(done, 75)
            self.assertEqual(daemon.status()["place"] > 0, True)

    def test_path_too_long_for_a_socket(self):
        hub = self.world.hub(points=1)
        hub.data = self.world.folder / ("long-" * 24)
        done = hub.run(
            "init", "--event", muster.SEEDS / "event.json", "--address", hub.address, "--start", "now")
        if done.returncode == 0:
            done = hub.run("serve", *hub.serve_arguments())
        self.assert_one_line(done, 78)

    def test_ended_orderly(self):
        hub, node = self.world.serving(points=1, people=5)
        for daemon in (node, hub):
            self.assertTrue((daemon.data / "socket").exists())
            self.assertEqual(daemon.stop(), 0)
            self.assertFalse((daemon.data / "socket").exists())
        self.assertEqual(oct(hub.data.stat().st_mode & 0o777), "0o700")
        self.assertEqual(oct(node.data.stat().st_mode & 0o777), "0o700")

    def test_same_command_with_and_without_the_daemon(self):
        hub, node = self.world.serving(points=1, people=5)
        online = (hub.command("coverage")["expected"], hub.command("verify")["ok"], hub.conflicts())
        state = hub.command("status")["state"]
        node.stop()
        hub.stop()
        offline = (hub.command("coverage")["expected"], hub.command("verify")["ok"], hub.conflicts())
        self.assertEqual(online, offline)
        self.assertEqual(state, hub.command("status")["state"])
        self.assertEqual(state, node.command("status")["state"])
