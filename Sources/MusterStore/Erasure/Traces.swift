internal import MusterCore
internal import MusterSync

/// What may still be read in a database's files of the private lines that a commit drops.
nonisolated struct Traces {
  /// An organiser's own field says of itself whose it is only when it is as long as this, bytes.
  private static let tellingBytes = 8

  /// What the lines said, as it stands in answers to requests: texts of JSON, with their quotes.
  private(set) var words: Set<[UInt8]> = []
  /// Whether a line that is gone was on the disk.
  private(set) var areAny = false

  /// Notes a line that is dropped.
  mutating func note(_ line: [UInt8]) {
    areAny = true
    for field in PrivateLine.read(line, in: 0..<line.count)?.values ?? [] {
      let isContact = ["name", "email", "phone"].contains(field.name)
      guard field.value.utf8.count >= (isContact ? 1 : Self.tellingBytes) else { continue }
      var text = JSONWriter()
      text.value(field.value)
      words.insert(text.bytes)
    }
  }
}
