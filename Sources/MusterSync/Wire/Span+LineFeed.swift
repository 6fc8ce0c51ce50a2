nonisolated extension Span<UInt8> {
  /// Where the first LF at or behind `start` stands; nil when there is none.
  ///
  /// Eight bytes at a time, for every line of a long log is found with it: of a word whose bytes are
  /// compared all at once, the lowest bit that is set marks the first byte that is an LF (Hacker's
  /// Delight, 6-1).
  func firstLineFeed(from start: Int) -> Int? {
    let feeds: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = unsafe bytes
    var at = start
    while at &+ 8 <= count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      let differs = UInt64(littleEndian: word) ^ feeds
      let found = (differs &- ones) & ~differs & (ones << 7)
      if found != 0 { return at &+ found.trailingZeroBitCount / 8 }
      at &+= 8
    }
    while at < count {
      if self[at] == 0x0A { return at }
      at &+= 1
    }
    return nil
  }
}
