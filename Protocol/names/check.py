#!/usr/bin/env python3
"""Checks the folding: the vectors against fold.py, the table's digest, the sample roster, and FTS5.

No packages. The digest of the table and the walk over all code points need Unicode 14.0 (Python 3.11); under
another version they are left out, and said to be.
"""

import csv
import json
import pathlib
import re
import sqlite3
import sys
import unicodedata

import fold
import make

HERE = pathlib.Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "seeds"
wrong = []


def check(good, what):
    if not good:
        wrong.append(what)


def finds(name, asked):
    words = fold.indexed(name)
    return all(any(word.startswith(part) for word in words) for part in fold.asked(asked))


def check_vectors(vectors):
    for case in vectors["cases"]:
        words, asked = fold.words(case["input"]), fold.asked(case["input"])
        check(words == case["words"], f"words of {case['input']!r} are {words}, the vector says {case['words']}")
        indexed = fold.indexed(case["input"])
        check(indexed == case.get("indexed", case["words"]), f"{case['input']!r} is indexed as {indexed}")
        check(asked == case.get("asked", case["words"]), f"{case['input']!r} asks for {asked}")
    for pair in vectors["found"]:
        check(finds(pair["name"], pair["asked"]), f"{pair['asked']!r} does not find {pair['name']!r}")
    for pair in vectors["missed"]:
        check(not finds(pair["name"], pair["asked"]), f"{pair['asked']!r} finds {pair['name']!r}")


def check_roster(names):
    """The pairs of seeds/README.md meet or stay apart as it says, and nobody else of a country meets."""
    planted = set()
    for line in (SEEDS / "README.md").read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| (p-\d+) \| (p-\d+) \| \w\w \| (.*) \|", line)
        if row:
            one, other = (fold.words(names[identity][1]) for identity in row.groups()[:2])
            check((one == other) != ("stay apart" in row[3]), f"seeds/README.md: {row[0]}: {one} {other}")
            planted.add(frozenset(row.groups()[:2]))
    seen = {}
    for identity, (country, name) in names.items():
        key = (country, *fold.words(name))
        if key in seen and frozenset((seen[key], identity)) not in planted:
            wrong.append(f"{seen[key]} and {identity} fold alike: {' '.join(key)}")
        seen[key] = identity


def tokens(database, tokenizer, texts):
    """The words that FTS5 makes of texts of words joined by spaces, each text a row."""
    database.execute(f'CREATE VIRTUAL TABLE temp.found USING fts5(words, tokenize="{tokenizer}")')
    database.execute("CREATE VIRTUAL TABLE temp.inside USING fts5vocab(found, instance)")
    database.executemany("INSERT INTO found(rowid, words) VALUES(?, ?)", enumerate(texts))
    rows = database.execute("SELECT doc, term FROM inside ORDER BY doc, offset").fetchall()
    database.execute("DROP TABLE temp.inside")
    database.execute("DROP TABLE temp.found")
    made = [[] for _ in texts]
    for row, term in rows:
        made[row].append(term)
    return made


def check_tokenizers(texts):
    database = sqlite3.connect(":memory:")
    for tokenizer in ("ascii", "unicode61 remove_diacritics 0"):
        for text, made in zip(texts, tokens(database, tokenizer, texts)):
            check(made == text.split(), f"{tokenizer} makes {made} of {text.split()}")


def check_every_code_point():
    """A folded character is letters, digits and spaces, and folding it again changes nothing."""
    folds = list(make.every_fold())
    table = json.loads((HERE / "table.json").read_text())
    check(make.digest(folds) == table["digest"], "table.json is not of this fold.py: run make.py")
    for code, text in enumerate(folds):
        if code in make.SYLLABLES or 0xD800 <= code < 0xE000:
            continue
        again = "".join(map(fold.fold_character, text))
        check(again == text, f"U+{code:04X} folds to {text!r}, and that to {again!r}")
    words = {word for code, text in enumerate(folds) if code not in make.SYLLABLES for word in text.split()}
    # SQLite knows the characters of an older Unicode: those newer than its tables are no letters to it,
    # and only `ascii` keeps them.
    database = sqlite3.connect(":memory:")
    ordered = sorted(words)
    check(tokens(database, "ascii", ordered) == [[word] for word in ordered], "ascii changes a folded word")
    changed = [
        word for word, made in zip(ordered, tokens(database, "unicode61 remove_diacritics 0", ordered)) if made not in ([word], [])
    ]
    check(not changed, f"unicode61 changes {changed[:20]}")


def main():
    vectors = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
    with open(SEEDS / "roster.csv", encoding="utf-8", newline="") as file:
        names = {row["id"]: (row["country"], row["name"]) for row in csv.DictReader(file)}
    check_vectors(vectors)
    check_roster(names)
    texts = [" ".join(fold.indexed(name)) for _, name in names.values()]
    check_tokenizers(texts + [" ".join(fold.indexed(case["input"])) for case in vectors["cases"]])
    if unicodedata.unidata_version == make.UNICODE:
        check_every_code_point()
    else:
        print(f"check.py: every code point left out: Unicode {unicodedata.unidata_version}, not {make.UNICODE}")
    for line in wrong[:40]:
        print(line, file=sys.stderr)
    pairs = len(vectors["found"]) + len(vectors["missed"])
    print(f"{len(vectors['cases'])} cases, {pairs} queries, {len(names)} names of the roster, SQLite {sqlite3.sqlite_version}: "
          + (f"{len(wrong)} wrong" if wrong else "all as written"))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
