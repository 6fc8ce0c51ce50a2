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
  private var last: [KeyID: Hearing.Last] = [:]
  private var changed: Set<KeyID> = []
  private var writtenAt: Int64 = 0

  init(_ replica: Replica) throws(Failure) {
    table = replica.hearing
    let all = try Failure.storing { () throws(StoreError) in try replica.hearing.all() }
    for each in all { last[each.node] = each }
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
  }

  /// Writes what has changed, when it is time, or when no more comes.
  mutating func write(at now: Int64, isLast: Bool = false) throws(StoreError) {
    guard !changed.isEmpty, isLast || now - writtenAt >= Self.writeEveryMs else { return }
    try table.note(changed.compactMap { last[$0] })
    changed.removeAll()
    writtenAt = now
  }
}
