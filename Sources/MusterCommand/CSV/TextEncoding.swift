/// How the bytes of a file stand for characters, and the way from there to UTF-8.
///
/// Without a word from anybody, UTF-8 and UTF-16 are told by the mark at the beginning; UTF-16
/// without one by the NULs that it has beside every character of ASCII, of which the names of columns
/// are. All else looks alike, and is read only when somebody says what it is.
public nonisolated enum TextEncoding: Hashable, Sendable {
  /// With a byte order mark or without.
  case utf8
  /// The less significant byte of each pair comes first.
  case utf16LittleEndian
  /// The more significant byte of each pair comes first.
  case utf16BigEndian
  /// Any other, by the name that iconv has for it.
  case named(String)

  /// So much of a file is looked at for NULs, bytes.
  private static let looked = 1024

  /// The text as UTF-8, without a byte order mark, and sound.
  ///
  /// - Parameters:
  ///   - bytes: a whole file.
  ///   - name: the encoding's name, as somebody says it; nil: what the file looks like.
  /// - Throws: ``CommandError/badCSV(_:_:)`` with the line of what is no text in the encoding;
  ///   ``CommandError/usage(_:)`` for a name that nobody knows.
  public static func utf8(_ bytes: [UInt8], named name: String? = nil) throws(CommandError)
    -> [UInt8]
  {
    let marked = marked(bytes)
    guard let name else {
      return try (marked?.encoding ?? guessed(bytes)).decode(bytes, from: marked?.count ?? 0)
    }
    let said = try TextEncoding(name: name)
    if let marked, marked.encoding != said, said != .named("utf-16") {
      throw .badCSV(1, "the file says itself that it is \(marked.encoding): leave --encoding out")
    }
    guard said == .named("utf-16") else { return try said.decode(bytes, from: marked?.count ?? 0) }
    return try (marked?.encoding ?? .utf16LittleEndian).decode(bytes, from: marked?.count ?? 0)
  }

  /// The encoding of this name; case and what stands between letters and digits make no difference for
  /// those of Unicode.
  private init(name: String) throws(CommandError) {
    let isName =
      (1...40).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x3A, 0x5F: true
        default: false
        }
      }
    guard isName else { throw Iconv.unknown(name) }
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" }) {
    case "utf8": self = .utf8
    case "utf16": self = .named("utf-16")
    case "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    default: self = .named(name)
    }
  }

  /// What the byte order mark says, and its length; nil when there is none.
  private static func marked(_ bytes: [UInt8]) -> (encoding: TextEncoding, count: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 when at least a quarter of the first pairs, and two, are a character of ASCII beside a NUL,
  /// most of them the same way round.
  private static func guessed(_ bytes: [UInt8]) -> TextEncoding {
    let pairs = min(bytes.count, looked) / 2
    var little = 0
    var big = 0
    for pair in 0..<pairs {
      let (first, second) = (bytes[2 * pair], bytes[2 * pair + 1])
      if second == 0, first != 0, first < 0x80 { little += 1 }
      if first == 0, second != 0, second < 0x80 { big += 1 }
    }
    let most = max(little, big)
    guard bytes.count % 2 == 0, most > 1, most * 4 >= pairs, most > 2 * min(little, big) else {
      return .utf8
    }
    return little > big ? .utf16LittleEndian : .utf16BigEndian
  }

  private func decode(_ bytes: [UInt8], from start: Int) throws(CommandError) -> [UInt8] {
    switch self {
    case .utf8:
      let text = start == 0 ? bytes : Array(bytes[start...])
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: text.span)
      } catch {
        throw Self.bad(
          at: start + error.byteOffsets.lowerBound, text[..<error.byteOffsets.lowerBound], self)
      }
      return text
    case .utf16LittleEndian, .utf16BigEndian:
      return try UTF16Text.utf8(bytes, from: start, isLittleEndian: self == .utf16LittleEndian)
    case .named(let name): return try Iconv.utf8(bytes, named: name)
    }
  }

  /// Says which byte of a file is no text.
  ///
  /// - Parameters:
  ///   - offset: where it is in the file, from 0.
  ///   - before: the text before it, as UTF-8.
  static func bad(
    at offset: Int, _ before: ArraySlice<UInt8>, _ encoding: TextEncoding
  ) -> CommandError {
    .badCSV(
      1 + LineEnds.count(in: before),
      "byte \(offset + 1) of the file is not \(encoding): say what it is,"
        + " such as --encoding windows-1256, or save the file as UTF-8")
  }
}

nonisolated extension TextEncoding: CustomStringConvertible {
  /// As people call it.
  public var description: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    case .named(let name): name
    }
  }
}
