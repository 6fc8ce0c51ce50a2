import Testing

@testable import MusterCommand

@Suite("Encodings of files")
struct TextEncodingTests {
  private func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittle ? bytes : bytes.reversed()
    }
  }

  private func text(_ bytes: [UInt8], _ name: String? = nil) throws -> String {
    String(decoding: try TextEncoding.utf8(bytes, named: name), as: UTF8.self)
  }

  private func failure(_ bytes: [UInt8], _ name: String? = nil) -> CommandError? {
    do throws(CommandError) {
      _ = try TextEncoding.utf8(bytes, named: name)
      return nil
    } catch { return error }
  }

  static let sample = "id;name\r\np-1;محمد 😀\r\n"

  @Test("UTF-8 and UTF-16 are told by their marks, and without one by their NULs")
  func found() throws {
    let utf8 = Array(Self.sample.utf8)
    #expect(try text(utf8) == Self.sample)
    #expect(try text([0xEF, 0xBB, 0xBF] + utf8) == Self.sample)
    for isLittle in [true, false] {
      let bytes = utf16(Self.sample, isLittle: isLittle)
      #expect(try text(bytes) == Self.sample)
      #expect(try text((isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + bytes) == Self.sample)
      #expect(try text(bytes, isLittle ? "UTF-16LE" : "utf_16be") == Self.sample)
      #expect(try text((isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + bytes, "utf-16") == Self.sample)
      // A first column in Arabic has no NULs, but the others and what parts them have.
      let mixed = "الاسم،\tid\tname\tcountry\n"
      #expect(try text(utf16(mixed, isLittle: isLittle)) == mixed)
    }
    #expect(try text([]) == "")
    #expect(try text(Array("a\0b".utf8)) == "a\0b", "one NUL makes no UTF-16")
  }

  @Test("Windows-1256 is read when it is said, and only then")
  func said() throws {
    // "اسم,محمد" as Windows writes it in Arabic countries.
    let bytes: [UInt8] = [0xC7, 0xD3, 0xE3, 0x2C, 0xE3, 0xCD, 0xE3, 0xCF]
    #expect(try text(bytes, "windows-1256") == "اسم,محمد")
    #expect(try text(bytes, "CP1256") == "اسم,محمد")
    #expect(failure(bytes)?.message.contains("--encoding windows-1256") == true)
    #expect(try text([0xE9], "latin1") == "é")
    // Its letter stands there only once nothing follows.
    #expect(try text([0x61, 0xE0], "windows-1255") == "aא")
  }

  @Test("A text longer than one part of the conversion stays whole")
  func long() throws {
    let bytes = [UInt8](repeating: 0xE3, count: 200_001)
    #expect(try text(bytes, "windows-1256") == String(repeating: "م", count: 200_001))
  }

  @Test("What does not decode is told with its line and byte, and with the way out")
  func places() {
    let cases: [(bytes: [UInt8], name: String?, line: Int, byte: Int)] = [
      ([0x61, 0x0D, 0x0A, 0x62, 0xE9, 0x0A], nil, 2, 5),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0xE9], nil, 2, 6),
      ([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xDC, 0x62, 0], nil, 2, 7),
      ([0xFF, 0xFE, 0x61, 0, 0x00, 0xD8], nil, 1, 5),
      ([0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0], nil, 2, 7),
      ([0x61, 0x0A, 0x81, 0x0A], "windows-1252", 2, 3),
      ([0x61, 0x0A, 0x83, 0x41, 0x83], "shift_jis", 2, 5),
    ]
    for (bytes, name, line, byte) in cases {
      let words = failure(bytes, name)?.message ?? "nothing"
      #expect(words.hasPrefix("line \(line): byte \(byte) of the file"), "\(words)")
      #expect(words.contains("--encoding"))
    }
  }

  @Test(
    "A name that nobody knows, or that is a wish, is refused",
    arguments: [
      "windows-9999", "latin1//IGNORE", "utf-8//TRANSLIT", " ", "é",
      String(repeating: "a", count: 41),
    ])
  func names(name: String) {
    guard case .usage(let words) = failure([0x61], name) else {
      Issue.record("\(name) was taken")
      return
    }
    #expect(words.contains("windows-1256"))
  }

  @Test("A mark that says otherwise wins over a wrong word, loudly")
  func contradiction() {
    #expect(failure([0xEF, 0xBB, 0xBF, 0x61], "windows-1256")?.exitCode == .badData)
    #expect(failure([0xFF, 0xFE, 0x61, 0], "utf-8")?.exitCode == .badData)
    #expect(failure([0xEF, 0xBB, 0xBF, 0x61], "utf-8") == nil)
  }
}
