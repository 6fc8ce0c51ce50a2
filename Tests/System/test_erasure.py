"""People who are erased: not a word of theirs is left on any machine, and what was counted stays counted."""

import unittest

import muster


class Erasure(muster.Case):
    WORD = "Weberknecht"

    def readable(self, *daemons):
        """The files of their folders in which the name can be read."""
        words = [word.encode() for word in (self.WORD, self.WORD.lower())]
        return [
            str(path) for daemon in daemons for path in daemon.data.rglob("*")
            if path.is_file() and any(word in path.read_bytes() for word in words)
        ]

    def test_on_every_machine(self):
        """Hard case 12: an offline node holds an edit of somebody who is erased meanwhile."""
        hub, offline, other, abroad = self.world.serving(points=3, people=10)
        person = hub.at_home(offline.point)[0]
        offline.command("edit", person, f"name=Ida {self.WORD}", "phone=+49 30 7654321")
        walkin = other.post(
            "/api/v1/participants", {"name": f"Emil {self.WORD}", "checkin": True}, key="k")["participant"]
        offline.check_in(person)
        abroad.check_in(person)
        everybody = (hub, offline, other, abroad)
        muster.agree(*everybody)
        self.assertTrue(self.readable(hub) and self.readable(offline) and self.readable(other))
        hub.command("backup", self.world.folder / "backup")
        before = hub.command("coverage")

        hub.stop()
        offline.command("edit", person, f"name=Ada {self.WORD}")
        offline.stop()
        hub.start()
        asked = hub.run("erase", person, "--json")
        self.assertEqual(asked.returncode, 1, asked.stderr)
        self.assertTrue(self.readable(hub))
        self.assertTrue(hub.command("erase", person, "--yes")["done"])
        self.assertTrue(hub.command("erase", walkin, "--yes")["done"])
        muster.agree(hub, other, abroad)
        self.assertEqual(self.readable(hub, other, abroad), [])
        offline.start()
        muster.agree(*everybody)
        muster.wait_until("no word is left", lambda: not self.readable(*everybody))

        after = hub.command("coverage")
        for name in ("present", "attended"):
            self.assertEqual(after[name], before[name])
        self.assertEqual(hub.command("search", self.WORD), [])
        self.assertEqual([row["erased"] for row in hub.command("search", person)], [True])
        self.assertIn("erased", offline.command("show", person))
        self.assertEqual(offline.check_in(person)["verdict"], "repeat")
        again = other.post(
            "/api/v1/participants", {"name": f"Emil {self.WORD}", "checkin": True}, key="k")
        self.assertTrue(again["erased"], again)

        # A hub restored from before it knows it at once, and so does who hears from it.
        hub.kill()
        hub.command("restore", self.world.folder / "backup", "--replace")
        for path in hub.data.glob("muster.db.before-*"):
            path.unlink()
        self.assertTrue(self.readable(hub))
        hub.start()
        self.assertEqual(self.readable(hub), [])
        muster.agree(*everybody)
        self.assertEqual(self.readable(*everybody), [])
        for daemon in everybody:
            self.assertTrue(daemon.command("verify")["ok"])
            daemon.kill()
        self.assertEqual(self.readable(*everybody), [])


if __name__ == "__main__":
    unittest.main()
