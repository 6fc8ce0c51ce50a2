/// What stands inside a name and makes no name by itself, or makes two of what looks like one.
///
/// Knows folded words; all comparisons are by code point.
nonisolated enum NameParts {
  private static let servants = ["عبد", "عبيد"]
  private static let ends = ["الله", "الدين"]

  /// The words that a folded word is: `عبد الله` and `عبدالله`, `نور الدين` and `نورالدين` are one name in
  /// two spellings, and both become two words.
  ///
  /// A lone alef after `عبد` is the article half typed.
  static func of(_ word: String) -> [String] {
    let scalars = word.unicodeScalars
    for servant in servants where scalars.starts(with: servant.unicodeScalars) {
      let rest = scalars.dropFirst(servant.unicodeScalars.count)
      if rest.starts(with: "ال".unicodeScalars) || rest.elementsEqual("ا".unicodeScalars) {
        return [servant, String(rest)]
      }
    }
    for end in ends where scalars.count >= end.unicodeScalars.count + 2 {
      let split = scalars.index(scalars.endIndex, offsetBy: -end.unicodeScalars.count)
      if scalars[split...].elementsEqual(end.unicodeScalars) {
        return [String(scalars[..<split]), end]
      }
    }
    return [word]
  }

  /// Whether two words beside each other may be written as one that ``of(_:)`` cannot know while it is
  /// half typed.
  static func areWrittenAsOne(_ first: String, _ second: String) -> Bool {
    ends.contains(second) && first.unicodeScalars.count >= 2 && !servants.contains(first)
      && !isSonOrDaughter(first)
  }

  /// The text with its hyphens as spaces; nil when there are none.
  static func betweenHyphens(_ text: String) -> String? {
    guard text.unicodeScalars.contains(where: isHyphen) else { return nil }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isHyphen($0) ? " " : $0 }))
  }

  private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2d, 0x2010...0x2014, 0x2043, 0x2212, 0xfe63, 0xff0d: true
    default: false
    }
  }

  /// Whether a folded word only says whose child somebody is.
  static func isSonOrDaughter(_ word: String) -> Bool {
    switch word {
    case "bin", "ibn", "ben", "bint", "binti", "binte", "bent", "bte", "bt", "ould", "mint": true
    case "بن", "ابن", "بنت", "ابنه", "ولد", "منت": true
    default: false
    }
  }
}
