"""`muster-hub coverage --watch`, and signs of progress: on a terminal and elsewhere."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time

import muster

# What a terminal is told so that it shows another screen, and its own again.
OPENS, CLOSES = "\x1b[?1049h", "\x1b[?1049l"


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *command, rows=40, columns=120):
        self.seen = ""
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", LINES="", COLUMNS="")
            os.execv(command[0], [str(word) for word in command])
        self.resize(rows, columns)

    def resize(self, rows, columns=120):
        import fcntl
        import struct
        import termios
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, within=0.0):
        """Takes what has come; False at the end."""
        if not select.select([self.end], [], [], within)[0]:
            return True
        try:
            data = os.read(self.end, 65536)
        except OSError:
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)

    def until(self, what, condition, within=30.0):
        last = time.monotonic() + within
        while not condition(self.seen):
            if not self.read(0.1) or time.monotonic() > last:
                raise AssertionError(f"{what}: {self.seen[-3000:]!r}")

    @property
    def picture(self):
        """What is shown now: the last whole picture, without signs for the terminal."""
        start = self.seen.rfind("\x1b[H")
        text = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", self.seen[start:])
        return text.replace("\r", "").split("\n")

    def finish(self):
        while self.read(5):
            pass
        code = os.waitpid(self.pid, 0)[1]
        os.close(self.end)
        return os.waitstatus_to_exitcode(code)


class Watching(muster.Case):
    def watch(self, hub, *options):
        terminal = Terminal(muster.BIN / "muster-hub", "coverage", "--watch", *options, "--data", hub.data)
        self.addCleanup(self.kill, terminal)
        return terminal

    def kill(self, terminal):
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass

    def test_on_a_terminal(self):
        hub, node = self.world.serving(points=1, people=5)
        country = hub.points[0]["country"]
        terminal = self.watch(hub)
        terminal.until("the first table", lambda seen: "make the window higher" in seen)
        self.assertIn(OPENS, terminal.seen)
        self.assertLessEqual(len(terminal.picture), 40)
        node.command("open")
        node.check_in(hub.at_home(node.point)[0])

        def shows_one(_):
            return any(line.startswith("1 present") for line in terminal.picture)

        terminal.until("somebody is there", shows_one)
        # The window grows, and holds all.
        terminal.resize(120)
        terminal.until(
            "all countries", lambda _: any(line.startswith("ZA") for line in terminal.picture)
            and "make the window higher" not in terminal.picture[-1])
        # The hub goes, and what was known stays in sight; it comes back.
        hub.stop()
        terminal.until(
            "it is away", lambda seen: "has not answered since" in seen and shows_one(seen))
        before = len(terminal.seen)
        hub.start()
        terminal.until("it is back", lambda seen: "Changes come by themselves" in seen[before:])
        os.write(terminal.end, b"\x03")
        self.assertEqual(terminal.finish(), 0)
        self.assertTrue(terminal.seen.rstrip().endswith(CLOSES), terminal.seen[-60:])
        self.assertIn("\x1b[?25h", terminal.seen[terminal.seen.rfind("\x1b[H"):])
        self.assertIn(country, terminal.seen)

    def test_elsewhere(self):
        hub, node = self.world.serving(points=1, people=5)
        out, errors = self.world.folder / "out", self.world.folder / "errors"
        with open(out, "w") as out_file, open(errors, "w") as errors_file:
            process = subprocess.Popen(
                [muster.BIN / "muster-hub", "coverage", "--watch", "--data", hub.data],
                stdin=subprocess.DEVNULL, stdout=out_file, stderr=errors_file)
        self.world.processes.append(process)
        muster.wait_until("the first table", lambda: "0 present" in out.read_text())
        node.command("open")
        node.check_in(hub.at_home(node.point)[0])
        muster.wait_until("a table more", lambda: "1 present" in out.read_text())
        hub.stop()
        muster.wait_until("it says that the hub is away", lambda: "not answered since" in errors.read_text())
        hub.start()
        muster.wait_until("it says that it is there", lambda: "the hub is there" in errors.read_text())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 0)
        self.assertNotIn("\x1b", out.read_text())

    def test_json(self):
        hub, node = self.world.serving(points=1, people=5)
        process = subprocess.Popen(
            [muster.BIN / "muster-hub", "coverage", "--watch", "--json", "--data", hub.data],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.world.processes.append(process)
        self.assertEqual(json.loads(process.stdout.readline())["present"], 0)
        node.check_in(hub.at_home(node.point)[0])
        for line in process.stdout:
            if json.loads(line)["present"] == 1:
                break
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        process.stderr.close()

    def test_it_ends_though_the_hub_hangs(self):
        hub, node = self.world.serving(points=1, people=5)
        terminal = self.watch(hub)
        terminal.until("the first table", lambda seen: "make the window higher" in seen)
        node.check_in(hub.at_home(node.point)[0])
        hub.process.send_signal(signal.SIGSTOP)
        os.write(terminal.end, b"\x03")
        self.assertEqual(terminal.finish(), 0)
        self.assertTrue(terminal.seen.rstrip().endswith(CLOSES))
        hub.process.send_signal(signal.SIGCONT)

    def test_before_the_hub_is_there(self):
        hub = self.world.hub(points=1, people=5).init()
        terminal = self.watch(hub)
        terminal.until("what the files say", lambda seen: "No hub serves here" in seen)
        hub.start()
        terminal.until("the hub", lambda seen: "Changes come by themselves" in seen)
        os.kill(terminal.pid, signal.SIGTERM)
        self.assertEqual(terminal.finish(), 0)

    def test_wrong_questions_end_at_once(self):
        hub = self.world.hub(points=1, people=5).init()
        self.assert_one_line(hub.run("coverage", "--watch", "--group", "nothing"), 1)
        self.assert_one_line(self.world.node("nowhere").run("status"), 78)


class Progressing(muster.Case):
    def test_only_after_a_second_and_only_on_a_terminal(self):
        """Imports wait for a hub that is stopped in the middle of it."""
        hub = self.world.hub(points=1, people=5).init().start()
        path = self.world.folder / "more.csv"
        muster.write_rows(path, hub.people)
        hub.process.send_signal(signal.SIGSTOP)
        terminal = Terminal(muster.BIN / "muster-hub", "roster", "import", path, "--data", hub.data)
        elsewhere = subprocess.Popen(
            [muster.BIN / "muster-hub", "roster", "import", path, "--data", hub.data],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.world.processes.append(elsewhere)
        terminal.until("it says that it goes on", lambda seen: re.search(
            "muster-hub: roster import: [1-9][0-9]* seconds? …", seen))
        hub.process.send_signal(signal.SIGCONT)
        self.assertEqual(terminal.finish(), 0)
        # The line is taken away before the answer.
        self.assertRegex(terminal.seen, r"\r\x1b\[K5 lines: 0 added")
        out, errors = elsewhere.communicate(timeout=30)
        self.assertIn("5 lines", out)
        self.assertEqual(errors, "")

    def test_a_quick_command_shows_nothing(self):
        hub = self.world.hub(points=1, people=5).init()
        for _ in range(50):
            began = time.monotonic()
            terminal = Terminal(muster.BIN / "muster-hub", "points", "list", "--data", hub.data)
            self.assertEqual(terminal.finish(), 0)
            if time.monotonic() - began < 1:
                self.assertNotIn("…", terminal.seen)
                return
        self.fail("no command ended within a second")
