/// What a text of a line may be (`Protocol/2-lines.md`).
nonisolated enum LineForm: Equatable {
  /// Any.
  case text
  /// 1–64 bytes.
  case short
  /// Id of a point: 1–32 bytes of `a-z 0-9 -`.
  case point
  /// Id of a participant: 1–64 bytes of printable ASCII without space, `"`, `\` or `/`.
  case participant
  /// `YYYY-MM-DD`.
  case date

  /// Whether the text is of this form.
  func admits(_ text: Span<UInt8>) -> Bool {
    switch self {
    case .text: true
    case .short: 1...64 ~= text.count
    case .point: 1...32 ~= text.count && text.indices.allSatisfy { Self.isPoint(text[$0]) }
    case .participant:
      1...64 ~= text.count && text.indices.allSatisfy { Self.isParticipant(text[$0]) }
    case .date: Self.isDate(text)
    }
  }

  private static func isPoint(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == 0x2D
  }

  private static func isParticipant(_ byte: UInt8) -> Bool {
    0x21...0x7E ~= byte && byte != 0x22 && byte != 0x5C && byte != 0x2F
  }

  private static func isDate(_ text: Span<UInt8>) -> Bool {
    guard text.count == 10 else { return false }
    return text.indices.allSatisfy { index in
      index == 4 || index == 7 ? text[index] == 0x2D : 0x30...0x39 ~= text[index]
    }
  }
}
