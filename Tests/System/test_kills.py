"""kill -9 of hub and nodes at random moments under load."""

import collections
import http.client
import os
import random
import threading
import time
import uuid

import muster

ROUNDS = int(os.environ.get("MUSTER_ROUNDS", 24))
DESKS_PER_NODE = 2


class Volunteer(threading.Thread):
    """One desk that lets people in and out until told to stop, and retries with the same key."""

    def __init__(self, node, people, is_over):
        super().__init__(daemon=True)
        self.node = node
        self.people = people
        self.is_over = is_over
        self.answered = {}
        self.questions = {}
        self.retries = 0
        self.failure = None

    def run(self):
        try:
            desk = self.node.desk(timeout=30)
            for number in range(1_000_000):
                if self.is_over.is_set():
                    return desk.close()
                person = self.people[number // 2 % len(self.people)]
                path = "/api/v1/checkouts" if number % 2 else "/api/v1/checkins"
                self.act(desk, path, {"participant": person})
        except Exception as failure:  # shown by the test
            self.failure = failure

    def act(self, desk, path, body):
        key = str(uuid.uuid4())
        self.questions[key] = (path, body)
        end = time.monotonic() + 60
        while True:
            try:
                status, answer = desk.post(path, body, key)
            except (OSError, http.client.HTTPException) as failure:
                if time.monotonic() > end:
                    raise AssertionError(f"{self.node.name} did not come back") from failure
                self.retries += 1
                time.sleep(0.005)
                continue
            if status not in (200, 201):
                raise AssertionError(f"{path} {body}: {status} {answer}")
            self.answered[key] = answer["op"]
            return


class Kills(muster.Case):
    def test_nothing_acknowledged_is_lost_or_doubled(self):
        seed = int(os.environ.get("MUSTER_SEED", random.randrange(1_000_000)))
        chance = random.Random(seed)
        hub, *nodes = self.world.serving(points=2, people=40)
        is_over = threading.Event()
        volunteers = []
        for node in nodes:
            people = hub.at_home(node.point)
            for desk in range(DESKS_PER_NODE):
                volunteers.append(Volunteer(node, people[desk::DESKS_PER_NODE], is_over))
        for volunteer in volunteers:
            volunteer.start()

        killed = collections.Counter()
        for _ in range(ROUNDS):
            victim = chance.choice([hub, *nodes])
            # The moment is what is drawn; nothing is waited for.
            time.sleep(chance.uniform(0.01, 0.3))
            victim.kill()
            victim.start()
            killed[victim.name] += 1
        is_over.set()
        for volunteer in volunteers:
            volunteer.join(90)
        for volunteer in volunteers:
            self.assertIsNone(volunteer.failure, f"MUSTER_SEED={seed}")
            self.assertFalse(volunteer.is_alive(), f"MUSTER_SEED={seed}")
        muster.agree(hub, *nodes)

        answered = {key: op for v in volunteers for key, op in v.answered.items()}
        print(
            f"\n  {len(answered)} acts, {sum(v.retries for v in volunteers)} retries, "
            f"killed {dict(killed)}, MUSTER_SEED={seed}")
        self.assertEqual(len(set(answered.values())), len(answered), "two keys, one op")
        placed = collections.Counter(
            line["op"] for line in hub.log_lines() if line["kind"] in ("checkin", "checkout"))
        lost = [op for op in answered.values() if op not in placed]
        self.assertEqual(lost, [], f"lost; MUSTER_SEED={seed}")
        self.assertEqual([op for op, n in placed.items() if n > 1], [], f"twice; MUSTER_SEED={seed}")
        self.assertEqual(set(placed), set(answered.values()), f"nobody asked; MUSTER_SEED={seed}")
        self.assertTrue(hub.command("verify")["ok"])

        # No key is forgotten: each gives the op it gave.
        for node in nodes:
            node.kill()
            node.start()
        for volunteer in volunteers:
            desk = volunteer.node.desk()
            for key in chance.sample(sorted(volunteer.answered), min(50, len(volunteer.answered))):
                path, body = volunteer.questions[key]
                status, answer = desk.post(path, body, key)
                self.assertIn(status, (200, 201))
                self.assertEqual(answer["op"], volunteer.answered[key], f"{path} {body}")
            desk.close()
        made = sum(node.status()["made"] for node in nodes)
        muster.agree(hub, *nodes)
        self.assertEqual(made, sum(node.status()["durable"] for node in nodes))
