"""A node of one gathering point: records, keeps, and brings the hub what it recorded."""

import secrets
import shutil
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import chain
import join_code
import line
import strict_json
import trust
from fold import desk
from fold.state import State
from link import Link, Refused, now
from session import SOFTWARE, Enrolment, Session
from store import Chain, Log, Store


def kernel_boot():
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def enrol(folder, code):
    """Enrols this machine with a join code; the folder then holds a node."""
    return enrol_key(folder, join_code.JoinCode.read(code), Ed25519PrivateKey.generate())


def enrol_key(folder, code, private):
    """The same for a key that is there already."""
    seal = X25519PrivateKey.generate()
    link = Link(code.address, private, lambda exporter, peer: Enrolment(
        code, private, trust.public_of(seal), exporter, peer))
    said = []
    try:
        while not link.session.ended:
            link.pump(1.0, said.append)
    finally:
        link.close()
    answer = link.session.enrolled
    if answer is None:
        raise Refused(said[-1]["name"])
    store = Store(Path(folder) / "node.sqlite")
    with store:
        store.keep(
            seed=trust.seed_of(private).hex(), seal=trust.seed_of(seal).hex(),
            event=answer["event"], root=answer["root"], epoch=secrets.token_hex(16), addresses=[code.address],
            hub_seal=answer["seal"], admission_line=answer["line"].decode(),
            admission={name: answer[name] for name in ("root", "key", "certificate", "signature")})
    store.close()
    return Node(folder)


