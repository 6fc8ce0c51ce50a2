internal import MusterCore

/// Of whom the search index may not show the winning name.
nonisolated struct StaleNames {
  /// These are to be looked at.
  private(set) var people: Set<String> = []
  /// Everybody with a private line is to be looked at.
  private(set) var areAll = false
  /// People whose name was set by more than their creating put: a clock mark can change who wins.
  private var edited: Set<String> = []

  var areAny: Bool { areAll || !people.isEmpty || !ops.isEmpty }

  /// Ops that a void names, or whose private line came: whom they are about is found once the fold
  /// has them all.
  private(set) var ops: [OpID] = []

  /// Notes what an op may change.
  mutating func note(_ operation: Operation) {
    switch operation.act {
    case .participantPut where operation.privateDigest != nil:
      guard let person = operation.participant else {
        people.insert(operation.id.hex)
        return
      }
      people.insert(person)
      edited.insert(person)
    case .clock: people.formUnion(edited)
    // A person has chosen which of two edits holds.
    case .resolve(let resolution) where resolution.type == "edit-edit":
      if let person = resolution.subject.first { people.insert(person) }
    case .void(let named): ops += named
    case .resolve(let resolution) where resolution.type == "edit-edit":
      if let person = resolution.subject.first { people.insert(person) }
    case .nodeAdmit, .nodeRevoke, .nodeAccept, .hubStart: areAll = true
    default: break
    }
  }

  /// Notes an op whose private line came: whom it is about is known once the fold has it.
  mutating func note(namedBy op: OpID) { ops.append(op) }

  mutating func note(_ person: String) { people.insert(person) }

  mutating func noteAll() { areAll = true }

  mutating func clear() {
    people.removeAll(keepingCapacity: true)
    ops.removeAll(keepingCapacity: true)
    areAll = false
  }
}
