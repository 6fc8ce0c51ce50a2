"""Makes scanners.json: what a scanner that types for an English keyboard makes of tickets under other layouts.

What each key makes is asked of libxkbcommon and the layouts of xkb-data (Debian: libxkbcommon0, xkb-data), which know
nothing of Muster; of Windows' Arabic layout, which xkb-data has not, only the keys that differ are written here.
"""

import ctypes
import json
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]

# Numbers of keys, as evdev has them.
KEYS = {sign: (10 + place, False) for place, sign in enumerate("1234567890")}
for row, first in (("QWERTYUIOP", 24), ("ASDFGHJKL", 38), ("ZXCVBNM", 52)):
    for place, sign in enumerate(row):
        KEYS[sign] = (first + place, True)
        KEYS[sign.lower()] = (first + place, False)
KEYS[":"] = (47, True)
SHIFT = 50

LAYOUTS = [
    ("French", "fr", ""), ("Belgian", "be", ""), ("German", "de", ""), ("Swiss German", "ch", ""),
    ("Swiss French", "ch", "fr"), ("Turkish Q", "tr", ""), ("Turkish F", "tr", "f"), ("Arabic", "ara", ""),
    ("Arabic with Arabic digits", "ara", "digits"), ("Spanish", "es", ""), ("Italian", "it", ""),
    ("Russian", "ru", ""), ("British", "gb", ""),
]
# The keys of Windows' Arabic (101) that make something else than Linux's, some of them two letters.
WINDOWS_ARABIC = {"B": "لآ", "G": "لأ", "T": "لإ", "M": "\u2019", "U": "\u2018"}

pointer = ctypes.c_void_p
xkb = ctypes.CDLL("libxkbcommon.so.0")


class Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


for function in ("xkb_context_new", "xkb_keymap_new_from_names", "xkb_state_new"):
    getattr(xkb, function).restype = pointer
xkb.xkb_context_new.argtypes = [ctypes.c_int]
xkb.xkb_keymap_new_from_names.argtypes = [pointer, ctypes.POINTER(Names), ctypes.c_int]
xkb.xkb_state_new.argtypes = [pointer]
xkb.xkb_state_update_key.argtypes = [pointer, ctypes.c_uint32, ctypes.c_int]
xkb.xkb_state_key_get_utf8.argtypes = [pointer, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]
context = xkb.xkb_context_new(0)


def keyboard(layout, variant):
    """From the sign that a scanner means to what it makes."""
    names = Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    keymap = xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
    assert keymap, f"xkb-data has no layout {layout} {variant}"

    def made(sign):
        key, shifted = KEYS[sign]
        state = xkb.xkb_state_new(keymap)
        if shifted:
            xkb.xkb_state_update_key(state, SHIFT, 1)
        text = ctypes.create_string_buffer(32)
        xkb.xkb_state_key_get_utf8(state, key, text, 32)
        assert text.value, f"{layout} {variant}: {sign} makes nothing"
        return text.value.decode()

    return made


def main():
    tickets = json.loads((HERE / "tickets.json").read_text(encoding="utf-8"))
    good = [case["text"] for case in tickets["cases"] if case["outcome"] == "good" and case["text"].isupper()]
    forged = good[0][:-8] + ("0" * 8 if not good[0].endswith("0" * 8) else "1" * 8)
    boards = [(name, keyboard(layout, variant)) for name, layout, variant in LAYOUTS]
    arabic = keyboard("ara", "")
    boards.append(("Arabic of Windows", lambda sign: WINDOWS_ARABIC.get(sign) or arabic(sign)))
    cases = []
    for name, made in boards:
        for text in good:
            cases.append((name, "".join(map(made, text)), "good", text))
        cases.append((f"{name}, forged", "".join(map(made, forged)), "bad-signature", None))
        if name != "Arabic of Windows":  # There one key makes the same as two without the shift key.
            small = "".join(made(sign if sign == ":" else sign.lower()) for sign in good[0])
            cases.append((f"{name}, small letters", small, "good", good[0]))
    for word in ("محمد العطار", "Müller", "MUSTER", "MUSTER1", "ىعسفثق", "?USTER", "p-00001", ""):
        cases.append(("no ticket", word, "unknown", None))
    document = {
        "about": "What a scanner types under other layouts of the keyboard, what it comes to, and the ticket that it is."
        " Event and keys are those of tickets.json. Protocol/3-identity.md, Tickets.",
        "cases": [
            {"why": why, "typed": typed, "outcome": outcome, **({"text": text} if text else {})}
            for why, typed, outcome, text in cases
        ],
    }
    (HERE / "scanners.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
