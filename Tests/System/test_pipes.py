"""Files that are none, or that are one and the same: refused, before a daemon waits for them."""

import os

import muster


class Pipes(muster.Case):
    def test_a_pipe_is_no_file(self):
        hub, node = self.world.serving(points=1, people=2)
        pipe = self.world.folder / "pipe"
        os.mkfifo(pipe)
        commands = (
            (hub, ["bundle", "import", pipe, "--reply", self.world.folder / "reply"]),
            (node, ["bundle", "import", pipe]), (hub, ["event", "check", pipe]),
            (hub, ["roster", "import", pipe]), (node, ["paper", pipe]))
        for daemon, command in commands:
            done = daemon.run(*command, timeout=20)
            self.assertEqual(done.returncode, 65, done.stderr)
            self.assertIn("is no ordinary file", done.stderr)
        self.assertEqual(node.command("status")["connected"], True)

    def test_an_answer_never_takes_the_place_of_its_bundle(self):
        hub, node = self.world.serving(points=1, people=2)
        bundle, link = self.world.folder / "bundle", self.world.folder / "link"
        node.command("bundle", "export", bundle)
        link.symlink_to(bundle)
        before = bundle.read_bytes()
        for reply in (bundle, link, self.world.folder / "." / "bundle"):
            done = hub.run("bundle", "import", bundle, "--reply", reply)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn("take the place of the bundle", done.stderr)
        self.assertEqual(bundle.read_bytes(), before)
        hub.command("bundle", "import", bundle, "--reply", self.world.folder / "reply")
