#!/usr/bin/env python3
"""side_by_side.py JOBS FILE…: runs the tests of each file in a process of its own, so many at once, for they
mostly wait. What a file says is shown when it has ended; what those say that did not pass comes last.

Ctrl-C and SIGTERM interrupt every file, so that each ends what it has started, and wait for it.
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time


class Run:
    """One file's tests."""

    def __init__(self, file, folder):
        self.module = pathlib.Path(file).stem
        self.log = os.path.join(folder, self.module)
        self.process = None
        self.said = ""
        self.passed = False
        self.result = "not run"

    def go(self, pool):
        begun = time.monotonic()
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "unittest", "-v", self.module], stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"},
                # A second Ctrl-C, straight from the terminal, would cut short what ends the first.
                start_new_session=True)
            if pool.stopped:
                self.interrupt()
            code = self.process.wait()
        with open(self.log, encoding="utf-8", errors="replace") as log:
            self.said = log.read().rstrip("\n")
        self.judge(code)
        self.result += f" after {time.monotonic() - begun:.0f} s"

    def judge(self, code):
        # A file may also leave with 0 because it has left too soon.
        end = re.search(r"^Ran [1-9]\d* tests? in .*\n\n(OK.*)$", self.said, re.MULTILINE)
        self.passed = code == 0 and end is not None
        if self.passed:
            self.result = f"passed: {end[1]}"
        else:
            self.result = f"failed (exit {code})" if code else "failed (no tests were run to their end)"

    def interrupt(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)


class Pool:
    """Runs, so many at once, in the order in which they are given."""

    def __init__(self, runs):
        self.runs = runs
        self.left = list(runs)
        self.lock = threading.Lock()
        self.stopped = False

    def work(self):
        while True:
            with self.lock:
                if self.stopped or not self.left:
                    return
                run = self.left.pop(0)
            run.go(self)
            with self.lock:
                print(f"== {run.module} {run.result}", flush=True)
                if run.passed:
                    print(run.said, flush=True)

    def stop(self, *_):
        if not self.stopped:
            self.stopped = True
            for run in self.runs:
                run.interrupt()

    def run(self, jobs):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        workers = [threading.Thread(target=self.work) for _ in range(jobs)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def main(jobs, *files):
    with tempfile.TemporaryDirectory() as folder:
        runs = [Run(file, folder) for file in files]
        Pool(runs).run(int(jobs))
    failed = [run for run in runs if not run.passed]
    for run in failed:
        print(f"== {run.module} {run.result}:\n{run.said}", flush=True)
    if not runs:
        print("side_by_side.py: there are no files to run", file=sys.stderr)
    return 1 if failed or not runs else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("side_by_side.py JOBS FILE…: how many at once, and what to run")
    sys.exit(main(*sys.argv[1:]))
