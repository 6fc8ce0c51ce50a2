/// The path and query of a request, decoded once and strictly (RFC 3986, RFC 9112 §3.2).
///
/// What could mean two things to two readers is refused: bad percent escapes, `.` and `..`, empty
/// segments inside a path, encoded slashes, control characters, text that is no UTF-8.
nonisolated struct HTTPTarget: Equatable {
  /// The decoded segments: none for `/`; a slash at the end makes no difference.
  var segments: [String] = []
  /// The decoded pairs, in order; a name without `=` has an empty value.
  var query: [(name: String, value: String)] = []
  /// The authority of a target in absolute form, which counts instead of `Host`.
  var authority: String?

  /// Reads origin form, absolute form, or `*`; nil when it is refused.
  init?(_ text: String) {
    var rest = text.utf8[...]
    if text == "*" { return }
    if let after = HTTPTarget.dropping("http://", from: rest) {
      let end = after.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
      authority = String(Substring(after[..<(end ?? after.endIndex)]))
      rest = after[(end ?? after.endIndex)...]
    } else if rest.first != UInt8(ascii: "/") {
      return nil
    }
    if let fragment = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<fragment] }
    let mark = rest.firstIndex(of: UInt8(ascii: "?"))
    guard let segments = HTTPTarget.segments(rest[..<(mark ?? rest.endIndex)]) else { return nil }
    self.segments = segments
    guard let mark else { return }
    guard let query = HTTPTarget.query(rest[rest.index(after: mark)...]) else { return nil }
    self.query = query
  }

  static func == (left: HTTPTarget, right: HTTPTarget) -> Bool {
    left.segments == right.segments && left.authority == right.authority
      && left.query.elementsEqual(right.query, by: ==)
  }

  private static func dropping(
    _ prefix: String, from text: Substring.UTF8View
  ) -> Substring.UTF8View? {
    let start = text.prefix(prefix.utf8.count)
    guard start.count == prefix.utf8.count,
      zip(start, prefix.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else { return nil }
    return text.dropFirst(prefix.utf8.count)
  }

  private static func segments(_ path: Substring.UTF8View) -> [String]? {
    var pieces = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
    if pieces.first?.isEmpty == true { pieces = pieces.dropFirst() }
    if pieces.last?.isEmpty == true { pieces = pieces.dropLast() }
    var segments: [String] = []
    for piece in pieces {
      guard let segment = decoded(piece, plusIsSpace: false), !segment.isEmpty,
        segment != ".", segment != "..", !segment.utf8.contains(UInt8(ascii: "/"))
      else { return nil }
      segments.append(segment)
    }
    return segments
  }

  private static func query(_ text: Substring.UTF8View) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    for piece in text.split(separator: UInt8(ascii: "&")) {
      let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
      let after = equals == piece.endIndex ? equals : piece.index(after: equals)
      guard let name = decoded(piece[..<equals], plusIsSpace: true),
        let value = decoded(piece[after...], plusIsSpace: true)
      else { return nil }
      pairs.append((name, value))
    }
    return pairs
  }

  private static func decoded(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(nibble), let low = rest.next().flatMap(nibble) else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace:
        bytes.append(0x20)
      default:
        bytes.append(byte)
      }
    }
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
