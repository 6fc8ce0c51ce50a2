"""Manual pages and shell completion: made from the programs' own tables, and good for real shells."""

import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import muster

PROGRAMS = "muster-hub", "muster-node"


def help_of(program, *path):
    """The help of a command: names of commands, options and arguments."""
    done = subprocess.run(
        [muster.BIN / program, *path, "--help"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    sections, title = {}, None
    for line in done.stdout.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            title = line[:-1]
        elif title and line.startswith("  "):
            sections.setdefault(title, []).append(line.split()[0])
        elif not line:
            title = None
    return sections


def walk(program, path=()):
    """Every command that does something, with its options; groups with their commands."""
    found = help_of(program, *path)
    yield path, found.get("Commands", []), found.get("Options", []), found.get("Arguments", [])
    for name in found.get("Commands", []):
        yield from walk(program, (*path, name))


class Manuals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="mst-man-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run(
            [muster.BIN / "muster-manual", cls.folder / "share", "2026-11-07"], check=True, timeout=60)
        cls.share = cls.folder / "share"
        cls.tables = {program: list(walk(program)) for program in PROGRAMS}

    def page(self, program):
        return self.share / "man/man1" / f"{program}.1"

    def test_formatters_find_nothing(self):
        for program in PROGRAMS:
            page = self.page(program)
            for command in (
                ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                ["groff", "-ww", "-z", "-man", "-Tutf8", page],
                ["mandoc", "-T", "lint", "-W", "warning,stop", page],
            ):
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=60,
                    env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""})
                said = done.stderr + (done.stdout if command[0] == "mandoc" else "")
                self.assertEqual(said, "", command)
                self.assertEqual(done.returncode, 0, command)

    def test_page_names_everything(self):
        for program in PROGRAMS:
            text = subprocess.run(
                ["man", "-E", "UTF-8", "-l", "-Tutf8", self.page(program)], capture_output=True,
                text=True, timeout=60, check=True,
                env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "2000", "MAN_KEEP_FORMATTING": ""},
            ).stdout
            text = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", text)
            sections = {}
            title = None
            for line in text.splitlines():
                if re.match(r" {1,3}\S", line) or re.match(r"\S", line):
                    title = line.strip()
                    sections[title] = []
                elif title:
                    sections[title].append(line.strip())
            for path, commands, options, arguments in self.tables[program]:
                if commands:
                    continue
                name = " ".join((program, *path))
                title = next(
                    (t for t in sections if t == name or t.startswith(name + " ")), None)
                self.assertIsNotNone(title, f"{name} is not in the page")
                body = sections[title]
                shared = sections["OPTIONS"]
                for option in options:
                    self.assertTrue(
                        any(line.split(" ")[0] == option for line in body + shared if line),
                        f"{name}: {option} is not explained")
                for argument in arguments:
                    self.assertTrue(any(line.startswith(argument) for line in body), f"{name}: {argument}")
            self.assertIn("EXIT STATUS", sections)

    # --- bash ---------------------------------------------------------------------------------------

    def bash(self, program, *words):
        """What bash offers for the last of the words."""
        line = " ".join((program, *words))
        script = (
            f'source "{self.share}/bash-completion/completions/{program}"\n'
            'COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$LINE" COMP_POINT=${#LINE}\n'
            f"_{program.replace('-', '_')}\n"
            'printf "%s\\n" "${COMPREPLY[@]}"\n')
        done = subprocess.run(
            ["bash", "--norc", "-c", script, "bash", program, *words], capture_output=True, text=True,
            timeout=20, cwd=self.folder, env={**os.environ, "LINE": line})
        self.assertEqual(done.stderr, "", words)
        return done.stdout.split("\n")[:-1] if done.stdout.strip() else []

    def test_bash_offers_every_command_and_option(self):
        for program in PROGRAMS:
            for path, commands, options, _ in self.tables[program]:
                if commands:
                    self.assertEqual(self.bash(program, *path, ""), commands, path)
                offered = self.bash(program, *path, "--")
                self.assertLessEqual(set(options), set(offered), path)

    def test_bash_in_the_middle(self):
        (self.folder / "list one.csv").touch()
        (self.folder / "lists").mkdir(exist_ok=True)
        both = ["list one.csv", "lists", "share"]
        offers = [
            (["cov"], ["coverage"]), (["--data", "/x", "cov"], ["coverage"]),
            (["--data", "coverage", "st"], ["standby", "status", "statement"]),
            (["--data", "=", "/x", "cov"], ["coverage"]),
            (["programme", "--z"], ["--zone"]), (["programme", "s"], ["show", "start", "skip"]),
            (["roster", "import", "li"], both[:2]), (["roster", "import", "--dry-run", "li"], both[:2]),
            (["backup", "l"], ["lists"]), (["--data", ""], ["lists", "share"]),
            (["export", "log", "--"], ["--json", "--data", "--help"]),
            (["export", "attendance", "--format", ""], ["csv", "json"]),
            (["export", "attendance", "--format", "=", "j"], ["json"]),
            (["export", "attendance", "--out", "list "], both[:1]),
            (["operator", "add", "x", "--role", ""], ["view", "run", "admin"]),
            (["status", "--", "--"], []), (["status", ""], []),
        ]
        for words, wanted in offers:
            self.assertEqual(sorted(self.bash("muster-hub", *words)), sorted(wanted), words)
        self.assertEqual(self.bash("muster-node", "announcements", ""), ["ack"])

    # --- zsh ----------------------------------------------------------------------------------------

    def zsh(self, line):
        """What becomes of a line in a real zsh when somebody presses the tabulator."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        (home / ".zshrc").write_text(
            f"fpath=({self.share}/zsh/site-functions $fpath)\n"
            "PS1='READY> ' PROMPT_EOL_MARK= LISTMAX=1000\n"
            f"path+=({muster.BIN.resolve()})\n"
            "autoload -U compinit && compinit -u -d $ZDOTDIR/dump\n"
            # Everything that is offered stands below the line, one to a line; what there is to choose
            # from is told, then a sign that all of it has been told.
            "zstyle ':completion:*' list-rows-first true\n"
            "show() { zle complete-word; zle -R; print -r -- \"LINE[$BUFFER]END\" }\n"
            "zle -N show; bindkey '^I' show\n"
            "unsetopt beep; setopt no_always_last_prompt\n")
        pid, end = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.environ.update(ZDOTDIR=str(home), TERM="dumb", COLUMNS="200", LINES="200", HISTFILE="")
            os.execvp("zsh", ["zsh", "-i"])
        try:
            seen = self.read(end, "READY> ")
            os.write(end, line.encode() + b"\t")
            seen = self.read(end, "]END")
            return re.sub(r"\x1b[^a-zA-Z]*[a-zA-Z]|\r", "", seen)
        finally:
            os.kill(pid, 9)
            os.close(end)
            os.waitpid(pid, 0)

    def read(self, end, until):
        seen, last = "", time.monotonic() + 30
        while until not in seen:
            if not select.select([end], [], [], max(0, last - time.monotonic()))[0]:
                raise AssertionError(f"zsh said no {until!r}: {seen!r}")
            seen += os.read(end, 65536).decode(errors="replace")
        return seen

    def line(self, typed):
        return re.search(r"LINE\[(.*)\]END", self.zsh(typed)).group(1).rstrip()

    def test_zsh(self):
        (self.folder / "people.csv").touch()
        for typed, becomes in [
            ("muster-hub cove", "muster-hub coverage"),
            ("muster-hub coverage --wat", "muster-hub coverage --watch"),
            ("muster-hub --data /x programme --zo", "muster-hub --data /x programme --zone"),
            ("muster-hub export attendance --format=js", "muster-hub export attendance --format=json"),
            ("muster-hub export attendance --format js", "muster-hub export attendance --format json"),
            ("muster-hub roster import peop", "muster-hub roster import people.csv"),
            ("muster-node announcements a", "muster-node announcements ack"),
            ("muster-node desk ad", "muster-node desk add"),
        ]:
            self.assertEqual(self.line(typed), becomes)
        for program in PROGRAMS:
            said = self.zsh(f"{program} ")
            commands = self.tables[program][0][1]
            for name in commands:
                self.assertRegex(said, rf"\b{name}\b", f"{program} {name}")


if __name__ == "__main__":
    unittest.main()
