/// Which words of people's are known already: a slip of the pen must not make new ones.
nonisolated extension Fold {
  /// Whether anybody has, or had until it was erased, a private field of this name.
  public mutating func isKnown(field name: String) -> Bool {
    var isThere = false
    forEachParticipant { view in
      if view.privateFields[name] != nil || view.erasedFields.contains(name) { isThere = true }
    }
    return isThere
  }

  /// The kinds that doors' rules admit and those that people have, ascending; nil where no rule asks for
  /// kinds: there none shuts anybody out.
  public mutating func knownKinds() -> [String]? {
    let admitted = parts(.door).compactMap(\.rule.kinds)
    guard !admitted.isEmpty else { return nil }
    var kinds = Set(admitted.joined())
    forEachParticipant { view in
      if let kind = view.kind, !kind.isEmpty { kinds.insert(kind) }
    }
    return kinds.sorted()
  }
}
