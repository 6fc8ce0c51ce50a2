// A number as people write it, in the spellings that a list may have it in.

const zeros = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xff10];

/** With European digits. */
const plain = (text) => text.replace(/\p{Nd}/gu, (digit) => {
  const value = digit.codePointAt(0);
  const zero = zeros.find((zero) => value >= zero && value < zero + 10);
  return zero === undefined ? digit : String(value - zero);
});

/** A text as it was typed, then, where it may be a number, what else it can mean. */
export function spellings(text) {
  if (!/^[\p{L}\p{Nd}\s–-]+$/u.test(text) || !/\p{Nd}/u.test(text)) return [text];
  const digits = plain(text);
  const joined = digits.replace(/[\s–-]+/g, "-");
  return [...new Set([text, digits, joined, joined.toLowerCase(), joined.toUpperCase()])];
}
