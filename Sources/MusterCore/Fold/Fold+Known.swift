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
}
