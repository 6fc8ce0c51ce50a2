internal import MusterCore
internal import MusterSync

/// What the search index must hold, by the fold and the private lines on the disk.
nonisolated struct FoldedNames {
  private let privates: PrivateLines

  init(_ privates: PrivateLines) { self.privates = privates }

  /// The words to index of the name that wins, folded and joined by spaces; empty when its line is not held.
  func words(of person: String, in fold: inout Fold) throws(StoreError) -> String {
    guard let put = fold.participant(person)?.privateFields["name"],
      case .line(let bytes) = try privates.line(of: put),
      let name = PrivateLine.read(bytes, in: 0..<bytes.count)?["name"]
    else { return "" }
    return NameFolding.words(indexed: name).joined(separator: " ")
  }

  /// Everybody's folded words, by participant.
  func all(in fold: inout Fold) throws(StoreError) -> [String: String] {
    var ops: [OpID] = []
    try privates.eachHeld { ops.append($0) }
    var people: Set<String> = []
    for op in ops { if let person = Self.person(namedBy: op, in: &fold) { people.insert(person) } }
    var all: [String: String] = [:]
    for person in people {
      let words = try words(of: person, in: &fold)
      if !words.isEmpty { all[person] = words }
    }
    return all
  }

  /// Whom a put is about; nil for an op that is no put, or is not there.
  static func person(namedBy op: OpID, in fold: inout Fold) -> String? {
    guard let put = fold.operationInfo(op), put.kind == "participant.put" else { return nil }
    return put.participant
  }
}
