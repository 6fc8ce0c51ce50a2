#!/usr/bin/env python3
"""Makes json.json, frames.json and lines.json beside this folder.

Written from Protocol/1-frames.md and Protocol/2-lines.md alone; nothing of it comes from the Swift.
What each case comes to was written down by hand; Python's own json and zlib say whether that is
possible. The same bytes come out at every run of one version of zlib.
"""

import copy
import hashlib
import json
import pathlib
import zlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent
GREATEST = 2**53 - 1


def compact(value) -> str:
    """The one spelling of 1-frames.md."""
    if isinstance(value, dict):
        return "{" + ",".join(compact(k) + ":" + compact(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(compact(v) for v in value) + "]"
    if isinstance(value, str):
        text = ""
        for character in value:
            if character in '"\\':
                text += "\\" + character
            elif ord(character) < 0x20:
                text += "\\u%04x" % ord(character)
            else:
                text += character
        return '"' + text + '"'
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    assert isinstance(value, int)
    return str(value)


def write(name: str, about: str, cases: list, **more) -> None:
    assert len({case["why"] for case in cases}) == len(cases), "two cases with one name"
    text = json.dumps({"about": about, **more, "cases": cases}, indent=1, ensure_ascii=False)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")
    print(name, len(cases))


# ---------------------------------------------------------------------------------------- json.json

JSON = []


def source(text) -> dict:
    """The input: text where it can stand in a file, otherwise hex."""
    data = text if isinstance(text, bytes) else text.encode()
    try:
        shown = data.decode()
        if all(c in "\t\n\r" or 0x20 <= ord(c) < 0x7F or ord(c) > 0xA0 for c in shown) and (
            "\ufeff" not in shown
        ):
            return {"text": shown}
    except UnicodeDecodeError:
        pass
    return {"hex": data.hex()}


def good(why: str, text, canonical: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert compact(json.loads(data.decode())) == canonical, why
    JSON.append({"why": why, **source(text), "compact": canonical})


def bad(why: str, text, rule: str) -> None:
    JSON.append({"why": why, **source(text), "error": 109 if rule == "bad-utf8" else 107,
                 "rule": rule})


# Values
good("the empty object", "{}", "{}")
good("the empty array", "[]", "[]")
good("a text alone", '"a"', '"a"')
good("an integer alone", "7", "7")
good("true alone", "true", "true")
good("false alone", "false", "false")
good("null alone", "null", "null")
good("the empty text", '""', '""')
good("an empty name", '{"":1}', '{"":1}')
good("members keep their order", '{"b":1,"a":2}', '{"b":1,"a":2}')
good("objects in arrays in objects", '{"a":[{"b":[]},{}]}', '{"a":[{"b":[]},{}]}')
bad("nothing", "", "unexpected-end")
bad("white space alone", " \n", "unexpected-end")
bad("a word of another language", "None", "unexpected-byte")
bad("a word in capitals", "True", "unexpected-byte")
bad("a word cut short", "tru", "unexpected-end")
bad("a word misspelt", "nul1", "unexpected-byte")
bad("a word with a tail", "nulll", "trailing-bytes")
bad("NaN", "NaN", "unexpected-byte")
bad("Infinity", "Infinity", "unexpected-byte")
bad("an apostrophe for a quote", "'a'", "unexpected-byte")
bad("a comment", "/* a */1", "unexpected-byte")
bad("a bare name", "{a:1}", "unexpected-byte")
bad("two values", "1 2", "trailing-bytes")
bad("two objects", "{}{}", "trailing-bytes")
bad("a comma after the value", "{},", "trailing-bytes")
bad("a closing bracket too many", "[]]", "trailing-bytes")
bad("a NUL after the value", b"1\x00", "trailing-bytes")
bad("a NUL alone", b"\x00", "unexpected-byte")

# White space
good("white space wherever it may stand", ' \t{\n"a" :\r[ 1 , 2 ] , "b":{ } }\n', '{"a":[1,2],"b":{}}')
good("white space in an empty array", "[ ]", "[]")
bad("a form feed", b"\x0c1", "unexpected-byte")
bad("a vertical tab", b"\x0b1", "unexpected-byte")
bad("a no-break space", "\u00a01", "unexpected-byte")
bad("white space inside a number", "1 0", "trailing-bytes")
bad("white space inside a word", "tr ue", "unexpected-byte")

# Objects and arrays
bad("an object not closed", '{"a":1', "unexpected-end")
bad("an object cut after the brace", "{", "unexpected-end")
bad("an object cut after the name", '{"a"', "unexpected-end")
bad("an object cut after the colon", '{"a":', "unexpected-end")
bad("an object cut after the comma", '{"a":1,', "unexpected-end")
bad("an array cut after the bracket", "[", "unexpected-end")
bad("an array cut after the comma", "[1,", "unexpected-end")
bad("an array not closed", "[1", "unexpected-end")
bad("a comma before the end of an object", '{"a":1,}', "unexpected-byte")
bad("a comma before the end of an array", "[1,]", "unexpected-byte")
bad("a comma alone in an array", "[,]", "unexpected-byte")
bad("a comma first", "[,1]", "unexpected-byte")
bad("two commas", "[1,,2]", "unexpected-byte")
bad("no comma in an array", "[1 2]", "unexpected-byte")
bad("no comma in an object", '{"a":1 "b":2}', "unexpected-byte")
bad("no colon", '{"a" 1}', "unexpected-byte")
bad("two colons", '{"a"::1}', "unexpected-byte")
bad("no value", '{"a":}', "unexpected-byte")
bad("no name", "{:1}", "unexpected-byte")
bad("a number as a name", "{1:1}", "unexpected-byte")
bad("null as a name", "{null:1}", "unexpected-byte")
bad("an array closed as an object", "[1}", "unexpected-byte")
bad("an object closed as an array", '{"a":1]', "unexpected-byte")
bad("a closing brace alone", "}", "unexpected-byte")

# Depth
good("eight arrays deep", "[" * 8 + "]" * 8, "[" * 8 + "]" * 8)
good("eight objects deep", '{"a":' * 7 + "{}" + "}" * 7, '{"a":' * 7 + "{}" + "}" * 7)
good("eight deep, twice beside one another", "[[[[[[[[]]]]]],[[[[[[]]]]]]]]",
     "[[[[[[[[]]]]]],[[[[[[]]]]]]]]")
bad("nine arrays deep", "[" * 9 + "]" * 9, "too-deep")
bad("nine objects deep", '{"a":' * 9 + "1" + "}" * 9, "too-deep")
bad("nine deep, both sorts", '[{"a":' * 4 + "[]" + "}]" * 4, "too-deep")
bad("a thousand deep and never closed", "[" * 1000, "too-deep")

# Duplicate members
good("the same name in two objects", '[{"a":1},{"a":2}]', '[{"a":1},{"a":2}]')
good("the same name within and without", '{"a":{"a":1}}', '{"a":{"a":1}}')
good("names that differ in case", '{"a":1,"A":2}', '{"a":1,"A":2}')
good("names that differ in normal form only", '{"\u00e9":1,"e\u0301":2}', '{"\u00e9":1,"e\u0301":2}')
good("names that differ after sixteen bytes", '{"0123456789abcdefX":1,"0123456789abcdefY":2}',
     '{"0123456789abcdefX":1,"0123456789abcdefY":2}')
good("a name that begins another", '{"valid":1,"valid_from":2}', '{"valid":1,"valid_from":2}')
good("a name with a NUL after another's bytes", '{"a":1,"a\\u0000":2}', '{"a":1,"a\\u0000":2}')
good("forty members", "{" + ",".join(f'"m{i}":{i}' for i in range(40)) + "}",
     "{" + ",".join(f'"m{i}":{i}' for i in range(40)) + "}")
bad("a name twice", '{"a":1,"a":2}', "duplicate-member")
bad("a name twice with the same value", '{"a":1,"a":1}', "duplicate-member")
bad("a name twice, others between", '{"a":1,"b":2,"c":{"a":0},"a":3}', "duplicate-member")
bad("a name twice, once escaped", '{"a":1,"\\u0061":2}', "duplicate-member")
bad("a name twice, in two spellings of its escape", '{"\\u00e9":1,"\\u00E9":2}', "duplicate-member")
bad("a name twice, as a pair and as UTF-8", '{"\\ud83d\\ude00":1,"\U0001f600":2}', "duplicate-member")
bad("the empty name twice", '{"":1,"":2}', "duplicate-member")
bad("a long name twice", '{"a name of more than sixteen bytes":1,"a name of more than sixteen bytes":2}',
    "duplicate-member")
bad("a name twice within", '[{"x":{"a":1,"a":2}}]', "duplicate-member")
bad("a name twice among forty", "{" + ",".join(f'"m{i % 39}":{i}' for i in range(40)) + "}",
    "duplicate-member")

# Numbers
good("zero", "0", "0")
good("the greatest integer", str(GREATEST), str(GREATEST))
good("the smallest integer", str(-GREATEST), str(-GREATEST))
good("minus one", "-1", "-1")
good("numbers end where the sign comes", '[1,-20,{"a":300}]', '[1,-20,{"a":300}]')
bad("one above the greatest integer", str(GREATEST + 1), "integer-too-large")
bad("one below the smallest integer", str(-GREATEST - 1), "integer-too-large")
bad("the greatest of 64 bits", str(2**63 - 1), "integer-too-large")
bad("the smallest of 64 bits", str(-(2**63)), "integer-too-large")
bad("two to the 64th", str(2**64), "integer-too-large")
bad("two to the 64th and one, which wraps around to 1", str(2**64 + 1), "integer-too-large")
bad("a hundred digits", "1" * 100, "integer-too-large")
bad("minus zero", "-0", "not-an-integer")
bad("two zeros", "00", "not-an-integer")
bad("a leading zero", "01", "not-an-integer")
bad("a leading zero after a minus", "-01", "not-an-integer")
bad("a fraction", "1.5", "not-an-integer")
bad("a fraction of zero", "1.0", "not-an-integer")
bad("a point with nothing behind", "1.", "not-an-integer")
bad("a point with nothing before", ".5", "unexpected-byte")
bad("an exponent", "1e3", "not-an-integer")
bad("an exponent in a capital", "1E3", "not-an-integer")
bad("a plus", "+1", "unexpected-byte")
bad("a minus alone", "-", "unexpected-end")
bad("a minus before no digit", "-a", "unexpected-byte")
bad("two minuses", "--1", "unexpected-byte")
bad("hex", "0x10", "trailing-bytes")
bad("a separator", "1_000", "trailing-bytes")
bad("Arabic-Indic digits", "\u0661", "unexpected-byte")

# Texts
good("every short escape", r'"\"\\\/\b\f\n\r\t"', r'"\"\\/\u0008\u000c\u000a\u000d\u0009"')
good("an escape that needs none", r'"\u0041\/"', '"A/"')
good("hex digits in both cases", r'"\u00e9\u00E9"', '"\u00e9\u00e9"')
good("an escaped NUL", r'"a\u0000b"', r'"a\u0000b"')
good("an escaped U+001F", r'"\u001F"', r'"\u001f"')
good("U+007F as it is", b'"\x7f"', '"\x7f"')
good("U+007F escaped", r'"\u007f"', '"\x7f"')
good("U+FFFF escaped", r'"\uffff"', '"\uffff"')
good("a surrogate pair", r'"\ud83d\ude00"', '"\U0001f600"')
good("the first surrogate pair", r'"\ud800\udc00"', '"\U00010000"')
good("the last surrogate pair", r'"\uDBFF\uDFFF"', '"\U0010ffff"')
good("what stands before and after the surrogates", r'"\ud7ff\ue000"', '"\ud7ff\ue000"')
good("Arabic, Chinese and an emoji", '"\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600"',
     '"\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600"')
good("U+2028 as it is", '"\u2028"', '"\u2028"')
good("signs of JSON inside a text", '"{[,:]}//\'"', '"{[,:]}//\'"')
bad("a text not closed", '"a', "unexpected-end")
bad("a text that ends in a backslash", '"a\\', "unexpected-end")
bad("a text whose last quote is escaped", '"a\\"', "unexpected-end")
bad("a line feed inside a text", '"a\nb"', "control-character")
bad("a TAB inside a text", '"a\tb"', "control-character")
bad("a NUL inside a text", b'"a\x00b"', "control-character")
bad("U+001F inside a text", b'"\x1f"', "control-character")
bad("a control character inside a name", '{"a\tb":1}', "control-character")
bad("an escape that is none", r'"\a"', "bad-escape")
bad("an escape in hex of two digits", r'"\x41"', "bad-escape")
bad("an escape in a capital", r'"\U0041"', "bad-escape")
bad("an escaped apostrophe", r'''"\'"''', "bad-escape")
bad("three hex digits", r'"\u004"', "bad-escape")
bad("a letter that is no hex digit", r'"\u00g0"', "bad-escape")
bad("braces around hex digits", r'"\u{41}"', "bad-escape")
bad("hex digits cut short", r'"\u00', "unexpected-end")
bad("an escape that is none in a name", r'{"\q":1}', "bad-escape")
bad("a high surrogate alone", r'"\ud83d"', "lone-surrogate")
bad("a low surrogate alone", r'"\ude00"', "lone-surrogate")
bad("two high surrogates", r'"\ud83d\ud83d"', "lone-surrogate")
bad("a pair in the wrong order", r'"\ude00\ud83d"', "lone-surrogate")
bad("a high surrogate before a letter", r'"\ud83da"', "lone-surrogate")
bad("a high surrogate before another escape", r'"\ud83d\n"', "lone-surrogate")
bad("a high surrogate before a letter's escape", r'"\ud83d\u0041"', "lone-surrogate")
bad("half a pair in a name", r'{"\udfff":1}', "lone-surrogate")

# UTF-8
good("the ends of two bytes", '"\u0080\u07ff"', '"\u0080\u07ff"')
good("the ends of three bytes", '"\u0800\uffff"', '"\u0800\uffff"')
good("the ends of four bytes", '"\U00010000\U0010ffff"', '"\U00010000\U0010ffff"')
good("a byte order mark inside a text", '"\ufeff"', '"\ufeff"')
bad("a byte order mark first", "\ufeff{}", "bad-utf8")
bad("UTF-16", "{}".encode("utf-16-be"), "unexpected-byte")
bad("a continuation alone", b'"\x80"', "bad-utf8")
bad("a sequence without its end", b'"\xc3"', "bad-utf8")
bad("three bytes without the last", b'"\xe2\x82"', "bad-utf8")
bad("four bytes without the last", b'"\xf0\x9f\x98"', "bad-utf8")
bad("a sequence that the text's end cuts", b'"\xf0\x9f', "bad-utf8")
bad("Latin 1", b'"caf\xe9"', "bad-utf8")
bad("an overlong slash of two bytes", b'"\xc0\xaf"', "bad-utf8")
bad("an overlong NUL", b'"\xc0\x80"', "bad-utf8")
bad("an overlong form with C1", b'"\xc1\xbf"', "bad-utf8")
bad("an overlong form of three bytes", b'"\xe0\x9f\xbf"', "bad-utf8")
bad("an overlong form of four bytes", b'"\xf0\x8f\xbf\xbf"', "bad-utf8")
bad("a surrogate in UTF-8", b'"\xed\xa0\x80"', "bad-utf8")
bad("a pair of surrogates in UTF-8", b'"\xed\xa0\xbd\xed\xb8\x80"', "bad-utf8")
bad("above U+10FFFF", b'"\xf4\x90\x80\x80"', "bad-utf8")
bad("five bytes", b'"\xf8\x88\x80\x80\x80"', "bad-utf8")
bad("FE and FF", b'"\xfe\xff"', "bad-utf8")
bad("no UTF-8 in a name", b'{"\xff":1}', "bad-utf8")
bad("no UTF-8 outside a text", b"[\xff]", "bad-utf8")
bad("no UTF-8 behind the value", b"[]\xff", "bad-utf8")
bad("no JSON first, no UTF-8 later", b'[1 2,"\xff"]', "bad-utf8")

write("json.json", "Texts and what a strict reader makes of them. Protocol/1-frames.md, JSON. "
      "`compact` is the value written compactly; `error` the code for a message; `rule` only tells "
      "what is wrong.", JSON)

# -------------------------------------------------------------------------------------- frames.json

FRAMES = []
PING = b'{"type":"ping"}'


def header(length: int, magic=0x4D, version=1, flags=0, dictionary=0) -> bytes:
    return bytes([magic, version, flags, dictionary]) + length.to_bytes(4, "big")


def frame(payload: bytes, **more) -> bytes:
    return header(len(payload), **more) + payload


def packed(payload: bytes, level=9, **more) -> bytes:
    return frame(zlib.compress(payload, level), flags=1, **more)


def parts(data: bytes) -> list:
    """Hex; a run of one byte, longer than 64, as [hex, count]."""
    result, start, index = [], 0, 0
    while index < len(data):
        end = index
        while end < len(data) and data[end] == data[index]:
            end += 1
        if end - index > 64:
            if start < index:
                result.append(data[start:index].hex())
            result.append([data[index:index + 1].hex(), end - index])
            start = end
        index = end
    if start < len(data):
        result.append(data[start:].hex())
    return result


def stream(why: str, data: bytes, payloads=(), error=None, after=None, limit=4096) -> None:
    """`after`: how many bytes must have come for the error to show."""
    case = {"why": why, "limit": limit, "bytes": parts(data),
            "frames": [[parts(line) for line in payload.split(b"\n")] for payload in payloads]}
    if error is not None:
        case["error"] = error
        case["after"] = len(data) if after is None else after
    FRAMES.append(case)


stream("nothing", b"")
stream("one message", frame(PING), [PING])
stream("the example of the page",
       bytes.fromhex("4d0100000000000f7b2274797065223a2270696e67227d"), [PING])
stream("a message and two lines", frame(PING + b"\na\nbc"), [PING + b"\na\nbc"])
stream("two frames", frame(PING) + frame(PING + b"\nx"), [PING, PING + b"\nx"])
stream("a frame and half a header", frame(PING) + b"M\x01\x00", [PING])
stream("half a frame", frame(PING)[:-1])
stream("a header alone", frame(PING)[:8])
stream("the shortest payload", frame(b"1"), [b"1"])
stream("CR is no separator", frame(b"a\r\nb\rc"), [b"a\r\nb\rc"])
stream("a frame is cut into lines before anybody reads them", frame(b"\xff\nno json"),
       [b"\xff\nno json"])
stream("a payload at the limit", frame(b"a" * 4096), [b"a" * 4096])
stream("a payload at the greater limit",
       frame(b"\n".join([b"a" * 16384] * 15 + [b"a" * 16369])),
       [b"\n".join([b"a" * 16384] * 15 + [b"a" * 16369])], limit=262144)
stream("one byte above the limit", frame(b"a" * 4097), error=105, after=8)
stream("one byte above the greater limit", header(262145), error=105, after=8, limit=262144)
stream("too large shows with the first byte of the length", header(0x01000000), error=105, after=5)
stream("too large shows with the second byte of the length", header(0x00010000), error=105, after=6)
stream("too large shows with the third byte of the length", header(0x00001100), error=105, after=7)
stream("the greatest length is no negative one", header(0xFFFFFFFF), error=105, after=5)
stream("another protocol", b"GET / HTTP/1.1\r\n", error=101, after=1)
stream("a TLS handshake inside", b"\x16\x03\x01\x02\x00", error=101, after=1)
stream("a small m", frame(PING, magic=0x6D), error=101, after=1)
stream("version 0", frame(PING, version=0), error=102, after=2)
stream("version 2", frame(PING, version=2), error=102, after=2)
stream("an unknown flag", frame(PING, flags=2), error=103, after=3)
stream("an unknown flag beside the known", frame(PING, flags=3), error=103, after=3)
stream("the highest flag", frame(PING, flags=0x80), error=103, after=3)
stream("an unknown dictionary", frame(PING, dictionary=1), error=104, after=4)
stream("an unknown dictionary, compressed", packed(PING, dictionary=1), error=104, after=4)
stream("a good frame, then a bad one", frame(PING) + b"X", [PING], error=101,
       after=len(frame(PING)) + 1)
stream("an error in the middle ends it all", frame(PING) + frame(PING, version=9) + frame(PING),
       [PING], error=102, after=len(frame(PING)) + 2)
stream("an empty payload", header(0), error=108, after=8)
stream("an empty payload, compressed", header(0, flags=1), error=108, after=8)
stream("a line feed alone", frame(b"\n"), error=108)
stream("a line feed first", frame(b"\n" + PING), error=108)
stream("a line feed last", frame(PING + b"\n"), error=108)
stream("an empty line between", frame(PING + b"\n\na"), error=108)
stream("a line at the limit", frame(PING + b"\n" + b"a" * 16384), [PING + b"\n" + b"a" * 16384],
       limit=262144)
stream("a line above the limit", frame(PING + b"\n" + b"a" * 16385), error=108, limit=262144)
stream("a message above the limit of a line", frame(b"a" * 16385), error=108, limit=262144)
stream("compressed", packed(PING + b"\na"), [PING + b"\na"])
stream("compressed at level 1", packed(PING + b"\na", 1), [PING + b"\na"])
stream("stored inside zlib", packed(PING + b"\na", 0), [PING + b"\na"])
stream("compressed and plain in turn", packed(PING) + frame(PING) + packed(PING), [PING] * 3)
stream("inflates to the limit", packed(b"a" * 4096), [b"a" * 4096])
stream("inflates to one above the limit", packed(b"a" * 4097), error=106)
stream("inflates to a hundred times the limit", packed(b"a" * 409600), error=106)
stream("inflates to nothing", packed(b""), error=108)
stream("inflates to an empty line", packed(PING + b"\n"), error=108)
stream("flagged as compressed and is not", frame(PING, flags=1), error=106)
stream("compressed and not flagged", frame(b"\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"),
       [b"\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"])
stream("a zlib stream without its end", frame(zlib.compress(PING, 9)[:-1], flags=1), error=106)
stream("a zlib stream with a wrong checksum",
       frame(zlib.compress(PING, 9)[:-1] + b"\x00", flags=1), error=106)
stream("a byte behind the zlib stream", frame(zlib.compress(PING, 9) + b"\x00", flags=1), error=106)
stream("two zlib streams", frame(zlib.compress(PING, 9) * 2, flags=1), error=106)
raw = zlib.compressobj(9, zlib.DEFLATED, -15)
stream("deflate without zlib", frame(raw.compress(PING) + raw.flush(), flags=1), error=106)
gzip = zlib.compressobj(9, zlib.DEFLATED, 31)
stream("gzip", frame(gzip.compress(PING) + gzip.flush(), flags=1), error=106)
preset = zlib.compressobj(9, zlib.DEFLATED, 15, 8, zlib.Z_DEFAULT_STRATEGY, b'{"type":')
stream("a preset dictionary of zlib", frame(preset.compress(PING) + preset.flush(), flags=1),
       error=106)

write("frames.json", "Streams of bytes and the frames in them. Protocol/1-frames.md, Frames. "
      "Bytes are hex, or [hex of one byte, count]. A frame is its lines. `error` is the code that ends "
      "the stream, `after` how many bytes must have come for it to show; however the stream is cut, "
      "the same comes out.", FRAMES)

# --------------------------------------------------------------------------------------- lines.json

LINES = []


def fixed(name: str, count: int = 16) -> str:
    return hashlib.sha256(("muster line vector " + name).encode()).digest()[:count].hex()


EVENT, NODE, BOOT = fixed("event"), fixed("node"), fixed("boot")


def op(kind: str, *, boot=True, **own) -> dict:
    members = {"kind": kind, "event": EVENT, "node": NODE, "nonce": fixed(kind, 8),
               "at": 1790000000000}
    if boot:
        members["boot"] = BOOT
    members["mono"] = 1234567
    return {**members, **own}


def line(why: str, text, known=None) -> None:
    """`known`: the members that are read, or None for an unreadable line."""
    data = text if isinstance(text, bytes) else (
        text if isinstance(text, str) else compact(text)).encode()
    case = {"why": why, **source(data), "id": hashlib.sha256(data).digest()[:16].hex()}
    if known is not None:
        for name in ["fields", "answered", "participants"]:
            texts = [text.encode() for text in known.get(name, [])]
            assert texts == sorted(set(texts)), why
        case["kind"] = known["kind"]
        case["compact"] = compact(known)
    LINES.append(case)


def same(why: str, members: dict) -> None:
    line(why, members, members)


def changed(members: dict, **changes) -> dict:
    """`...` takes a member away."""
    result = copy.deepcopy(members)
    for name, value in changes.items():
        if value is ...:
            del result[name]
        else:
            result[name] = value
    return result


checkin = op("checkin", by="desk-1", point="berlin-main", participant="p-1", door="main", base=[],
             serial=3)
checkout = op("checkout", point="berlin-main", participant="p-1", stated=1790000000001, door="main")
refusal = op("refusal", point="berlin-main", door="main", reason="wrong-event")
void = op("void", point="berlin-main", ops=[fixed("a"), fixed("b")])
put = op("participant.put", participant="p-1", private=fixed("private", 32),
         fields=["email", "name"], base=[fixed("a")],
         set={"kind": "guest", "country": "DE", "point": "berlin-main", "body": "\u00c4rzte",
              "language": "de", "valid_from": 1, "valid_until": 2, "pending": False,
              "cancelled": True, "extra_doors": ["main", "press"], "withdrawn_doors": []})
walkin = op("participant.put", private=fixed("private", 32), fields=["name"], base=[],
            set={"country": "DE"})
block = op("participant.block", participant="p-1", why="lost badge", serials=2)
unblock = op("participant.unblock", participant="p-1", blocks=[fixed("a")])
boot = op("boot", boot=False, previous=fixed("boot before"), machine="5f2c8e1a")
start = op("hub.start", boot=False, generation=fixed("generation"), ordinal=1, key=fixed("key", 32),
           root=fixed("root", 32), certificate=fixed("c1", 32) + fixed("c2", 32))
clock = op("clock", mark={"node": NODE, "boot": BOOT, "mono": 5, "time": 6, "err": 0})
admit = op("node.admit", point="berlin-main", key=fixed("key", 32), seal=fixed("seal", 32),
           country="DE")
revoke = op("node.revoke", key=fixed("key", 32), durable=[[fixed("epoch"), 12], [fixed("e2"), 0]],
            why="stolen")
accept = op("node.accept", key=fixed("key", 32), durable=[[fixed("epoch"), 14]])
point = op("point.put", point="berlin-main",
           set={"country": "DE", "zone": "Europe/Berlin", "language": "de", "capacity": 300,
                "contact": "+49 30 1", "name": "Haus"})
ready = op("point.ready", point="berlin-main", items=["printer", "scanner"])
ticket = op("ticket.key", key=fixed("key", 32), until=2, **{"from": 1})
ticket = changed(changed(ticket, until=...), until=2)
resolve = op("resolve", conflict=["double-presence", "p-1", "2026-09-17"], choice="point:berlin-main",
             saw=[fixed("a"), fixed("b")])

answers = op("checkin", point="berlin-main", participant="p-1", private=fixed("private", 32),
             door="main", base=[fixed("block")], serial=3, answered=["diet", "size"],
             despite="wrong-kind")
merge = op("participant.merge", participants=[fixed("walk-in"), "p-1", "p-2"])
unmerge = op("participant.unmerge", participants=["p-1", "p-2"], merges=[fixed("a"), fixed("b")])
reassign = op("reassign", participant="p-1", ops=[fixed("a"), fixed("b")])
retime = op("retime", ops=[fixed("a")], time=1790000000000)
erase = op("erase", participant="p-1", ops=[fixed("a"), fixed("b")])
count = op("count", point="berlin-main", indicator="lunches", value=120)
rules = op("event.rules", version=2)
started = op("session.start", session="s1")
ended = op("session.end", session="s1")
skipped = op("session.skip", session="s1")
moved = op("session.put", session="s1",
           set={"titles": {"de": "Sp\u00e4ter", "en": "Later"}, "day": "d1", "type": "opening",
                "from": 1, "to": 2, "slots": [20, 30], "talks": 2})
announce = op("announce", texts={"de": "Regen", "en": "Rain"}, countries=["DE", "FR"],
              groups=["g"], until=1790000000000)
seen = op("announce.seen", point="berlin-main", announcement=fixed("a"), acknowledged=True)


def part(sort: str, value: dict, ident="x") -> dict:
    return op("event.put", part=sort, id=ident, value=value)


titles = {"de": "Er\u00f6ffnung", "en": "Opening"}
event = part("event", {"titles": titles, "zone": "Europe/Berlin", "languages": ["de", "en"],
                       "calendar": [["2026-09-17", 1789596000000], ["2026-09-18", 1789682400000]]})
day = part("day", {"titles": titles, "date": "2026-09-17", "from": 1, "to": 2})
session = part("session", {"titles": titles, "day": "d1", "type": "opening", "from": 1, "to": 2,
                           "slots": [20, 30], "talks": 2})
door = part("door", {"titles": {}})
questions = [
    {"id": "diet", "type": "choice", "required": True, "titles": titles, "choices": ["a", "b"]},
    {"id": "size", "type": "text", "titles": {}}, {"id": "age", "type": "number", "titles": {}},
    {"id": "bus", "type": "yes-no", "required": True, "titles": {"en": "By bus?"}}]
strict = part("door", {"titles": titles, "kinds": ["guest", "press"], "days": ["d1"],
                       "before": 3600000, "after": 0, "entry": "once-a-day", "pending": True,
                       "capacity": True, "questions": questions})
item = part("item", {"titles": titles, "due": 1790000000000})
indicator = part("indicator", {"titles": titles, "goal": 100, "unit": "%", "measured": "by count"})
group = part("group", {"titles": titles, "countries": ["DE"], "bodies": ["b"]})
country = part("country", {"titles": titles, "groups": ["g"]}, "DE")

for name, members in [
    ("checkin", checkin), ("checkout", checkout), ("refusal", refusal), ("void", void),
    ("participant.put", put), ("participant.put of a walk-in", walkin), ("participant.block", block),
    ("participant.unblock", unblock), ("boot", boot), ("hub.start", start), ("clock", clock),
    ("node.admit", admit), ("node.revoke", revoke), ("node.accept", accept), ("point.put", point),
    ("point.ready", ready), ("point.open", op("point.open", point="p")),
    ("point.close", op("point.close", point="p")), ("ticket.key", ticket), ("resolve", resolve),
    ("event.put of the event", event), ("event.put of a day", day),
    ("event.put of a session", session), ("event.put of a door", door),
    ("event.put of an indicator", indicator), ("event.put of a group", group),
    ("event.put of a country", country), ("event.put of a door with a rule", strict),
    ("event.put of an item", item), ("event.rules", rules),
    ("checkin with answers, against the rule", answers), ("participant.merge", merge),
    ("participant.unmerge", unmerge), ("reassign", reassign), ("retime", retime),
    ("erase", erase),
    ("count", count), ("session.start", started), ("session.end", ended),
    ("session.skip", skipped), ("session.put", moved), ("announce", announce),
    ("announce.seen", seen),
]:
    same(name, members)
for kind in ["from.the.future", ""]:
    same(f"{kind or 'no letters'}, a kind that folds to nothing", op(kind, point="p"))

# What a reader must bear
reverse = dict(reversed(list(checkin.items())))
line("members in another order", reverse, checkin)
line("white space", json.dumps(checkin, indent=1).replace("\n", "\r\n \t"), checkin)
line("an unknown member", changed(checkin, later={"a": [1, None]}), checkin)
line("an unknown member inside set", changed(walkin, set={"country": "DE", "later": 1}), walkin)
line("a member of another kind, in a form of its own", changed(checkin, ops="none"), checkin)
line("escapes where none are needed", compact(checkin).replace("berlin", "\\u0062erlin").replace(
    '"kind"', '"\\u006bind"').replace(NODE, "\\u00%02x" % ord(NODE[0]) + NODE[1:]), checkin)
line("an escape inside the kind", compact(checkin).replace('"checkin"', '"check\\u0069n"'), checkin)
same("the wall clock before 1970", changed(checkin, at=-1))
same("the greatest numbers", changed(checkin, at=GREATEST, mono=GREATEST, serial=GREATEST))
same("a desk of 64 bytes", changed(checkin, by="\u00e9" * 32))
same("a point of 32 bytes", changed(checkin, point="a-9" * 10 + "zz"))
same("a participant of 64 bytes", changed(checkin, participant="!#[]^~" * 10 + "abcd"))
same("a participant that is a walk-in's op", changed(checkin, participant=fixed("walk-in")))
same("an empty door", changed(checkin, door=""))
same("a void of nothing", changed(void, ops=[]))
same("a void by the hub, without a point", changed(void, point=...))
same("a machine without a boot before", changed(boot, previous=...))
same("a set of nothing", changed(put, set={}))
same("an event without dates", part("event", {"titles": {}, "zone": "", "languages": [],
                                              "calendar": []}))
same("a group without countries and bodies", part("group", {"titles": {}}))
same("an indicator with no goal", part("indicator", {"titles": {}, "measured": ""}))
same("a block of the person", changed(block, serials=...))
same("answers that stand in no private line", changed(answers, private=...))
same("one question answered, the one without a name", changed(answers, answered=[""]))
same("questions that ascend as bytes, capitals first",
     changed(answers, answered=["Z", "a", "aa", "\u00e9", "\uffff", "\U0001f600"]))
same("against a rule without a name", changed(answers, despite=""))
same("a check-in with private fields, as no desk makes it",
     op("checkin", point="p", participant="p-1", private=fixed("private", 32), fields=["name"],
        door="main", base=[]))
same("fields of an organiser's own", changed(put, fields=["", "T-Shirt", "Table", "badge"]))
same("neither more nor fewer doors", changed(put, set={"extra_doors": [], "withdrawn_doors": []}))
same("the first version of the rules", changed(rules, version=1))
same("the greatest version of the rules", changed(rules, version=GREATEST))
same("a merge of two", changed(merge, participants=["Z", "a"]))
same("a merge of two that differ in the end", changed(merge, participants=["p", "p-"]))
same("an unmerge of no merge", changed(unmerge, merges=[]))
same("a reassign of nothing", changed(reassign, ops=[]))
same("a reassign that names one twice, not ascending",
     changed(reassign, ops=[fixed("b"), fixed("a"), fixed("b")]))
same("a retime of nothing, to before 1970", changed(retime, ops=[], time=-GREATEST))
same("an erase of a participant", changed(erase, ops=...))
same("an erase of a walk-in", op("erase", participant=fixed("walk-in")))
same("an erase of ops alone", changed(erase, participant=...))
same("an erase that names one op twice, not ascending",
     changed(erase, ops=[fixed("b"), fixed("a"), fixed("b")]))
same("a count of nothing", changed(count, value=0))
same("the greatest count, of an indicator without a name",
     changed(count, value=GREATEST, indicator=""))
same("a session without a name", changed(started, session=""))
same("a hub in the place of another", changed(start, replaces=fixed("old", 32)))
same("a session.put of nothing", changed(moved, set={}))
same("a session.put without titles and slots", changed(moved, set={"titles": {}, "slots": []}))
line("an unknown member inside the set of a session",
     changed(moved, set={"room": "1", "talks": 0}), changed(moved, set={"talks": 0}))
same("an announcement for all, for ever", op("announce", texts={"en": ""}))
same("an announcement in a language without a name", op("announce", texts={"": "Rain"}))
line("an announcement for no country and no group by name",
     changed(announce, countries=[], groups=[]), changed(announce, countries=..., groups=...))
same("an announcement with a point and a participant",
     op("announce", point="p", participant="p-1", texts={"en": "Rain"}, until=-1))
same("an announcement seen and not acknowledged", changed(seen, acknowledged=False))
same("a door that admits no kind on no day",
     part("door", {"titles": {}, "kinds": [], "days": []}))
for entry in ["once", "once-a-day", "always"]:
    same(f"a door with the entry {entry}", part("door", {"titles": {}, "entry": entry}))
line("a door with the entry that is meant anyway",
     part("door", {"titles": {}, "entry": "again-after-leaving"}), door)
line("a door that says no in full",
     part("door", {"titles": {}, "pending": False, "capacity": False, "questions": []}), door)
line("a question that says no in full",
     part("door", {"titles": {}, "questions": [
         {"id": "", "type": "text", "required": False, "titles": {}, "choices": []}]}),
     part("door", {"titles": {}, "questions": [{"id": "", "type": "text", "titles": {}}]}))
line("an unknown member inside a question, members in another order",
     part("door", {"titles": {}, "questions": [
         {"titles": {}, "later": {"a": [1]}, "type": "text", "id": "size", "Required": 1}]}),
     part("door", {"titles": {}, "questions": [{"id": "size", "type": "text", "titles": {}}]}))
same("two questions of one id", part("door", {"titles": {}, "questions": [questions[1]] * 2}))
line("members of other parts inside a door, in forms of their own",
     part("door", {"titles": {}, "due": "now", "zone": 1, "groups": None}), door)
same("an item without a time", part("item", {"titles": {}}))
same("an item that was due before 1970", part("item", {"titles": {}, "due": -1}))
longest = changed(checkin, door="")
longest["door"] = "d" * (16384 - len(compact(longest)))
same("a line of 16,384 bytes", longest)
deep = changed(checkin, later=...) if "later" in checkin else dict(checkin)
line("an unknown member eight deep", compact({**deep, "later": 0}).replace(
    '"later":0', '"later":' + "[" * 7 + "]" * 7), checkin)

# Unreadable: the text
line("no JSON", "checkin")
line("an empty line", "")
line("an array", "[" + compact(checkin) + "]")
line("a text", '"checkin"')
line("a comma too many", compact(checkin)[:-1] + ",}")
line("a member twice", compact(checkin)[:-1] + ',"door":"side"}')
line("a fraction in an unknown member", compact(checkin)[:-1] + ',"later":0.5}')
line("an unknown member nine deep", compact(checkin)[:-1] + ',"later":' + "[" * 8 + "]" * 8 + "}")
line("no UTF-8 in an unknown member", compact(checkin)[:-1].encode() + b',"later":"\xff"}')
line("a byte order mark", "\ufeff" + compact(checkin))
line("a line of 16,385 bytes", changed(longest, door=longest["door"] + "d"))

# Unreadable: what every line has
for name in ["kind", "event", "node", "nonce", "at", "boot", "mono"]:
    line(f"without {name}", changed(checkin, **{name: ...}))
    line(f"{name} is null", changed(checkin, **{name: None}))
line("the kind is a number", changed(checkin, kind=1))
line("another event", changed(checkin, event=fixed("another event")))
line("the event in capitals", changed(checkin, event=EVENT.upper()))
line("the node a digit short", changed(checkin, node=NODE[:-1]))
line("the node a digit long", changed(checkin, node=NODE + "0"))
line("the node with a letter that is none", changed(checkin, node="g" + NODE[1:]))
line("the node in capitals", changed(checkin, node="A" * 32))
line("the nonce as a number", changed(checkin, nonce=1))
line("the nonce a digit short", changed(checkin, nonce="0" * 15))
line("the nonce a digit long", changed(checkin, nonce="0" * 17))
line("at as a text", changed(checkin, at="1790000000000"))
line("mono as a text", changed(checkin, mono="1"))
line("by is empty", changed(checkin, by=""))
line("by has 65 bytes", changed(checkin, by="\u00e9" * 32 + "a"))
line("by is null", changed(checkin, by=None))
line("a boot op that names a boot", changed(boot, boot=BOOT))
line("a hub.start that names a boot", changed(start, boot=BOOT))

# Unreadable: what stands where it applies, in every kind
for kind, members in [("a checkin", checkin), ("a kind that folds to nothing", op("from.the.future"))]:
    line(f"an empty point in {kind}", changed(members, point=""))
    line(f"a point of 33 bytes in {kind}", changed(members, point="a" * 33))
    line(f"a point with a capital in {kind}", changed(members, point="Berlin"))
    line(f"a point with an underscore in {kind}", changed(members, point="a_b"))
    line(f"an empty participant in {kind}", changed(members, participant=""))
    line(f"a participant of 65 bytes in {kind}", changed(members, participant="a" * 65))
    for character, name in [(" ", "a space"), ('"', "a quote"), ("\\", "a backslash"), ("/", "a slash"),
                            ("\u00e9", "a letter beyond ASCII"), ("\x7f", "U+007F")]:
        line(f"a participant with {name} in {kind}", changed(members, participant="p" + character))
    line(f"private a digit short in {kind}", changed(members, private="0" * 63))
    line(f"fields is empty in {kind}", changed(members, fields=[]))
    line(f"fields is not sorted in {kind}", changed(members, fields=["name", "email"]))
    line(f"fields names one twice in {kind}", changed(members, fields=["name", "name"]))
    line(f"fields holds a number in {kind}", changed(members, fields=[1]))
    line(f"stated as a text in {kind}", changed(members, stated="1"))

# Unreadable: the kind's own members
MUST = [
    (checkin, ["point", "participant", "door", "base"]),
    (checkout, ["point", "participant", "door"]),
    (refusal, ["point", "door", "reason"]),
    (void, ["ops"]), (put, ["base", "set"]),
    (block, ["participant", "why"]), (unblock, ["participant", "blocks"]),
    (boot, ["machine"]), (start, ["generation", "ordinal", "key", "root", "certificate"]),
    (clock, ["mark"]), (admit, ["key", "seal", "point", "country"]),
    (revoke, ["key", "durable", "why"]), (accept, ["key", "durable"]),
    (point, ["point", "set"]), (ready, ["point", "items"]),
    (op("point.open", point="p"), ["point"]), (op("point.close", point="p"), ["point"]),
    (ticket, ["key", "from", "until"]), (resolve, ["conflict", "choice", "saw"]),
    (event, ["part", "id", "value"]), (rules, ["version"]), (merge, ["participants"]),
    (unmerge, ["participants", "merges"]), (reassign, ["participant", "ops"]),
    (retime, ["ops", "time"]), (count, ["point", "indicator", "value"]), (started, ["session"]),
    (ended, ["session"]), (skipped, ["session"]), (moved, ["session", "set"]),
    (announce, ["texts"]), (seen, ["point", "announcement"]),
]
for members, names in MUST:
    for name in names:
        line(f"{members['kind']} without {name}", changed(members, **{name: ...}))
        line(f"{members['kind']} with a boolean as {name}", changed(members, **{name: True}))
line("serial as a text", changed(checkin, serial="3"))
line("serial is null", changed(checkin, serial=None))
line("serials as a text", changed(block, serials="3"))
line("base with a number", changed(checkin, base=[1]))
line("base with an id too short", changed(checkin, base=[fixed("a")[1:]]))
line("base as an id", changed(checkin, base=fixed("a")))
line("ops with null", changed(void, ops=[fixed("a"), None]))
line("previous as a number", changed(boot, previous=1))
line("an empty machine", changed(boot, machine=""))
line("a machine of 65 bytes", changed(boot, machine="m" * 65))
line("ordinal 0", changed(start, ordinal=0))
line("replaces a digit short", changed(start, replaces=fixed("old", 32)[1:]))
line("replaces as null", changed(start, replaces=None))
line("a certificate a digit short", changed(start, certificate=start["certificate"][1:]))
line("a certificate in capitals", changed(start, certificate="A" * 128))
line("a generation as a number", changed(start, generation=1))
for name in ["node", "boot", "mono", "time", "err"]:
    mark = dict(clock["mark"])
    del mark[name]
    line(f"a mark without {name}", changed(clock, mark=mark))
line("a mark with a negative err", changed(clock, mark={**clock["mark"], "err": -1}))
line("durable with three elements", changed(revoke, durable=[[fixed("epoch"), 1, 2]]))
line("durable with one element", changed(revoke, durable=[[fixed("epoch")]]))
line("durable with a negative n", changed(accept, durable=[[fixed("epoch"), -1]]))
line("durable with an object", changed(accept, durable=[{}]))
line("durable the wrong way round", changed(accept, durable=[[1, fixed("epoch")]]))
for name, wrong in [("country", 1), ("zone", 1), ("language", 1), ("capacity", "1"), ("contact", 1),
                    ("name", None)]:
    line(f"point.put sets a wrong {name}", changed(point, set={name: wrong}))
for name, wrong in [("kind", 1), ("country", 1), ("point", "No"), ("body", 1), ("language", 1),
                    ("valid_from", "1"), ("valid_until", "1"), ("pending", 1), ("pending", None),
                    ("cancelled", 0), ("cancelled", None), ("extra_doors", "main"),
                    ("extra_doors", [1]), ("extra_doors", None), ("withdrawn_doors", {}),
                    ("withdrawn_doors", ["main", None])]:
    line(f"participant.put sets {name} to {json.dumps(wrong)}", changed(put, set={name: wrong}))
line("items with a number", changed(ready, items=[1]))
line("a conflict without a type", changed(resolve, conflict=[]))
line("a conflict with a number", changed(resolve, conflict=["double-presence", 1]))
line("an unknown part", changed(event, part="hall"))
for members, names in [(event, ["titles", "zone", "languages", "calendar"]),
                       (day, ["titles", "date", "from", "to"]),
                       (session, ["titles", "day", "type", "from", "to"]), (door, ["titles"]),
                       (indicator, ["titles", "measured"]), (group, ["titles"]),
                       (country, ["titles", "groups"]), (item, ["titles"])]:
    for name in names:
        value = dict(members["value"])
        del value[name]
        line(f"a part {members['part']} without {name}", changed(members, value=value))
line("a title that is a number", changed(door, value={"titles": {"en": 1}}))
line("a date that is none", changed(day, value={**day["value"], "date": "17.09.2026"}))
line("a date a digit short", changed(day, value={**day["value"], "date": "2026-9-017"[:9]}))
line("slots with a text", changed(session, value={**session["value"], "slots": ["20"]}))
line("talks as a text", changed(session, value={**session["value"], "talks": "2"}))
line("goal as a text", changed(indicator, value={**indicator["value"], "goal": "1"}))
line("a unit that is null", changed(indicator, value={**indicator["value"], "unit": None}))
line("bodies as a text", changed(group, value={**group["value"], "bodies": "b"}))
entry = event["value"]["calendar"]
line("a calendar that descends",
     changed(event, value={**event["value"], "calendar": entry[::-1]}))
line("a calendar with one date twice",
     changed(event, value={**event["value"], "calendar": [entry[0], [entry[0][0], entry[1][1]]]}))
line("a calendar with one ms twice",
     changed(event, value={**event["value"], "calendar": [entry[0], [entry[1][0], entry[0][1]]]}))
line("a calendar entry of three",
     changed(event, value={**event["value"], "calendar": [entry[0] + [1]]}))

# Unreadable: who is admitted, and how
line("answered is empty", changed(answers, answered=[]))
line("answered is not sorted", changed(answers, answered=["size", "diet"]))
line("answered is sorted without regard to case", changed(answers, answered=["a", "Z"]))
line("answered is sorted as UTF-16", changed(answers, answered=["\U0001f600", "\uffff"]))
line("answered names one twice", changed(answers, answered=["diet", "diet"]))
line("answered holds a number", changed(answers, answered=[1]))
line("answered is a text", changed(answers, answered="diet"))
line("answered is null", changed(answers, answered=None))
line("despite is null", changed(answers, despite=None))
line("despite is a boolean", changed(answers, despite=True))
for kind, members in [("a merge", merge), ("an unmerge", unmerge)]:
    for why, wrong in [("of nobody", []), ("of one", ["p-1"]), ("of one with himself", ["p-1"] * 2),
                       ("that descends", ["p-2", "p-1"]), ("sorted by number", ["p-9", "p-10"]),
                       ("that names one twice", ["p-1", "p-2", "p-2"]),
                       ("of somebody with a space", ["p 1", "p-2"]),
                       ("of somebody without an id", ["", "p-1"]),
                       ("of somebody with 65 bytes", ["a" * 65, "b"]), ("of numbers", [1, 2]),
                       ("of a text", "p-1 p-2")]:
        line(f"{kind} {why}", changed(members, participants=wrong))
line("a merge with an array as participant", changed(merge, participant=["p-1"]))
line("merges with an id too short", changed(unmerge, merges=[fixed("a")[1:]]))
line("merges as an id", changed(unmerge, merges=fixed("a")))
line("a reassign with an id in capitals", changed(reassign, ops=["A" * 32]))
line("a reassign to nobody", changed(reassign, participant=""))
line("a retime to a text", changed(retime, time="1790000000000"))
line("a retime to null", changed(retime, time=None))
line("a retime of null", changed(retime, ops=[None]))
line("an erase of nobody and nothing", op("erase"))
for why, wrong in [("of no op", []), ("of null", None), ("of a text", fixed("a")), ("of a null", [None]),
                   ("of an id a digit short", [fixed("a")[1:]]), ("of a boolean", True)]:
    line(f"an erase {why}", changed(erase, participant=..., ops=wrong))
    line(f"an erase {why}, and of a participant", changed(erase, ops=wrong))
line("an erase of an empty participant", op("erase", participant=""))
line("an erase of a boolean for a participant", op("erase", participant=True))
value = strict["value"]
for name, wrong in [("kinds", "guest"), ("kinds", [1]), ("kinds", None), ("days", {}),
                    ("days", [None]), ("before", -1), ("before", "1"), ("before", None),
                    ("after", -1), ("after", True), ("entry", "twice"), ("entry", ""),
                    ("entry", "Once"), ("entry", None), ("pending", 1), ("pending", None),
                    ("capacity", 300), ("capacity", None), ("questions", {}),
                    ("questions", None), ("questions", [None]), ("questions", [["diet"]]),
                    ("questions", ["diet"])]:
    line(f"a door whose {name} is {json.dumps(wrong)}", changed(strict, value={**value, name: wrong}))
for name in ["id", "type", "titles"]:
    question = dict(questions[0])
    del question[name]
    line(f"a question without {name}", changed(strict, value={**value, "questions": [question]}))
for name, wrong in [("id", 1), ("id", None), ("type", "date"), ("type", "yesno"), ("type", 1),
                    ("required", 1), ("required", "yes"), ("required", None), ("titles", "Diet"),
                    ("titles", []), ("titles", {"en": None}), ("choices", "a"), ("choices", [1]),
                    ("choices", {"a": "A"}), ("choices", None)]:
    line(f"a question whose {name} is {json.dumps(wrong)}",
         changed(strict, value={**value, "questions": [questions[1], {**questions[0], name: wrong}]}))
line("a due that is null", changed(item, value={"titles": {}, "due": None}))
line("a due that is a text", changed(item, value={"titles": {}, "due": "2026-09-17"}))

# Unreadable: how the event goes on
line("version 0 of the rules", changed(rules, version=0))
line("version -1 of the rules", changed(rules, version=-1))
line("the version of the rules as a text", changed(rules, version="2"))
line("a count of -1", changed(count, value=-1))
line("a count as a text", changed(count, value="120"))
line("a count of a numbered indicator", changed(count, indicator=1))
for kind, members in [("start", started), ("end", ended), ("skip", skipped), ("put", moved)]:
    line(f"a session.{kind} of null", changed(members, session=None))
    line(f"a session.{kind} of a number", changed(members, session=1))
for name, wrong in [("titles", "Later"), ("titles", None), ("titles", {"en": 1}), ("day", 1),
                    ("day", None), ("type", 1), ("from", "1"), ("from", None), ("to", "2"),
                    ("slots", 20), ("slots", ["20"]), ("slots", None), ("talks", "2"),
                    ("talks", None)]:
    line(f"session.put sets {name} to {json.dumps(wrong)}", changed(moved, set={name: wrong}))
line("session.put sets an array", changed(moved, set=[]))
line("an announcement in no language", changed(announce, texts={}))
line("an announcement with a number for a text", changed(announce, texts={"en": "Rain", "de": 1}))
line("an announcement with null for a text", changed(announce, texts={"en": None}))
line("an announcement that is a text", changed(announce, texts="Rain"))
line("an announcement that is an array", changed(announce, texts=["Rain"]))
for name in ["countries", "groups"]:
    line(f"an announcement whose {name} are a text", changed(announce, **{name: "DE"}))
    line(f"an announcement whose {name} are null", changed(announce, **{name: None}))
    line(f"an announcement whose {name} hold a number", changed(announce, **{name: [1]}))
line("an announcement until a text", changed(announce, until="1"))
line("an announcement until null", changed(announce, until=None))
line("announce.seen without acknowledged", changed(seen, acknowledged=...))
line("announce.seen with acknowledged 1", changed(seen, acknowledged=1))
line("announce.seen with acknowledged null", changed(seen, acknowledged=None))
line("announce.seen of an id too short", changed(seen, announcement=fixed("a")[1:]))
line("announce.seen of several", changed(seen, announcement=[fixed("a")]))
line("announce.seen at a point with a capital", changed(seen, point="Berlin"))

# Private lines
PRIVATES = []
SALT = fixed("salt")


def private(why: str, text, names=None) -> None:
    """`names`: what `fields` or `answered` says beside it, or None for a line of another form."""
    data = (text if isinstance(text, str) else compact(text)).encode()
    case = {"why": why, **source(data), "digest": hashlib.sha256(data).hexdigest()}
    PRIVATES.append(case if names is None else {**case, "names": names})


private("name, email and phone", {"salt": SALT, "set": {
    "name": "Zo\u00eb \"Z\"", "email": "z@example.org", "phone": "+49 30"}},
    ["email", "name", "phone"])
private("an organiser's own columns", {"salt": SALT, "set": {"name": "A", "T-Shirt": "M", "": "x"}},
        ["", "T-Shirt", "name"])
private("answers", {"salt": SALT, "set": {"diet": "", "\U0001f600": "a", "\uffff": "b"}},
        ["diet", "\uffff", "\U0001f600"])
private("nothing", {"salt": SALT, "set": {}}, [])
private("another order, an unknown member", {"later": 1, "set": {"name": "A"}, "salt": SALT}, ["name"])
empty = len(compact({"salt": SALT, "set": {"name": ""}}))
private("16,384 bytes", {"salt": SALT, "set": {"name": "n" * (16384 - empty)}}, ["name"])
private("16,385 bytes", {"salt": SALT, "set": {"name": "n" * (16385 - empty)}})
private("no JSON", "name")
private("an array", "[]")
private("without salt", {"set": {}})
private("without set", {"salt": SALT})
private("a salt that is a digit short", {"salt": SALT[1:], "set": {}})
private("a salt in capitals", {"salt": "A" * 32, "set": {}})
private("a salt that is null", {"salt": None, "set": {}})
private("a set that is an array", {"salt": SALT, "set": []})
private("a field that is null", {"salt": SALT, "set": {"name": None}})
private("a field that is a number", {"salt": SALT, "set": {"phone": 4930}})
private("an answer that is an array", {"salt": SALT, "set": {"diet": ["a", "b"]}})
private("a name twice", '{"salt":"%s","set":{"name":"A","name":"A"}}' % SALT)

write("lines.json", "Lines of operations. Protocol/2-lines.md, Operations. `id` is the op's id. "
      "`compact` is the line as it would be written with the members that are read; without it, the "
      "line is unreadable. `private_lines` are lines beside ops: `names` is what the op's `fields` or "
      "`answered` says; without it, the line is not of the form.", LINES, event=EVENT,
      private_lines=PRIVATES)
