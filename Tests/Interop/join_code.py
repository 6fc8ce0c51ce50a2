"""Join codes: Protocol/3-identity.md."""

import re

import crockford
import trust


ADDRESS = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):([1-9][0-9]{0,4})")
BETWEEN = re.compile(r"[\s\-\u2010\u2011\u2013\u2212]")


class BadCode(ValueError):
    pass


class JoinCode:
    def __init__(self, address, secret):
        self.address = address
        self.secret = secret

    @classmethod
    def read(cls, typed):
        address, slash, written = typed.strip().rpartition("/")
        address = address.strip()
        if not slash or not address:
            raise BadCode("address missing")
        form = ADDRESS.fullmatch(address)
        if not form or int(form[1]) > 65_535:
            raise BadCode("address")
        letters = BETWEEN.sub("", written).upper().translate(str.maketrans("OIL", "011"))
        if any(letter not in crockford.ALPHABET for letter in letters):
            raise BadCode("character")
        if len(letters) != 18:
            raise BadCode("length")
        code, check = letters[:16], letters[16:]
        if check != check_letters(address, code):
            raise BadCode("check")
        return cls(address.lower(), crockford.decode(code))

    def __str__(self):
        code = crockford.encode(self.secret)
        parts = [code[i:i + 4] for i in range(0, 16, 4)] + [check_letters(self.address, code)]
        return self.address + "/" + "-".join(parts)


def check_letters(address, code):
    digest = trust.sha256(trust.signed_text("muster join 1", address.lower(), code))
    return crockford.encode(digest[:2])[:2]
