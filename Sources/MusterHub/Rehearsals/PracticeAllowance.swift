import MusterSync

/// How much a practice event still takes: a machine that never stops must not fill the hub's disk.
struct PracticeAllowance {
  private var ops = Limits.standard.rehearsalOps
  private var bytes = Limits.standard.rehearsalBytes

  /// Whether there is room for what a node hands in, which is then taken off.
  mutating func takes(_ event: HubSession.Event) -> Bool {
    switch event {
    case .ops(let batch):
      ops -= batch.lines.count
      bytes -= batch.payload.count
    case .privates(let entries):
      for entry in entries {
        if case .line(let line) = entry.content { bytes -= line.count }
      }
    // Each makes the hub log an op of its own, and a machine may come with a new boot each time.
    case .mark: ops -= 1
    default: break
    }
    return ops >= 0 && bytes >= 0
  }
}
