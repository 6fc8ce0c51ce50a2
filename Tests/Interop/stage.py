"""A real hub, and nodes of this folder beside it."""

import courier
import muster
import node


class Stage:
    """What the tests share; `world` and `hub` are theirs."""

    def setUp(self):
        self.nodes = []

    def tearDown(self):
        for each in self.nodes:
            each.close()

    def folder(self, name):
        """A folder of its own for each node of each test."""
        return self.world.folder / f"{self._testMethodName}-{name}"

    def enrol(self, point):
        folder = self.folder("node")
        folder.mkdir()
        return self.adopt(node.enrol(folder, self.hub.command("invite", point)["code"]))

    def adopt(self, each):
        self.nodes.append(each)
        return each

    def joined(self, point):
        """A node that is enrolled, connected, and has all of the log."""
        mine = self.enrol(point)
        mine.dial()
        self.agree(mine)
        return mine

    def again(self, each):
        """The same node after its program has ended and begun again."""
        folder = each.folder
        each.close()
        self.nodes.remove(each)
        return self.adopt(node.Node(folder))

    def agree(self, *nodes, beside=()):
        """Waits until nothing waits, and all have the hub's place and state digest."""

        def same():
            for each in nodes:
                each.turn()
            hub = self.hub.status()
            real = [(each["place"], each["state"]) for each in (one.status() for one in beside) if not each["pending"]]
            if len(real) != len(beside) or not all(each.is_settled() for each in nodes):
                return None
            ours = [(each.log.place, each.placed_state().digest()) for each in nodes]
            return hub["state"] if {*real, *ours} == {(hub["place"], hub["state"])} else None

        return muster.wait_until(f"hub, {len(nodes)} nodes and {len(beside)} real ones agree", same)

    def placed(self, ops):
        """How often each of these ops stands on the hub's log."""
        placed = [row["op"] for row in self.hub.log_lines()]
        return [placed.count(op) for op in ops]

    def row(self, each):
        """What the hub says of a node."""
        return next(row for row in self.hub.command("nodes") if row["node"] == each.node)

    def fields_of(self, participant):
        return self.hub.command("participant", "show", participant)["fields"]

    def attended(self, each):
        """How many have attended in the country of a node."""
        rows = self.hub.command("coverage")["rows"]
        return sum(row["attended"] for row in rows if row["country"] == each.country)

    def carry(self, mine):
        """A file there and one back; whether there is more to carry."""
        there, back = self.world.folder / "there", self.world.folder / "back"
        there.write_bytes(courier.export(mine, node.now()))
        back.unlink(missing_ok=True)
        self.hub.command("bundle", "import", there, "--reply", back)
        return courier.Answer(mine, back.read_bytes()).take()
