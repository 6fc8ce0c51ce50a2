"""The folding of names, in Python: what README.md says, as code. Needs no packages.

It is the reference that the table of the daemons is generated from and that check.py compares with.
"""

import unicodedata

VERSION = 2


def _pairs(text):
    return dict(pair.split(">") for pair in text.split())


def _code(*numbers):
    return "".join(map(chr, numbers))


# Letters that Unicode does not decompose, but that a keyboard without them writes so.
LATIN = _pairs(
    "ı>i ø>o đ>d ł>l ħ>h ŧ>t æ>ae œ>oe ð>d þ>th ŋ>n ɓ>b ɗ>d ɖ>d ƙ>k ƴ>y ə>e ǝ>e ɛ>e ɔ>o "
    "ɩ>i ʊ>u ʋ>v ɣ>gh ɲ>ny"
)
# Shapes of one Arabic letter, by keyboard, region and language; a high hamza is as good as a mark.
ARABIC = {shape: letter for letter, shapes in {
    "\u0627": "\u0671\u0672\u0673",
    "\u0647": "\u0629\u06be\u06c1\u06c3\u06d5",
    "\u064a": "\u0620\u0649\u06cc\u06cd\u06ce\u06d0\u06d2",
    "\u0648": "\u06c5\u06c6\u06c7\u06c8\u06c9\u06cb\u06cf",
    "\u0643": "\u06a9\u06aa",
    "\u06af": "\u06ac\u06ad\u0762",
    "\u0641": "\u06a1\u06a2\u06a4\u06a5",
    "\u0642": "\u066f\u06a7\u06a8",
    "\u0646": "\u06ba",
    "\u0631": "\u0695",
    "\u0644": "\u06b5",
    "": "\u0640\u0674",
}.items() for shape in shapes}
# Letters that Bangla sounds alike and spells now one way, now the other; and the Assamese shape of ra.
BENGALI = {"\u0988": "\u0987", "\u098a": "\u0989", "\u09a3": "\u09a8", "\u09ce": "\u09a4", "\u0982": "\u0999",
           "\u09f0": "\u09b0"}
# Apostrophes, and the letters and accents that are typed for one. Hyphens are the dashes (Pd).
APOSTROPHES = set("'`\u00b4\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"
                  "\u055a\u05f3\ua78b\ua78c\uff07\uff40")
SOFT = set("\u2212\u2043\ufe63\uff0d")


def _vowel_signs():
    """Signs that stand for a vowel are letters of the word: each becomes its vowel letter."""
    signs = {}
    for block in range(0x0900, 0x0D80, 0x80):
        offsets = {offset: offset - 0x38 for offset in range(0x3E, 0x4D)}
        offsets.update({0x44: 0x60, 0x57: 0x14, 0x62: 0x0C, 0x63: 0x61})
        if block == 0x0B80:
            offsets[0x57] = 0x0A  # Tamil au is written as o and this sign: o and uu
        for sign, letter in offsets.items():
            if unicodedata.category(chr(block + sign))[0] == "M" and unicodedata.category(chr(block + letter)) == "Lo":
                signs[chr(block + sign)] = chr(block + letter)
    sinhala = {0xCF: 0x86, 0xD0: 0x87, 0xD1: 0x88, 0xD2: 0x89, 0xD3: 0x8A, 0xD4: 0x8B, 0xD6: 0x8C, 0xD8: 0x8D,
               0xD9: 0x91, 0xDB: 0x93, 0xDF: 0x8F, 0xF2: 0x8E, 0xF3: 0x90}
    signs.update({chr(0x0D00 + sign): chr(0x0D00 + letter) for sign, letter in sinhala.items()})
    # Scripts without vowel letters: the usual spelling in Latin letters.
    for first in (0x0E00, 0x0E80):
        for offset, latin in zip((0x31, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39), "a i ii ue uee u uu".split()):
            signs[chr(first + offset)] = latin
    signs["\u0ebb"] = "o"
    for offset, latin in enumerate("a aa i ii u uu e ee o oo".split()):
        signs[chr(0x07A6 + offset)] = latin
    return signs


