"""A daemon that does not answer, and an output that takes nothing: both are told."""

import signal
import subprocess

import muster


class Silence(muster.Case):
    def test_a_daemon_that_is_stopped_is_told(self):
        hub, node = self.world.serving(points=1, people=2)
        for daemon in (hub, node):
            daemon.process.send_signal(signal.SIGSTOP)
            try:
                done = daemon.run("status", timeout=60)
            finally:
                daemon.process.send_signal(signal.SIGCONT)
            self.assert_one_line(done, 75)
            self.assertIn(f"(process {daemon.process.pid}) does not answer", done.stderr)
            self.assertEqual(daemon.run("status").returncode, 0)

    def test_a_daemon_that_works_is_waited_for(self):
        """Whoever asks meanwhile, too: an import of many lines answers nobody for a while."""
        hub = self.world.hub(points=1, people=2).init().start()
        path = self.world.folder / "large.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write("id,name,country\n")
            file.writelines(f"q-{number},Name {number},AE\n" for number in range(100_000))
        command = [muster.BIN / hub.program, "roster", "import", path, "--data", hub.data]
        importing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.world.processes.append(importing)
        others = []
        while importing.poll() is None:
            others.append(hub.run("status", timeout=300))
        errors = importing.communicate()[1]
        self.assertEqual(importing.returncode, 0, errors)
        for done in others:
            self.assertEqual(done.returncode, 0, done.stderr)

    def full(self, daemon, *arguments):
        with open("/dev/full", "wb") as full:
            return subprocess.run(
                [muster.BIN / daemon.program, *arguments, "--data", daemon.data], stdout=full,
                stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)

    def test_output_that_cannot_be_written_is_a_failure(self):
        hub, node = self.world.serving(points=1, people=2)
        person = hub.at_home(node.point)[0]
        for daemon, command in (
                (hub, ["status"]), (hub, ["conflicts", "--json"]), (hub, ["invite", "--all", "--json"]),
                (hub, ["tickets"]), (hub, ["coverage", "--watch"]), (hub, ["--help"]),
                (node, ["search", "a", "--json"]), (node, ["checkin", person])):
            done = self.full(daemon, *command)
            self.assertEqual(done.returncode, 74, f"{command}: {done.stderr}")
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn("standard output", done.stderr)

    def test_a_reader_that_has_gone_is_no_failure_to_tell_of(self):
        hub = self.world.hub(points=1, people=2).init()
        process = subprocess.Popen(
            [muster.BIN / hub.program, "tickets", "--data", hub.data], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()
        self.assertIn(process.wait(60), (-signal.SIGPIPE, 0))
