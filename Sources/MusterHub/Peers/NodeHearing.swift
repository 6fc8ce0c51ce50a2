import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// When each node was last heard, and what it last said of itself; kept over restarts.
struct NodeHearing {
  /// A node that was not heard for so long is silent, ms.
  nonisolated static let silentAfterMs: Int64 = 60_000
  /// Written to the disk at most so often, ms: a crash forgets at most that much.
  private static let writeEveryMs: Int64 = 10_000

  private let table: Hearing
  private let settings: Settings
  private var last: [KeyID: Hearing.Last] = [:]
  private var changed: Set<KeyID> = []
  private var writtenAt: Int64 = 0
  /// How each node's last rehearsal went, as it says.
  private(set) var rehearsed: [KeyID: Rehearsed] = [:]
  private var hasRehearsed = false

  init(_ replica: Replica) throws(Failure) {
    table = replica.hearing
    settings = replica.settings
    let all = try Failure.storing { () throws(StoreError) in try replica.hearing.all() }
    for each in all { last[each.node] = each }
    rehearsed = try Failure.storing { () throws(StoreError) in try settings.rehearsals() }
  }

  /// What is known of a node; nil when it was never heard.
  subscript(node: KeyID) -> Hearing.Last? { last[node] }

  mutating func heard(_ node: KeyID, at time: Int64) {
    var entry = last[node] ?? Hearing.Last(node: node, at: time, made: 0, pending: 0)
    entry.at = max(entry.at, time)
    last[node] = entry
    changed.insert(node)
  }

  mutating func told(_ node: KeyID, _ status: NodeStatus, at time: Int64) {
    heard(node, at: time)
    last[node]?.made = status.made
    last[node]?.pending = status.pending
    guard let told = status.rehearsed, told != rehearsed[node] else { return }
    rehearsed[node] = told
    hasRehearsed = true
  }

  /// Writes what has changed, when it is time, or when no more comes.
  mutating func write(at now: Int64, isLast: Bool = false) throws(StoreError) {
    if hasRehearsed {
      try settings.set(rehearsed)
      hasRehearsed = false
    }
    guard !changed.isEmpty, isLast || now - writtenAt >= Self.writeEveryMs else { return }
    try table.note(changed.compactMap { last[$0] })
    changed.removeAll()
    writtenAt = now
  }
}

nonisolated extension Settings.Name {
  /// How rehearsals went: in each line a node, when its last one ended in ms of hub time, and the word.
  static let rehearsals: Settings.Name = "rehearsals"
}

extension Settings {
  /// Reads how each node's last rehearsal went.
  func rehearsals() throws(StoreError) -> [KeyID: Rehearsed] {
    var all: [KeyID: Rehearsed] = [:]
    for line in try text(.rehearsals)?.split(separator: "\n") ?? [] {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let node = Identifier(String(parts[0])) else { continue }
      all[node] = Rehearsed(kept: parts[1])
    }
    return all
  }

  /// Keeps how each node's last rehearsal went.
  func set(_ rehearsals: [KeyID: Rehearsed]) throws(StoreError) {
    let lines = rehearsals.sorted { $0.key < $1.key }.map { node, last in
      "\(node.hex) \(last.kept)\n"
    }
    try set(.rehearsals, to: lines.joined())
  }
}
