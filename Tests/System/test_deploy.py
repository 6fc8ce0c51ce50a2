"""The systemd units, the installer and the operator's guide, as far as one machine can hold them to their word."""

import contextlib
import http.client
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

import muster

DEPLOY = Path(__file__).resolve().parents[2] / "Deploy"
# Exposure as systemd-analyze counts it, times ten.
EXPOSURE = 20


def guide_commands():
    """Every command line of the two programs that the guide shows, in blocks and within sentences."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```\n.*?^```$", "", text, flags=re.S | re.M))
    return [line for line in lines if re.match(r"muster-(hub|node) [a-z]", line)]


class Deploy(muster.Case):
    def run_it(self, *command, **environment):
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
            env={**os.environ, **environment})

    def install(self, *options, **environment):
        return self.run_it(DEPLOY / "install.sh", "--from", muster.BIN, *options, **environment)

    def analyzer(self):
        found = shutil.which("systemd-analyze")
        if not found:
            self.skipTest("systemd-analyze is not installed: Deploy/setup.sh brings it")
        return found

    def units(self):
        """The units in a folder of their own, with programs that are there."""
        places = {
            "/usr/local/bin/": f"{muster.BIN.resolve()}/",
            "/usr/local/libexec/muster-hub-backup": str(DEPLOY / "backup.sh"),
        }
        copies = []
        for unit in sorted((DEPLOY / "systemd").iterdir()):
            text = unit.read_text(encoding="utf-8")
            for place, here in places.items():
                text = text.replace(f"ExecStart={place}", f"ExecStart={here}")
            copies.append(self.world.folder / unit.name)
            copies[-1].write_text(text, encoding="utf-8")
        return copies

    def test_units_verify(self):
        analyzer, units = self.analyzer(), self.units()
        done = self.run_it(analyzer, "verify", "--man=no", "--recursive-errors=no", *units)
        # Other units of the machine are not what is looked at.
        said = [line for line in done.stderr.splitlines() if any(unit.name in line for unit in units)]
        self.assertEqual((done.returncode, said), (0, []))
        units[0].write_text(units[0].read_text(encoding="utf-8") + "[Service]\nProtectSytem=yes\n", encoding="utf-8")
        done = self.run_it(analyzer, "verify", "--man=no", "--recursive-errors=no", *units)
        self.assertNotEqual((done.returncode, done.stderr), (0, ""))

    def test_units_are_closed(self):
        analyzer = self.analyzer()
        for unit in self.units():
            if unit.suffix == ".service":
                done = self.run_it(
                    analyzer, "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", unit)
                self.assertEqual(done.returncode, 0, f"{unit.name}: {done.stdout[-200:]}{done.stderr}")

    def test_units_start_what_there_is(self):
        for unit in (DEPLOY / "systemd").glob("*.service"):
            line = re.search(r"^ExecStart=/usr/local/bin/(.*)$", unit.read_text(encoding="utf-8"), re.M)
            if not line:
                continue
            words = [word for word in line[1].split() if not word.startswith("$")]
            done = self.run_it(muster.BIN / words[0], *words[1:], "--help")
            self.assertEqual(done.returncode, 0, f"{unit.name}: {done.stderr}")

    def test_the_guide_shows_commands_that_there_are(self):
        commands = guide_commands()
        self.assertGreater(len(commands), 50)
        for line in commands:
            words = shlex.split(line, comments=True)
            done = self.run_it(muster.BIN / words[0], *words[1:], "--help")
            self.assertEqual(done.returncode, 0, f"{line}: {done.stderr}")
            # Help is given whatever is wrong in a line: it must be that of all the words before others.
            explained = done.stdout.split(":")[0].split()
            meant = [word for word in words if re.fullmatch("[a-z-]+", word)][:len(explained)]
            self.assertEqual(explained, meant, line)
            self.assertGreater(len(explained), 1, line)
            options = {word.split("=")[0] for word in words if word.startswith("--")}
            self.assertLessEqual(options, set(re.findall("--[a-z-]+", done.stdout)), line)

    def test_the_guide_names_the_metrics_that_there_are(self):
        text = (DEPLOY / "README.md").read_text(encoding="utf-8")
        named = set(re.findall(r"`(muster_(?:hub|node)_\w+)`", text))
        hub, node = self.world.serving(points=1, people=5)
        known = set()
        for daemon in (hub, node):
            with contextlib.closing(http.client.HTTPConnection(daemon.http, timeout=20)) as connection:
                connection.request("GET", "/metrics")
                known |= set(re.findall(r"^# TYPE (\w+)", connection.getresponse().read().decode(), re.M))
        self.assertEqual(named - known, set())

    def test_a_dry_run_changes_nothing(self):
        root = self.world.folder / "root"
        done = self.install("--dry-run", DESTDIR=str(root))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("muster-hub.service", "hub.env", "would put", "nothing was changed"):
            self.assertIn(word, done.stdout)
        self.assertFalse(root.exists())

    def test_installing_twice_is_installing_once(self):
        root = self.world.folder / "root"
        self.assertEqual(self.install(DESTDIR=str(root)).returncode, 0)
        settings = root / "etc/muster/hub.env"
        settings.write_text("MUSTER_HUB_OPTIONS=--http 127.0.0.1:7581\n", encoding="utf-8")
        done = self.install(DESTDIR=str(root))
        self.assertEqual((done.returncode, done.stdout), (0, "install: everything is in place already\n"))
        self.assertIn("7581", settings.read_text(encoding="utf-8"))
        program = root / "usr/local/bin/muster-node"
        program.write_text("older", encoding="utf-8")
        self.assertEqual(self.install(DESTDIR=str(root)).returncode, 0)
        self.assertEqual(program.with_suffix(".before").read_text(encoding="utf-8"), "older")

    def test_manual_pages_and_completions_are_installed(self):
        programs, root = self.world.folder / "programs", self.world.folder / "root"
        programs.mkdir()
        for program in ("muster-hub", "muster-node"):
            (programs / program).symlink_to((muster.BIN / program).resolve())
        self.run_it(muster.BIN / "muster-manual", programs / "share", "2026-11-07")
        done = self.run_it(DEPLOY / "install.sh", "--from", programs, DESTDIR=str(root))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        share = root / "usr/local/share"
        for path in (
            "man/man1/muster-hub.1", "man/man1/muster-node.1", "bash-completion/completions/muster-hub",
            "bash-completion/completions/muster-node", "zsh/site-functions/_muster-hub",
            "zsh/site-functions/_muster-node",
        ):
            self.assertEqual((share / path).read_bytes(), (programs / "share" / path).read_bytes())
            self.assertEqual((share / path).stat().st_mode & 0o777, 0o644)

    def test_the_installer_says_what_is_wrong(self):
        self.assert_one_line(self.install("--fast"), 64)
        done = self.run_it(DEPLOY / "install.sh", "--from", self.world.folder)
        self.assert_one_line(done, 69)

    def test_settings_are_those_that_units_read(self):
        read = set()
        for unit in (DEPLOY / "systemd").glob("*.service"):
            read |= set(re.findall(r"^Environment=(\w+)=", unit.read_text(encoding="utf-8"), re.M))
        written = set(re.findall(r"^(MUSTER_\w+)=", (DEPLOY / "install.sh").read_text(encoding="utf-8"), re.M))
        self.assertEqual(read, written)

    def test_old_backups_go(self):
        hub = self.world.hub(points=1, people=5).init()
        folder = Path(tempfile.mkdtemp(dir=self.world.folder))
        for name in ("hub-20200101T000000Z", "hub-20200102T000000Z", "before-the-day"):
            (folder / name).mkdir()
        done = self.run_it(
            DEPLOY / "backup.sh", MUSTER_DATA=str(hub.data), MUSTER_BACKUP_FOLDER=str(folder),
            MUSTER_BACKUP_KEEP="2", MUSTER_HUB=str(muster.BIN / "muster-hub"))
        self.assertEqual(done.returncode, 0, done.stderr)
        names = sorted(path.name for path in folder.iterdir())
        self.assertEqual(len(names), 3, names)
        self.assertEqual(names[:2], ["before-the-day", "hub-20200102T000000Z"])
        self.assertTrue((folder / names[2] / "muster.db").exists())
        done = self.run_it(DEPLOY / "backup.sh", MUSTER_BACKUP_KEEP="all")
        self.assertEqual(done.returncode, 64)
        # A backup that fails costs none of those that are there.
        done = self.run_it(
            DEPLOY / "backup.sh", MUSTER_DATA=str(folder), MUSTER_BACKUP_FOLDER=str(folder),
            MUSTER_BACKUP_KEEP="1", MUSTER_HUB=str(muster.BIN / "muster-hub"))
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), names)
