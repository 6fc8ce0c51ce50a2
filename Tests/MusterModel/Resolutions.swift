import MusterCore

/// A conflict of `Protocol/5-state.md`.
nonisolated struct Conflict {
  var type: String
  var subject: [String]
  var evidence: Set<OpID>
  var choices: Set<String>
  /// The automatic one, until a resolution closes the conflict.
  var outcome: String
  var isOpen = true
}

/// What people chose for conflicts.
nonisolated struct Resolutions {
  private let resolves: [Operation]
  private let times: Times
  private let mistake: Mistake?

  init(_ operations: [Operation], _ times: Times, _ mistake: Mistake?) {
    resolves = operations.filter { op in
      if case .resolve = op.act { return true }
      return false
    }
    self.times = times
    self.mistake = mistake
  }

  /// The conflict, closed when the latest resolution with a good choice had seen everything.
  func settled(_ conflict: Conflict) -> Conflict {
    let fitting = resolves.filter { op in
      guard case .resolve(let resolution) = op.act else { return false }
      return Text(resolution.type) == Text(conflict.type)
        && Text.all(resolution.subject) == Text.all(conflict.subject)
        && (conflict.choices.contains { Text($0) == Text(resolution.choice) }
          || mistake == .takesAnyChoice)
    }
    let first = mistake == .takesTheFirstResolution ? times.inOrder(fitting).first : nil
    guard let latest = first ?? times.latest(fitting), case .resolve(let applying) = latest.act,
      conflict.evidence.isSubset(of: applying.saw) || mistake == .resolvesForEver
    else { return conflict }
    var closed = conflict
    closed.isOpen = false
    closed.outcome = applying.choice
    return closed
  }
}
