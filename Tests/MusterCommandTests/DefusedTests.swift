import MusterCommand
import Testing

@Test(
  "No text of an export begins a formula, wherever a spreadsheet may part it",
  arguments: [
    ("Layla", "Layla"), ("=1", "'=1"), ("+218 91", "'+218 91"), ("-2", "'-2"), ("@x", "'@x"),
    (" =1", " '=1"), ("\u{200B}=1", "\u{200B}'=1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("\"=1", "\"'=1"),
    ("x;=1;y", "x;'=1;y"), ("x, -1", "x, '-1"), ("a=b", "a=b"), ("Al-Amin", "Al-Amin"), ("", ""),
    ("|x", "'|x"), ("%x", "'%x"), ("a|b", "a|b"), ("5 %", "5 %"),
  ])
func formulasAreDefused(text: String, expected: String) {
  #expect(CSV.defused(text) == expected)
}

@Test(
  "What nobody sees before a formula hides none",
  arguments: [
    "\u{61C}", "\u{34F}", "\u{180E}", "\u{FE0F}", "\u{E0020}", "\u{E007F}", "\u{E0100}", "\u{115F}",
    "\u{3164}", "\u{2028}", "\u{3000}", "\u{85}", "\u{1}", "\u{FFF9}", "\u{AD}", "\u{202E}",
    "\u{2066}",
  ])
func invisibleSigns(sign: String) {
  #expect(CSV.defused(sign + "=1") == sign + "'=1")
  #expect(CSV.defused("x;" + sign + sign + "@1") == "x;" + sign + sign + "'@1")
  #expect(CSV.defused(sign + "Layla") == sign + "Layla")
}

@Test("Every sign that is normalised to one that begins a formula is taken for it")
func normalisedSigns() {
  let signs: [UInt32] = [
    0x207A, 0x207B, 0x207C, 0x208A, 0x208B, 0x208C, 0x2212, 0x2A75, 0x2A76, 0xFB29, 0xFE62, 0xFE63,
    0xFE66, 0xFE6A, 0xFE6B, 0xFF05, 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20, 0xFF5C,
  ]
  for text in signs.compactMap(Unicode.Scalar.init).map({ String($0) + "1" }) {
    #expect(CSV.defused(text) == "'" + text)
  }
}
