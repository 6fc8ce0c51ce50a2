"""Crockford base32, for join codes and tickets."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def encode(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def decode(text):
    """The bytes; ValueError for a letter outside the alphabet, and where more than the last byte's bits are left."""
    bits = "".join(f"{ALPHABET.index(letter):05b}" for letter in text)
    rest = len(bits) % 8
    if rest >= 5 or "1" in bits[len(bits) - rest:]:
        raise ValueError(text)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits) - rest, 8))
