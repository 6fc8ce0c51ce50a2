"""What the daemons weigh. The limits hold for the release: static standard library, stripped."""

import subprocess

import muster

NODE_BINARY_BYTES = 8 * 1024 * 1024
IDLE_NODE_BYTES = 12 * 1024 * 1024


class Weight(muster.Case):
    def libraries(self, program):
        done = subprocess.run(["ldd", muster.BIN / program], capture_output=True, text=True, check=True)
        return done.stdout

    def is_release(self, program):
        """Whether the Swift standard library is inside and the symbols are gone."""
        if "libswiftCore" in self.libraries(program):
            return False
        with open(muster.BIN / program, "rb") as file:
            return b"\0.symtab\0" not in file.read()

    def at_rest(self, daemon):
        """Resident KiB once nothing has been asked for a while; what it is by then where it stays high."""
        try:
            muster.wait_until(
                f"{daemon.name} rests", lambda: daemon.kernel("VmRSS") * 1024 <= IDLE_NODE_BYTES, 10)
        except AssertionError:
            pass
        return daemon.kernel("VmRSS")

    def test_no_foundation(self):
        for program in ("muster-hub", "muster-node"):
            self.assertNotIn("Foundation", self.libraries(program))

    def test_a_node_draws_no_codes(self):
        self.assertNotIn("qrencode", self.libraries("muster-node"))
        self.assertIn("qrencode", self.libraries("muster-hub"))

    def test_binary(self):
        for program in ("muster-hub", "muster-node"):
            size = (muster.BIN / program).stat().st_size
            print(f"\n  {program}: {size:,} bytes")
            if program == "muster-node" and self.is_release(program):
                self.assertLessEqual(size, NODE_BINARY_BYTES)

    def test_idle_node_with_5000_people(self):
        hub = self.world.hub(points=75, people=5_000).init().start()
        self.assertEqual(len(hub.people), 5_000)
        node = self.world.node(hub.points[0]["point"]).join(hub).start()
        muster.agree(hub, node)
        fresh = self.at_rest(node)
        # Once more from its disk, as after a reboot.
        node.stop()
        node.start()
        muster.agree(hub, node)
        again = self.at_rest(node)
        print(f"\n  node with 5,000 people: {fresh} KiB after joining, {again} KiB after a restart; "
              f"hub {hub.kernel('VmRSS')} KiB")
        for daemon in (hub, node):
            self.assertEqual(daemon.kernel("Threads"), 1, daemon.name)
        self.assertEqual(node.status()["roster"], 5_000)
        if self.is_release("muster-node"):
            self.assertLessEqual(again * 1024, IDLE_NODE_BYTES)
            self.assertLessEqual(fresh * 1024, IDLE_NODE_BYTES)