class Node:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.store = Store(Path(folder) / "node.sqlite")
        facts = self.store.facts
        self.event, self.root = facts["event"], facts["root"]
        self.private = trust.private_from(bytes.fromhex(facts["seed"]))
        self.node = trust.key_id(trust.public_of(self.private))
        self.admission, self.admission_line = facts["admission"], facts["admission_line"].encode()
        admitted = strict_json.read(self.admission_line)
        self.point, self.country = admitted["point"], admitted["country"]
        self.epoch = facts["epoch"]
        self.log = Log(self.event, self.store.segments())
        self.chain = Chain(self.event, self.node, self.epoch, self.store.own_lines(self.epoch))
        self.durable = self.whole = 0
        self.said = []
        self.link = None
        self.welcome = self.first_segment = None
        # Of private lines: asked for in this session, those of which no word has come, and said to be absent.
        self.asked, self.awaited, self.owed = set(), set(), set()
        self.came, self.recovered = [], set()
        self.folded = None
        self.untidy = True
        self.boot = facts.get("boot")
        self.mono = facts.get("mono", 0)
        if facts.get("machine") != kernel_boot():
            with self.store:
                self._record_boot()

    def close(self):
        self.hang_up()
        self.store.close()

    # Recording

    def _record_boot(self):
        before, self.boot, self.mono = self.boot, None, 0
        previous = {"previous": before} if before else {}
        self.boot = self._append("boot", **previous, machine=kernel_boot())
        self.store.keep(boot=self.boot, machine=kernel_boot())

    def _append(self, kind, private_line=None, **members):
        clock = now()
        self.mono = max(clock.mono, self.mono + 1)
        boot = {"boot": self.boot} if self.boot else {}
        data = line.write({
            "kind": kind, "event": self.event, "node": self.node, "nonce": secrets.token_hex(8), "at": clock.wall,
            "mono": self.mono, **boot, **members})
        op = self.append_line(data)
        if private_line is not None:
            self.store.add_private(op, private_line)
        self.store.keep(mono=self.mono)
        return op

    def append_line(self, data):
        """Chains a line, whatever it says; gives the op's id."""
        self.store.add_own(self.epoch, self.chain.n + 1, data)
        self.chain.add(data)
        return chain.op_id(data)

    def record(self, kind, fields=None, **members):
        """Makes an op, with a private line where there are fields for one; gives its id."""
        with self.store:
            if fields is None:
                return self._append(kind, **members)
            private = line.write_private(secrets.token_hex(16), fields)
            names = "answered" if kind == "checkin" else "fields"
            members.update({names: sorted(fields, key=str.encode), "private": line.private_digest(private)})
            return self._append(kind, private_line=private, **members)

    # What a desk does

    def state(self):
        """The fold of placed ops together with its own that are not placed yet."""
        elements = self.log.fold_elements()
        placed = {n for _, node, epoch, n, _ in self.log.elements if (node, epoch) == (self.node, self.epoch)}
        received = now().wall
        waiting = [
            (data, self.node, self.epoch, n, received) for n, data in enumerate(self.chain.lines, 1)
            if n not in placed]
        return State(self.event, elements + waiting) if waiting else self.placed_state()

    def placed_state(self):
        """The fold of the log, made anew where the log has moved."""
        at = self.log.place, self.log.hash
        if self.folded is None or self.folded[0] != at:
            self.folded = at, State(self.event, self.log.fold_elements())
        return self.folded[1]

    def conflict(self, kind, subject):
        """The conflict of a kind whose subject begins so."""
        return next(
            one for one in self.placed_state().conflicts if (one.kind, one.subject[0]) == (kind, subject))

    def check_in(self, participant, door="main", answers=None):
        """Judges, and records a check-in or a refusal; gives (verdict, op)."""
        state = self.state()
        judged = desk.Judgement(state, desk.Wanted(
            participant, door, self.point, *self.time_now(state), answered=list(answers or {})))
        if judged.verdict not in ("admitted", "repeat"):
            known = {"participant": participant} if judged.known else {}
            return judged.verdict, self.record(
                "refusal", point=self.point, door=door, reason=judged.verdict, **known)
        people = state.people
        seen = sorted(
            block.id for one in people.members(people.name(participant)) for block in people.standing_blocks(one))
        return judged.verdict, self.record(
            "checkin", fields=answers, point=self.point, participant=participant, door=door, base=seen)

    def time_now(self, state):
        """Now, and the greatest error of that."""
        clock = now()
        boot = state.times.boots.get((self.node, self.boot))
        return boot.marks.time(clock.mono) if boot and boot.marks else (clock.wall, strict_json.GREATEST)

    def check_out(self, participant, door="main"):
        return self.record("checkout", point=self.point, participant=participant, door=door)

    def walk_in(self, **fields):
        """Registers somebody who is on no list; gives the new participant's id."""
        return self.record("participant.put", fields=fields, base=[], set={
            "kind": "guest", "country": self.country, "point": self.point})

    def edit(self, participant, **fields):
        """Corrects private fields of somebody of this country."""
        won = self.state().people.fields.get(participant, {})
        base = sorted({won[field].id for field in fields if field in won})
        return self.record("participant.put", fields=fields, participant=participant, base=base, set={})

    def private_fields(self, participant):
        """The private fields of somebody, as far as their lines are held here; None where none is."""
        fields = {}
        for field, op in self.state().people.fields.get(participant, {}).items():
            data = self.store.private(op.id)
            if data is not None and field in op.line.get("fields", []):
                fields[field] = strict_json.read(data)["set"][field]
        return fields or None

    # The connection

    def dial(self, address=None):
        """Connects to the first hub that is there, and says hello; gives the session when the hub has answered."""
        self.hang_up()
        self.asked, self.awaited, self.owed = set(), set(), set()
        self.recovered, self.untidy = set(), True
        self.link = self._reach([address] if address else self.store.facts["addresses"])
        while not (self.link.session.open or self.link.session.ended):
            self._pump(1.0)
        return self.dial(address) if self.link.session.outgrown else self.link.session

    def _reach(self, addresses):
        for address in addresses:
            try:
                return Link(address, self.private, lambda exporter, peer: Session(
                    self, self.chain, self.log, exporter, peer))
            except OSError as failed:
                why = failed
        raise why

    def hang_up(self, reason=None):
        if self.link:
            if reason and not self.link.session.ended:
                self.link.session.say("bye", reason=reason)
                self.link.flush()
            self.link.close()
            self.link = None

    def turn(self, within=0.05):
        """Sends what waits, and takes what comes within so many seconds."""
        if self.link.session.outgrown:
            self.dial()
        if self.link.session.ended:
            raise Refused(self.said[-1].get("name", str(self.said[-1])))
        self.send()
        before = self.log.place
        self._pump(within)
        if self.untidy and self.log.place == before and not self.link.session.ended:
            self.tidy()

    def _pump(self, within):
        self.link.pump(within, self._handle)
        self._commit()

    def until(self, what, condition, within=20.0):
        """Keeps the session going until a condition holds, and gives what that gives."""
        end = time.monotonic() + within
        while not (came := condition()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {within:.0f} s: {what}")
            self.turn()
        return came

    def send(self):
        """Sends what waits, as far as the hub takes it."""
        self.send_on(self.link.session)
        self.link.flush()

    def send_on(self, spoken):
        while taken := spoken.send_ops(self.chain.lines[spoken.sent:]):
            self._send_private(spoken, self.chain.lines[spoken.sent - taken:spoken.sent])

    def pending(self):
        """How many ops the hub has not acknowledged, or not whole."""
        return self.chain.n - min(self.durable, self.whole)

    def _send_private(self, spoken, lines):
        self._give_private(spoken, [
            chain.op_id(data) for data in lines if "private" in (line.readable(data, self.event) or {})])

    def _give_private(self, spoken, ops):
        erased = self._erased() if ops else set()
        entries = []
        for op in ops:
            data = self.store.private(op)
            what = "line" if data is not None else "gone" if op in erased else "absent"
            entries.append((op, what, data))
            if what == "absent":
                self.owed.add(op)
        spoken.send_private(entries)

    # What the hub says

    def _handle(self, event):
        self.said.append(event)
        handler = getattr(self, "_on_" + event.get("event", "error").replace("-", "_"), None)
        if handler:
            handler(event)

    def is_settled(self):
        """Whether nothing waits here, and the hub has given what was asked for."""
        return not (self.pending() or self.untidy or self.awaited)

    def _on_welcome(self, event):
        session = self.link.session
        self.welcome, self.first_segment = event, None
        if session.outgrown:
            return self.begin_anew()
        self.durable, self.whole = event["n"], event["whole"]
        with self.store:
            self.store.keep(addresses=list(dict.fromkeys(session.addresses + self.store.facts["addresses"])))
        if session.parted_at is not None:
            self.part(session.parted_at)
        self._send_private(session, self.chain.lines[self.whole:self.durable])
        self._say_status(session)
        self._offer()

    def _say_status(self, spoken):
        at, _ = self.time_now(self.state())
        waiting = [line.readable(data, self.event) for data in self.chain.lines[self.durable:]]
        oldest = {"oldest": waiting[0]["at"]} if waiting and waiting[0] else {}
        free = shutil.disk_usage(self.folder).free
        spoken.say(
            "status", desks=1, present=self.state().presence.inside(self.point, at), made=self.chain.n,
            pending=self.chain.n - self.durable, **oldest, disk_free=free, software=SOFTWARE)

    def _on_ack(self, event):
        self.durable, self.whole = event["durable"], event["whole"]
        if self.pending() == 0:
            self._say_status(self.link.session)

    def _on_segment(self, event):
        self.came.append(event["segment"])

    def _commit(self):
        """Adopts what came, in one piece, and only then says so."""
        came, self.came = self.came, []
        if not came:
            return
        self.first_segment = self.first_segment or came[0].first
        self.adopt(came)
        self.untidy = True
        spoken, is_outgrown = self.link.session, any(
            self._is_strange(entry) for each in came for entry in each.entries)
        if is_outgrown:
            self.begin_anew()
        if not spoken.ended:
            spoken.say("have", place=self.log.place, hash=self.log.hash)
            if is_outgrown:
                spoken.begin_anew()
            self.link.flush()

    def adopt(self, came):
        """Appends segments to the log that it follows."""
        with self.store:
            for each in came:
                self.store.add_segment(each)
        for each in came:
            self.log.add(each)

    def _is_strange(self, entry):
        """An op under its own writer that is not on its own chain."""
        if (entry.node, entry.epoch) != (self.node, self.epoch):
            return False
        return entry.n > self.chain.n or chain.op_id(self.chain.lines[entry.n - 1]) != entry.op

    def _on_want(self, event):
        self._give_private(self.link.session, event["ops"])

    def _on_private(self, event):
        self.awaited -= set(event["ops"])
        lines = iter(event["lines"])
        self.take_private(
            (op, next(lines) if what == "line" else None) for op, what in zip(event["ops"], event["is"]))

    def take_private(self, entries):
        """Keeps each private line that is the one of its op, and not erased."""
        erased = self._erased()
        with self.store:
            for op, data in entries:
                if data is None or op not in self.log.lines or op in erased:
                    continue
                members = line.readable(self.log.lines[op], self.event) or {}
                if members.get("private") == line.private_digest(data):
                    self.store.add_private(op, data)
                    self._pay(op, data)

    def _pay(self, op, data):
        """Sends a line that was said to be absent."""
        if op in self.owed and self.link:
            self.owed.remove(op)
            self.link.session.send_private([(op, "line", data)])

    def tidy(self):
        """What follows from the segments that came, once no more of them wait: it folds the whole log."""
        self.untidy = False
        self._forget(self._erased())
        self._let_go()
        wanted = self.want_on(self.link.session, self.asked)
        self.asked |= wanted
        self.awaited |= wanted

    def want_on(self, spoken, asked):
        """Asks for lines that it lacks and may have, but for those asked for already; gives what it asked for."""
        state = self.placed_state()
        lacking = set(state.ops) - self.store.private_ops() - state.erased_ops() - asked
        wanted = [op_id for op_id in sorted(lacking) if self._may_have(state, state.ops[op_id])]
        for start in range(0, len(wanted), 256):
            spoken.say("want", ops=wanted[start:start + 256])
        return set(wanted)

    def _may_have(self, state, op):
        """Whether an op has a private line of somebody at home here, or who has checked in here."""
        if not op.line or "private" not in op.line or not op.whom:
            return False
        return (
            state.people.home.get(op.whom) == self.country
            or state.people.name(op.whom) in state.visitors(self.country))

    def _erased(self):
        return self.state().erased_ops()

    def _forget(self, erased):
        with self.store:
            for op in erased & self.store.private_ops():
                self.store.drop_private(op)

    # Other lives

    def begin_anew(self):
        """Its life is outgrown: a new epoch, under which all of its lines that are not on the log are chained."""
        placed = set(self.log.lines)
        waiting = [data for data in self.store.all_own_lines() if chain.op_id(data) not in placed]
        self.epoch = secrets.token_hex(16)
        self.chain = Chain(self.event, self.node, self.epoch, [])
        with self.store:
            self.store.keep(epoch=self.epoch)
            for data in waiting:
                self.append_line(data)
            self._record_boot()
        self.durable = self.whole = 0

    def part(self, place):
        """Follows another log from a place on: what is behind it goes aside, own ops of it wait again."""
        kept = [came for came in self.log.segments if came.last <= place]
        left = [came for came in self.log.segments if came.last > place]
        log = Log(self.event, kept)
        with self.store:
            for came in left:
                self.store.put_aside(came)
            present = set(self.chain.lines)
            for data in self.store.all_own_lines():
                if data not in present and chain.op_id(data) not in log.lines:
                    self.append_line(data)
        self.log = log

    def _offer(self):
        offered = [came for came in self.store.aside() if came.after not in self.recovered][:128]
        if offered:
            self.link.session.say("offer", segments=[
                [came.generation, came.first, came.last - came.first + 1, came.after] for came in offered])

    def _on_want_segments(self, event):
        held = {came.after: came for came in self.store.aside()}
        self.link.session.out += [held[after].lines for after in event["after"] if after in held]

    def _on_recovered(self, event):
        self.recovered |= set(event["after"])
        self._offer()

    def _let_go(self):
        placed = set(self.log.elements)
        with self.store:
            for came in self.store.aside():
                if all((one.op, one.node, one.epoch, one.n, one.received) in placed for one in came.entries):
                    self.store.let_go(came.after)
