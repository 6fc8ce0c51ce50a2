/// What each character of a name folds to, decoded once from the generated ``text``.
///
/// The code points are cut into runs with one rule each (about 2,500 for all of Unicode); a character is
/// found by binary search among them. Hangul syllables are arithmetic and stand in the table as kept.
nonisolated struct NameTable {
  static let shared = NameTable()

  private enum Rule: UInt8 {
    case keep, drop, part, shift, pairs, spell
  }

  /// One rule for the code points from `first` up to the next run's.
  private struct Run {
    var first: UInt32
    var rule: Rule
    /// The distance of a `shift`; for `spell` the index in `ends` of the first code point's text.
    var value: Int32
  }

  private var runs: [Run] = []
  private var spelled: [Unicode.Scalar] = []
  /// Where each text in `spelled` ends; it begins where the one before it ends.
  private var ends: [Int] = [0]

  /// Reads ``text``: numbers in base 64, five bits to a character, lowest first, the sixth bit when more
  /// follow; signed ones with the sign as the lowest bit. For each run: six times its distance from the
  /// run before, plus its rule; then the distance of a shift; or the count of texts and, for each, its
  /// length and its scalars, as differences from the scalar before.
  private init() {
    var numbers = Numbers(text: Self.text)
    var first: UInt32 = 0
    var last: Int32 = 0
    while let head = numbers.next(), let rule = Rule(rawValue: UInt8(head % 6)) {
      first += head / 6
      var value: Int32 = 0
      switch rule {
      case .shift: value = numbers.nextSigned()
      case .spell:
        value = Int32(ends.count)
        for _ in 0..<(numbers.next() ?? 0) {
          for _ in 0..<(numbers.next() ?? 0) {
            last += numbers.nextSigned()
            if let scalar = Unicode.Scalar(UInt32(last)) { spelled.append(scalar) }
          }
          ends.append(spelled.count)
        }
      case .keep, .drop, .part, .pairs: break
      }
      runs.append(Run(first: first, rule: rule, value: value))
    }
  }

  /// Appends what a character folds to: nothing, letters and digits, or a space where words part.
  func fold(_ scalar: Unicode.Scalar, into folded: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x61...0x7a, 0x30...0x39: folded.append(scalar)
    case 0xac00..<0xd7a4: foldSyllable(scalar.value - 0xac00, into: &folded)
    default: foldByRun(scalar, into: &folded)
    }
  }

  private func foldByRun(_ scalar: Unicode.Scalar, into folded: inout String.UnicodeScalarView) {
    let code = scalar.value
    let run = runs[index(of: code)]
    switch run.rule {
    case .keep: folded.append(scalar)
    case .drop: break
    case .part: folded.append(" ")
    case .shift: append(Int32(code) + run.value, to: &folded)
    case .pairs: append(Int32(code) + ((code - run.first) & 1 == 0 ? 1 : 0), to: &folded)
    case .spell:
      let index = Int(run.value) + Int(code - run.first)
      folded.append(contentsOf: spelled[ends[index - 1]..<ends[index]])
    }
  }

  /// A syllable is an initial, a vowel and perhaps a final (the Unicode Standard, 3.12).
  private func foldSyllable(_ syllable: UInt32, into folded: inout String.UnicodeScalarView) {
    append(Int32(0x1100 + syllable / 588), to: &folded)
    let vowel = Unicode.Scalar(0x1161 + syllable % 588 / 28)
    if let vowel { foldByRun(vowel, into: &folded) }
    let final = Unicode.Scalar(0x11a7 + syllable % 28)
    if let final, final.value > 0x11a7 { foldByRun(final, into: &folded) }
  }

  private func append(_ code: Int32, to folded: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(UInt32(code)) { folded.append(scalar) }
  }

  /// The last run that begins at or before the code point. The first begins at 0.
  private func index(of code: UInt32) -> Int {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].first <= code { low = middle } else { high = middle }
    }
    return low
  }
}

/// The numbers in the table's text, one after another.
private nonisolated struct Numbers {
  private var digits: String.UTF8View.Iterator

  init(text: String) { digits = text.utf8.makeIterator() }

  mutating func next() -> UInt32? {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while let digit = digits.next() {
      let bits = Self.bits(digit)
      value |= (bits & 31) << shift
      if bits < 32 { return value }
      shift += 5
    }
    return nil
  }

  mutating func nextSigned() -> Int32 {
    let value = next() ?? 0
    return value & 1 == 0 ? Int32(value >> 1) : -Int32(value >> 1)
  }

  private static func bits(_ digit: UInt8) -> UInt32 {
    switch digit {
    case 0x41...0x5a: UInt32(digit - 0x41)
    case 0x61...0x7a: UInt32(digit - 0x61 + 26)
    case 0x30...0x39: UInt32(digit - 0x30 + 52)
    case 0x2b: 62
    default: 63
    }
  }
}
