/// What somebody types at a desk.
struct SearchQuery {
  /// What is typed, in one word: each kind is asked as often.
  enum Kind: String, CaseIterable {
    case letter, two_letters, given, half_given, two_words, half_second, with_bin, id, miss
  }

  /// Somebody who is on the roster.
  struct Person {
    let id: String
    let name: String
  }

  let kind: Kind
  let text: String

  /// Draws a query; most are about somebody of the sample, which is not empty.
  init(of sample: [Person], _ random: inout SplitMix) {
    let person = sample[Int.random(in: 0..<sample.count, using: &random)]
    let words = person.name.split(separator: " ").map(String.init)
    let first = words[0]
    let last = words[words.count - 1]
    kind = Kind.allCases[Int.random(in: 0..<Kind.allCases.count, using: &random)]
    switch kind {
    case .letter: text = String((Bool.random(using: &random) ? first : last).prefix(1))
    case .two_letters: text = String((Bool.random(using: &random) ? first : last).prefix(2))
    case .given: text = random.common(Self.common)
    case .half_given: text = String(random.common(Self.common).dropLast())
    case .two_words: text = first + " " + last
    case .half_second:
      text = first + " " + last.prefix(Int.random(in: 1...3, using: &random))
    case .with_bin:
      text = first + " " + random.common(["بن", "bin", "ibn", "ben"]) + " " + last.prefix(2)
    case .id: text = person.id
    case .miss: text = random.common(Self.missing)
    }
  }

  private static let common = [
    "محمد", "Mohamed", "أحمد", "فاطمة", "Muhammad", "Fatima", "علي", "Siti", "Mehmet", "রহিম", "김",
    "عبد الله", "زينب", "Ayşe", "نورالدين", "রহীম", "서연", "Jean-Luc",
  ]
  private static let missing = [
    "xyzzy", "محمد xyzzy", "قققق", "Mohamed zzq", "p-99999999", "যযয", "م k", "a م", "뷁",
  ]
}
