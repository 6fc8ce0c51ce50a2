import MusterCore
import MusterTrust

nonisolated extension JSONWriter {
  /// Writes a signature member.
  mutating func member(_ key: String, _ signature: Signature) {
    member(key, signature.hex)
  }

  /// Writes the members of a log position.
  mutating func members(_ position: LogPosition) {
    member("place", position.place)
    member("hash", position.hash)
  }

  /// Writes an array of starts.
  mutating func starts(_ starts: [HubStartMark]) {
    key("starts")
    beginArray()
    for start in starts {
      beginArray()
      value(start.generation)
      value(start.place)
      value(start.before)
      endArray()
    }
    endArray()
  }
}
