import MusterCommand
import Testing

@Test(
  "No text of an export begins a formula, wherever a spreadsheet may part it",
  arguments: [
    ("Layla", "Layla"), ("=1", "'=1"), ("+218 91", "'+218 91"), ("-2", "'-2"), ("@x", "'@x"),
    (" =1", " '=1"), ("\u{200B}=1", "\u{200B}'=1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("\"=1", "\"'=1"),
    ("x;=1;y", "x;'=1;y"), ("x, -1", "x, '-1"), ("a=b", "a=b"), ("Al-Amin", "Al-Amin"), ("", ""),
  ])
func formulasAreDefused(text: String, expected: String) {
  #expect(CSV.defused(text) == expected)
}
