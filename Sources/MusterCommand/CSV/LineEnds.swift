/// What ends a line: LF, CR LF, or CR alone, as editors count them.
nonisolated enum LineEnds {
  /// How many there are.
  static func count(in text: ArraySlice<UInt8>) -> Int {
    var count = 0
    var last: UInt8 = 0
    for byte in text {
      if byte == 0x0D || (byte == 0x0A && last != 0x0D) { count += 1 }
      last = byte
    }
    return count
  }
}
