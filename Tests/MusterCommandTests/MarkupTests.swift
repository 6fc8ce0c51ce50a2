import MusterCommand
import Testing

@Suite("Texts of others inside HTML and SVG")
struct MarkupTests {
  @Test("No text leaves its element or its attribute")
  func escaped() {
    #expect(
      Markup.escaped("<a href=\"x\">&amp;'") == "&lt;a href=&quot;x&quot;&gt;&amp;amp;'")
    #expect(Markup.escaped("نور\u{202E}\u{301} 😀") == "نور\u{202E}\u{301} 😀")
  }

  @Test("What no XML may hold is shown as missing")
  func controls() {
    #expect(
      Markup.escaped("a\0b\u{1B}[31m\u{85}\u{FFFE}") == "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\u{FFFD}")
    #expect(Markup.escaped("a\tb\nc") == "a\tb\nc")
  }

  nonisolated static let tags = [
    ("ar", "rtl"), ("ar-MA", "rtl"), ("FA", "rtl"), ("ur", "rtl"), ("he", "rtl"), ("ms", "ltr"),
    ("ms-Arab", "rtl"), ("tr", "ltr"), ("", "ltr"), ("ug-Latn", "ltr"), ("are", "ltr"),
  ]

  @Test("A language is written one way", arguments: tags)
  func direction(_ tag: (language: String, direction: String)) {
    #expect(Markup.direction(ofLanguage: tag.language) == tag.direction)
  }
}
