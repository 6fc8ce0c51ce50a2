internal import MusterCore

/// Of whom the search index may not show the winning name.
nonisolated struct StaleNames {
  /// These are to be looked at.
  private(set) var people: Set<String> = []
  /// Everybody with a private line is to be looked at.
  private(set) var areAll = false
  /// Who has made such puts: the rights of anybody else change no name.
  private var authors: Set<KeyID> = []

  var areAny: Bool { areAll || !people.isEmpty || !ops.isEmpty }

  /// Ops that a void names, or whose private line came: whom they are about is found once the fold
  /// has them all.
  private(set) var ops: [OpID] = []

  /// Notes what an op may change.
  mutating func note(_ operation: Operation) {
    switch operation.act {
    case .participantPut where operation.privateDigest != nil:
      authors.insert(operation.node)
      let person = operation.participant ?? operation.id.hex
      people.insert(person)
    // A person has chosen which of two edits holds.
    case .resolve(let resolution) where resolution.type == "edit-edit":
      if let person = resolution.subject.first { people.insert(person) }
    case .void(let named): ops += named
    case .nodeAdmit(let admission): noteRights(of: admission.keyID)
    case .nodeRevoke(let revocation): noteRights(of: revocation.keyID)
    case .nodeAccept(let acceptance): noteRights(of: acceptance.keyID)
    case .hubStart: areAll = true
    default: break
    }
  }

  private mutating func noteRights(of key: KeyID) { if authors.contains(key) { areAll = true } }

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
