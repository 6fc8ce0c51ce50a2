"""What a node keeps on its disk: who it is, its own chain, the log, private lines, segments of other lives."""

import json
import sqlite3

import chain
import segment

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS own (epoch TEXT, n INTEGER, line BLOB NOT NULL, PRIMARY KEY (epoch, n));
CREATE TABLE IF NOT EXISTS log (first INTEGER PRIMARY KEY, payload BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS aside (after TEXT PRIMARY KEY, payload BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS private (op TEXT PRIMARY KEY, line BLOB NOT NULL);
"""


class Store:
    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.executescript(SCHEMA)
        self.facts = {
            name: json.loads(value) for name, value in self.database.execute("SELECT name, value FROM facts")}

    def close(self):
        self.database.close()

    def __enter__(self):
        """One piece: all of it is on the disk, or nothing."""
        self.database.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind, error, trace):
        self.database.execute("COMMIT" if kind is None else "ROLLBACK")

    def keep(self, **facts):
        for name, value in facts.items():
            self.database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))
            self.facts[name] = value

    def own_lines(self, epoch):
        return [bytes(line) for (line,) in self.database.execute(
            "SELECT line FROM own WHERE epoch = ? ORDER BY n", (epoch,))]

    def all_own_lines(self):
        """Every line of its own, of any epoch, in the order in which they were first chained."""
        rows = self.database.execute("SELECT line FROM own ORDER BY rowid")
        return list(dict.fromkeys(bytes(line) for (line,) in rows))

    def add_own(self, epoch, n, data):
        self.database.execute("INSERT INTO own VALUES (?, ?, ?)", (epoch, n, data))

    def add_private(self, op, data):
        self.database.execute("INSERT OR IGNORE INTO private VALUES (?, ?)", (op, data))

    def private(self, op):
        row = self.database.execute("SELECT line FROM private WHERE op = ?", (op,)).fetchone()
        return bytes(row[0]) if row else None

    def private_ops(self):
        return {op for (op,) in self.database.execute("SELECT op FROM private")}

    def drop_private(self, op):
        self.database.execute("DELETE FROM private WHERE op = ?", (op,))

    def add_segment(self, came):
        self.database.execute("INSERT INTO log VALUES (?, ?)", (came.first, b"\n".join(came.lines)))

    def segments(self):
        for _, payload in self.database.execute("SELECT first, payload FROM log ORDER BY first"):
            yield segment.stored(bytes(payload).split(b"\n"))

    def put_aside(self, came):
        self.database.execute("DELETE FROM log WHERE first = ?", (came.first,))
        self.database.execute("INSERT OR IGNORE INTO aside VALUES (?, ?)", (came.after, b"\n".join(came.lines)))

    def aside(self):
        return [segment.stored(bytes(payload).split(b"\n")) for (payload,) in self.database.execute(
            "SELECT payload FROM aside ORDER BY rowid")]

    def let_go(self, after):
        self.database.execute("DELETE FROM aside WHERE after = ?", (after,))


class Chain:
    """A node's own chain under its present epoch."""

    def __init__(self, event, node, epoch, lines):
        self.lines = []
        self.hashes = [chain.writer_start(event, node, epoch)]
        for data in lines:
            self.add(data)

    @property
    def n(self):
        return len(self.lines)

    def add(self, data):
        self.lines.append(data)
        self.hashes.append(chain.after_lines(self.hashes[-1], [data]))

    def hash_at(self, n):
        return self.hashes[n]


class Log:
    """The log that a node follows."""

    def __init__(self, event, segments=()):
        self.event = event
        self.ends = {0: chain.log_start(event)}
        self.place = 0
        self.starts = []
        self.certified = []
        self.lines = {}
        self.elements = []
        self.segments = []
        for came in segments:
            self.add(came)

    @property
    def hash(self):
        return self.ends[self.place]

    def add(self, came):
        self.segments.append(came)
        for place, op in came.starts(self.event):
            key = segment.certified_key(op, self.event)
            if key:
                self.certified.append((place, key))
                if (op["generation"], place) == (came.generation, came.first):
                    self.starts.append([op["generation"], place, came.before])
        for entry in came.entries:
            if entry.data is not None:
                self.lines[entry.op] = entry.data
            self.elements.append((entry.op, entry.node, entry.epoch, entry.n, entry.received))
        self.place = came.last
        self.ends[came.last] = came.after

    def hash_at(self, place):
        return self.ends.get(place)

    def keys_up_to(self, place):
        return {key for at, key in self.certified if at <= place}

    def fold_elements(self):
        return [(self.lines[op], *placed) for op, *placed in self.elements]