def _hangul():
    """Jamo in the order in which they are typed: finals as the same initials, compounds as their parts."""
    final = (
        "1100 1101 1100+1109 1102 1102+110C 1102+1112 1103 1105 1105+1100 1105+1106 1105+1107 1105+1109 1105+1110 "
        "1105+1111 1105+1112 1106 1107 1107+1109 1109 110A 110B 110C 110E 110F 1110 1111 1112"
    ).split()
    vowels = {0x116A: "1169+1161", 0x116B: "1169+1162", 0x116C: "1169+1175", 0x116F: "116E+1165",
              0x1170: "116E+1166", 0x1171: "116E+1175", 0x1174: "1173+1175"}
    parts = {**{0x11A8 + index: text for index, text in enumerate(final)}, **vowels}
    return {chr(jamo): _code(*(int(part, 16) for part in text.split("+"))) for jamo, text in parts.items()}


LETTERS = {**LATIN, **ARABIC, **_vowel_signs(), **_hangul()}
LETTERS = {**{letter: BENGALI.get(text, text) for letter, text in LETTERS.items()}, **BENGALI}
FILLERS = set("\u115f\u1160\u17b4\u17b5")


def _letter(character):
    """What one decomposed, case-folded character becomes; a space where words part."""
    if character in LETTERS:
        return LETTERS[character]
    if character in APOSTROPHES or character in SOFT or character in FILLERS:
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "M" or category in ("Pd", "Cf"):
        return ""
    if category[0] in "LN" or category == "Co":
        return character
    if category == "Cn" and 0x20000 <= ord(character) < 0x40000:
        return character  # ideographs newer than the table
    return " "


def fold_character(character):
    """The folded text of one character, by itself: the folding needs no context."""
    if character in APOSTROPHES:
        return ""
    before, text = None, character
    while text != before:
        before, text = text, unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = "".join(map(_letter, text))
    return folded if folded.strip() else folded[:1]


SON = {"bin", "ibn", "ben", "bint", "binti", "binte", "bent", "bte", "bt", "ould", "mint",
       "بن", "ابن", "بنت", "ابنه", "ولد", "منت"}
# Short for bin between two names; at the end of a query it may be the beginning of any name.
SHORT = "b"
SERVANTS = ("عبد", "عبيد")
ENDS = ("الله", "الدين")


def _parts(word):
    """One name that is written in one word or in two becomes two."""
    for servant in SERVANTS:
        rest = word[len(servant):]
        if word.startswith(servant) and (rest.startswith("ال") or rest == "ا"):
            return [servant, rest]
    for end in ENDS:
        if word.endswith(end) and len(word) >= len(end) + 2:
            return [word[:-len(end)], end]
    return [word]


def _plain_words(text):
    return [part for word in "".join(map(fold_character, text)).split() for part in _parts(word)]


def _is_optional(index, plain):
    return plain[index] in SON or plain[index] == SHORT and 0 < index < len(plain) - 1


def words(text):
    """The words of a name by which two spellings are compared."""
    plain = _plain_words(text)
    return [word for index, word in enumerate(plain) if index == 0 or not _is_optional(index, plain)]


HYPHENS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212\u2043\ufe63\uff0d"), " ")


def indexed(text):
    """The words of a name that a query's words may begin: all of them, in one what is written so too, and
    what stands between hyphens."""
    plain = _plain_words(text)
    joined = [one + other for one, other in zip(plain, plain[1:])
              if other in ENDS and len(one) >= 2 and one not in SERVANTS and one not in SON]
    parted = text.translate(HYPHENS)
    parts = _plain_words(parted) if parted != text else []
    return plain + joined + [part for part in parts if part not in plain]


def asked(text):
    """The words of a query: each must begin an indexed word of the name."""
    plain = _plain_words(text)
    return [word for index, word in enumerate(plain) if not _is_optional(index, plain)] or plain[:1]
