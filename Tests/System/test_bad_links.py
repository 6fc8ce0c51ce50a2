"""Links that are cut, stall, hear on one side only and trickle, while people are let in and out."""

import collections
import os
import random
import threading
import time

import muster
from proxy import MODES, Proxy
from test_kills import DESKS_PER_NODE, Volunteer

ROUNDS = int(os.environ.get("MUSTER_ROUNDS", 40))


class BadLinks(muster.Case):
    def test_whatever_a_link_does_everything_arrives_once(self):
        seed = int(os.environ.get("MUSTER_SEED", random.randrange(1_000_000)))
        chance = random.Random(seed)
        hub = self.world.hub(points=2, people=40).init().start()
        proxies, nodes = [], []
        for row in hub.points:
            proxy = Proxy(hub.address, seed)
            proxy.start()
            self.addCleanup(proxy.end)
            node = self.world.node(row["point"])
            node.command("join", hub.command("invite", row["point"])["code"], "--hub", proxy.address)
            proxies.append(proxy)
            nodes.append(node.start())
        muster.agree(hub, *nodes)

        is_over = threading.Event()
        volunteers = []
        for node in nodes:
            people = hub.at_home(node.point)
            volunteers += [
                Volunteer(node, people[desk::DESKS_PER_NODE], is_over) for desk in range(DESKS_PER_NODE)
            ]
        for volunteer in volunteers:
            volunteer.start()
        for _ in range(ROUNDS):
            chance.choice(proxies).set(chance.choice(MODES))
            # The moment is what is drawn; nothing is waited for.
            time.sleep(chance.uniform(0.05, 0.5))
        is_over.set()
        for volunteer in volunteers:
            volunteer.join(90)
            self.assertIsNone(volunteer.failure, f"MUSTER_SEED={seed}")
        for proxy in proxies:
            proxy.set("pass")
        # What stalled is found dead after a minute of silence, and dialed again.
        muster.agree(hub, *nodes, within=150)

        answered = [op for volunteer in volunteers for op in volunteer.answered.values()]
        modes = sum((collections.Counter(proxy.counts) for proxy in proxies), collections.Counter())
        print(
            f"\n  {len(answered)} acts, {sum(p.connections for p in proxies)} connections, "
            f"{sum(p.bytes for p in proxies)} bytes, {dict(modes)}, MUSTER_SEED={seed}")
        placed = collections.Counter(
            line["op"] for line in hub.log_lines() if line["kind"] in ("checkin", "checkout"))
        self.assertEqual(set(placed), set(answered), f"MUSTER_SEED={seed}")
        self.assertEqual([op for op, n in placed.items() if n > 1], [], f"twice; MUSTER_SEED={seed}")
        self.assertTrue(hub.command("verify")["ok"])
