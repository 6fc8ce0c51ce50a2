internal import Glibc

/// The system's own knowledge of encodings.
nonisolated enum Iconv {
  /// The text as UTF-8.
  ///
  /// - Parameter name: the encoding, as iconv knows it; without a slash, after which iconv would read
  ///   wishes such as leaving out what does not fit.
  static func utf8(_ bytes: [UInt8], named name: String) throws(CommandError) -> [UInt8] {
    guard let converter = unsafe iconv_open("UTF-8", name),
      unsafe converter != iconv_t(bitPattern: -1)
    else { throw unknown(name) }
    defer { _ = unsafe iconv_close(converter) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    let stopped = unsafe bytes.withUnsafeBytes { space in
      unsafe convert(space, converter, into: &text)
    }
    if let stopped { throw TextEncoding.bad(at: stopped, text[...], .named(name)) }
    return text
  }

  /// That there is no such encoding.
  static func unknown(_ name: String) -> CommandError {
    .usage(
      "there is no encoding \(Terminal.plain(name)): write one like windows-1256; iconv -l lists them"
    )
  }

  /// Converts everything, part by part.
  ///
  /// - Returns: where it stopped, when something is no text of the encoding.
  private static func convert(
    _ bytes: UnsafeRawBufferPointer, _ converter: iconv_t, into text: inout [UInt8]
  ) -> Int? {
    var part = [UInt8](repeating: 0, count: 65_536)
    var input = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)?
      .assumingMemoryBound(to: CChar.self)
    var left = bytes.count
    // Some encodings keep a character back until they are told that nothing follows.
    var isEnding = false
    while true {
      let (made, code) = unsafe part.withUnsafeMutableBytes { space in
        var output = unsafe space.baseAddress?.assumingMemoryBound(to: CChar.self)
        var room = space.count
        let result =
          unsafe isEnding
          ? iconv(converter, nil, nil, &output, &room)
          : iconv(converter, &input, &left, &output, &room)
        return (space.count - room, result == -1 ? errno : 0)
      }
      text.append(contentsOf: part[..<made])
      guard code == 0 || code == E2BIG else { return bytes.count - left }
      guard code == 0 else { continue }
      if isEnding { return nil }
      isEnding = true
    }
  }
}
