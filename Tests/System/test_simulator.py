"""The simulator as a program: a run repeats itself, and a batch of runs holds."""

import json
import os
import subprocess
import unittest

PROGRAM = os.path.join(os.environ.get("MUSTER_BIN", ""), "muster-sim")


def sim(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True)


class Simulator(unittest.TestCase):
    def test_the_same_seed_is_the_same_run(self):
        words = ("run", "--seed", "7", "--nodes", "3", "--minutes", "5", "--lines")
        first, second = (json.loads(sim(*words).stdout) for _ in range(2))
        self.assertEqual(first["trace"], second["trace"])
        self.assertEqual(first["events"], second["events"])
        other = json.loads(sim(*words[:2], "8", *words[3:]).stdout)
        self.assertNotEqual(first["trace"], other["trace"])

    def test_runs_are_added_up(self):
        done = sim("run", "--seeds", "3", "--minutes", "2", "--nodes", "2", "--jobs", "2", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual((report["runs"], report["failed"]), (3, 0))
        self.assertGreater(report["counts"]["ops recorded"], 0)

    def test_a_slip_is_told(self):
        done = sim("run", "--faults", "kill,flood")
        self.assertEqual(done.returncode, 64)
        self.assertIn("flood", done.stderr)
        self.assertEqual(sim("--help").returncode, 0)
        self.assertEqual(sim("fly").returncode, 64)


if __name__ == "__main__":
    unittest.main()
