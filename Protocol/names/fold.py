"""The folding of names, in Python: what README.md says, as code. Needs no packages.

It is the reference that the table of the daemons is generated from and that check.py compares with.
"""

import unicodedata

VERSION = 1


def _pairs(text):
    return dict(pair.split(">") for pair in text.split())


def _code(*numbers):
    return "".join(map(chr, numbers))


# Letters that Unicode does not decompose, but that a keyboard without them writes so.
LATIN = _pairs(
    "ı>i ø>o đ>d ł>l ħ>h ŧ>t æ>ae œ>oe ð>d þ>th ŋ>n ɓ>b ɗ>d ɖ>d ƙ>k ƴ>y ə>e ǝ>e ɛ>e ɔ>o"
)
# Alef wasla and its like, teh marbuta, alef maksura, and the Persian and Urdu shapes of one letter.
ARABIC = {
    "\u0671": "\u0627", "\u0672": "\u0627", "\u0673": "\u0627",
    "\u0629": "\u0647", "\u06c1": "\u0647", "\u06be": "\u0647", "\u06d5": "\u0647", "\u06c3": "\u0647",
    "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d2": "\u064a", "\u06a9": "\u0643",
    "\u0640": "",
}
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


SON = {"bin", "ibn", "ben", "bint", "binti", "بن", "ابن", "بنت"}
SERVANT = "عبد"


def _plain_words(text):
    words = []
    for word in "".join(map(fold_character, text)).split():
        if word.startswith(SERVANT + "ال") or word == SERVANT + "ا":
            words += [SERVANT, word[len(SERVANT):]]
        else:
            words.append(word)
    return words


def words(text):
    """The words of a name: for the index, and for comparing two names."""
    return [word for index, word in enumerate(_plain_words(text)) if index == 0 or word not in SON]


def asked(text):
    """The words of a query: each must begin a word of the name."""
    plain = _plain_words(text)
    return [word for word in plain if word not in SON] or plain[:1]
