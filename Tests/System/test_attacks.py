"""What an attacker finds who gets at the words of the daemons: their logs."""

import muster


class Words(muster.Case):
    def test_no_log_names_anybody(self):
        hub, node = self.world.serving(points=1, people=10)
        secrets = [node.command("desk", "add", "entrance-1")["link"].split("#")[1], hub.cookie, node.cookie]
        people = hub.at_home(node.point)
        for person in people[:3]:
            node.check_in(person)
        walk_in = node.command("walkin", "--name", "Nour Attacked-Test", "--email", "nour@walkin.example", "--checkin")
        node.command("edit", walk_in["participant"], "name=Nour Changed-Test")
        node.command("search", "Nour")
        node.run("search", "Somebody Sought")
        node.run("checkin", "MT1.nonsense")
        muster.agree(hub, node)
        hub.command("erase", people[0], "--yes")
        hub.run("search", "Somebody Sought")
        muster.agree(hub, node)
        names = [row["name"] for row in muster.seed_rows("roster.csv")]
        self.assertGreater(len(names), 100)
        written = hub.log.read_text() + node.log.read_text()
        self.assertIn("erase", written)
        for secret in [*secrets, *names, "Nour", "walkin.example", "Somebody Sought"]:
            self.assertNotIn(secret, written)
