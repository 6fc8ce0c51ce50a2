internal import MusterCore
internal import MusterSync
internal import MusterTrust

/// What the search index and the search for duplicates must hold, by the fold and the private lines on
/// the disk.
nonisolated struct FoldedNames {
  /// Of one participant.
  struct Entry: Equatable {
    /// The words to index of the name that wins, folded, and the numbers of the id, joined by spaces;
    /// empty when the name's line is not held.
    var words = ""
    /// What others who may be the same person would have too: see ``Alike``.
    var keys: Set<Int64> = []
  }

  private let privates: PrivateLines
  /// Lines that are on the disk and still in memory too.
  private let atHand: [OpID: [UInt8]]

  init(_ privates: PrivateLines, atHand: [OpID: [UInt8]] = [:]) {
    self.privates = privates
    self.atHand = atHand
  }

  /// Of one participant.
  func entry(of person: String, in fold: inout Fold) throws(StoreError) -> Entry {
    guard let puts = fold.privateFields(of: person) else { return Entry() }
    var lines: [OpID: PrivateLine] = [:]
    func value(_ field: String) throws(StoreError) -> String? {
      guard let put = puts[field] else { return nil }
      if lines[put] == nil, let bytes = try line(of: put) {
        lines[put] = PrivateLine.read(bytes, in: 0..<bytes.count)
      }
      return lines[put]?[field]
    }
    var entry = Entry()
    let name = try value("name") ?? ""
    let words = NameFolding.words(indexed: name)
    if !words.isEmpty {
      entry.words = (words + Self.numbers(of: person)).joined(separator: " ")
    }
    entry.keys = Alike.keys(
      words: NameFolding.words(of: name).joined(separator: " "), email: try value("email"),
      phone: try value("phone"))
    return entry
  }

  /// The numbers that somebody may type in place of an id: `00018` and `18` of `p-00018`.
  static func numbers(of id: String) -> [String] {
    id.split { !$0.isLetter && !$0.isNumber }.filter { $0.allSatisfy(isDigit) }.flatMap { number in
      let short = number.drop { $0 == "0" }
      return short.isEmpty || short == number ? [String(number)] : [String(number), String(short)]
    }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  private func line(of put: OpID) throws(StoreError) -> [UInt8]? {
    if let line = atHand[put] { return line }
    guard case .line(let line) = try privates.line(of: put) else { return nil }
    return line
  }

  /// Of everybody of whom something is held.
  func all(in fold: inout Fold) throws(StoreError) -> [String: Entry] {
    var ops: [OpID] = []
    try privates.eachHeld { ops.append($0) }
    var people: Set<String> = []
    for op in ops { if let person = Self.person(namedBy: op, in: &fold) { people.insert(person) } }
    var all: [String: Entry] = [:]
    for person in people {
      let entry = try entry(of: person, in: &fold)
      if entry != Entry() { all[person] = entry }
    }
    return all
  }

  /// Whom a put is about; nil for an op that is no put, or is not there.
  static func person(namedBy op: OpID, in fold: inout Fold) -> String? {
    guard let put = fold.operationInfo(op), put.kind == "participant.put" else { return nil }
    return put.participant
  }
}
