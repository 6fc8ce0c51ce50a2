/// Whether a text can be shown on a terminal: nothing in it moves the cursor, changes colours or turns
/// the direction of what follows.
nonisolated func isShown(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { scalar in
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
