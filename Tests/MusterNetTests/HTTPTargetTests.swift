import Testing

@testable import MusterNet

@Suite("Request targets")
struct HTTPTargetTests {
  @Test(
    "Paths are decoded once",
    arguments: [
      ("/", []), ("", nil), ("*", []), ("/a", ["a"]), ("/a/", ["a"]), ("/a/b", ["a", "b"]),
      ("/%61%20b", ["a b"]), ("/%2561", ["%61"]), ("/a+b", ["a+b"]),
      ("/..a/.b./...", ["..a", ".b.", "..."]),
      ("//", nil), ("/a//b", nil), ("/.", nil), ("/a/..", nil), ("/%2E%2e", nil), ("/a%2Fb", nil),
      ("/%", nil), ("/%4", nil), ("/%4g", nil), ("/%C3", nil), ("/%ED%A0%80", nil), ("/%0a", nil),
      ("a", nil), ("/a#b", ["a"]), ("http://h:1/a", ["a"]), ("HTTP://h", []), ("https://h/a", nil),
    ] as [(String, [String]?)])
  func paths(text: String, segments: [String]?) {
    #expect(HTTPTarget(text)?.segments == segments)
  }

  @Test("The authority of an absolute target counts")
  func authority() {
    #expect(HTTPTarget("http://evil.example:80/a?b")?.authority == "evil.example:80")
    #expect(HTTPTarget("http://h?b=c")?.query.first?.value == "c")
    #expect(HTTPTarget("/a")?.authority == nil)
  }

  @Test(
    "Whatever comes, no segment is empty, climbs, or hides a slash or a control", arguments: 0..<20)
  func property(seed: UInt64) {
    let alphabet = Array("/.%2eEfF0a?&=+#:\u{0}é ".unicodeScalars)
    for round in 0..<200 {
      let picks = noise(12, seed: seed &* 1_000 &+ UInt64(round))
      var text = String.UnicodeScalarView()
      text.append("/")
      for pick in picks { text.append(alphabet[Int(pick) % alphabet.count]) }
      guard let target = HTTPTarget(String(text)) else { continue }
      for segment in target.segments {
        let harmless =
          !segment.isEmpty && segment != "." && segment != ".."
          && segment.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x2F && $0 != 0x7F }
        #expect(harmless, "\(text)")
      }
    }
  }
}
