import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What commands and HTTP work on: the running daemon, or the files of one that does not run.
///
/// Without a daemon, what only reads opens the files beside whoever holds them and begins no life of
/// the hub; what writes opens a ``Hub`` under the lock, does its work and closes it.
final class Centre {
  /// Path of the data folder.
  let folder: String
  let keys: HubKeys
  let replica: Replica
  /// nil: the files are open for reading only.
  let hub: Hub?
  /// nil: no daemon runs.
  let peers: Peers?

  /// After so much silence an open point is an alarm, ms.
  var alarmAfterMs = Coverage.alarmAfterMs
  /// Where the daemon is reached; nil: no daemon runs.
  var addresses: Addresses?

  private let hearing: NodeHearing?
  private let revokedBefore: RevokedNodes
  private var revoked: RevokedNodes { hub?.revoked ?? revokedBefore }
  private var summary: (place: Int64, value: Summary)?

  /// Where a daemon listens.
  struct Addresses {
    /// `ADDR:PORT` for nodes.
    var sync: String
    /// For browsers and scripts.
    var web: WebDoors
    /// Path of the socket for commands.
    var socket: String
  }

  /// What a state holds at a place of the log.
  struct Summary {
    /// Digest of the state.
    var state: Digest
    /// Participants with a put that stands.
    var registered: Int
    /// Conflicts that wait for a person.
    var openConflicts: Int
  }

  /// The running daemon.
  init(hub: Hub, peers: Peers) {
    folder = hub.folder.path
    keys = hub.keys
    replica = hub.replica
    self.hub = hub
    self.peers = peers
    hearing = nil
    revokedBefore = hub.revoked
  }

  /// A hub that nobody serves.
  init(hub: Hub) throws(Failure) {
    folder = hub.folder.path
    keys = hub.keys
    replica = hub.replica
    self.hub = hub
    peers = nil
    hearing = try NodeHearing(hub.replica)
    revokedBefore = hub.revoked
  }

  /// The files of a folder, for reading.
  init(reading folder: HubFolder) throws(Failure) {
    self.folder = folder.path
    let keys = try HubKeys.read(from: folder)
    self.keys = keys
    replica = try Failure.storing { () throws(StoreError) in
      try Replica(at: folder.database, event: keys.event, as: .reader)
    }
    hub = nil
    peers = nil
    hearing = try NodeHearing(replica)
    revokedBefore = try RevokedNodes(at: folder.revoked)
  }

  /// The hub, for what appends.
  func writing() throws(Failure) -> Hub {
    guard let hub else { throw .unavailable("The data is open for reading only.") }
    return hub
  }

  /// Hub time, ms; without a hub, the wall clock.
  func now() -> Int64 { hub?.now() ?? BootClock.wallMilliseconds() }

  /// Where the hub is reached by nodes, as `init` was told.
  func address() throws(Failure) -> String {
    let address = try Failure.storing { () throws(StoreError) in
      try replica.settings.text(.address)
    }
    guard let address else {
      throw .configuration("The hub's address is not set: was init interrupted?")
    }
    return address
  }

  /// State digest and counts, computed once for each place of the log.
  func stateSummary() -> Summary {
    let place = replica.position.place
    if let summary, summary.place == place { return summary.value }
    let now = now()
    let value = Summary(
      state: replica.stateDigest(),
      registered: replica.reading { fold in fold.attendance(now: now).total.registered },
      openConflicts: (try? conflicts())?.count { $0.isOpen } ?? 0)
    summary = (place, value)
    return value
  }

  /// Whether these are the files of a standby: it takes the log from the hub, and hears no node itself.
  var isStandby: Bool { Files.exists(HubFolder(folder).standby) }

  // MARK: Nodes

  /// Whether a node's rights have ended, by the log or by the file beside the database.
  func isRevoked(_ node: NodeView) -> Bool {
    node.isRevoked || revoked.contains(node.admission.keyID)
  }

  /// What a node last said, and when; nil when it was never heard.
  ///
  /// - Parameter durable: how many of its ops are on the hub's disk.
  func lastWord(of node: KeyID, durable: Int64) -> NodeWord? {
    guard let last = peers?.hearing[node] ?? hearing?[node] else { return nil }
    let peer = peers?.byNode[node]
    return NodeWord(
      at: max(last.at, peer?.heardAt ?? 0), made: max(last.made, durable),
      pending: max(0, min(last.pending, last.made - durable)),
      isCurrent: peer?.session.isOpen == true && peer?.status != nil)
  }

  /// How a node's last rehearsal went; nil where it has told of none.
  func rehearsed(_ node: KeyID) -> Rehearsed? {
    peers?.hearing.rehearsed[node] ?? hearing?.rehearsed[node]
  }

  /// Whether a session with the node is open.
  func isConnected(_ node: KeyID) -> Bool { peers?.byNode[node]?.session.isOpen ?? false }

  /// On how many machines a node runs now: more than one where its storage was copied.
  func copies(of node: KeyID) -> Int {
    peers?.machines(of: node).count(where: \.session.isOpen) ?? 0
  }

  /// The newest life of each node's storage that is known, and how many ops of it are on the hub's disk.
  func lives() -> [KeyID: NodeLife] {
    var lives: [KeyID: NodeLife] = [:]
    for (writer, head) in replica.writerHeads {
      if let other = lives[writer.node], other.durable >= head.n { continue }
      lives[writer.node] = NodeLife(epoch: writer.epoch, durable: head.n)
    }
    for (node, peer) in peers?.byNode ?? [:] {
      guard let writer = peer.session.writer else { continue }
      lives[node] = NodeLife(epoch: writer.epoch, durable: replica.head(of: writer).n)
    }
    return lives
  }
}

/// One life of a node's storage, as the hub has it.
nonisolated struct NodeLife: Hashable, Sendable {
  /// Its name.
  var epoch: Epoch
  /// So many ops of it are on the hub's disk.
  var durable: Int64
}

/// What a node last said of itself.
nonisolated struct NodeWord: Hashable, Sendable {
  /// Hub time, ms.
  var at: Int64
  /// Ops that it had made.
  var made: Int64
  /// Ops that wait at it, as far as is known.
  var pending: Int64
  /// Whether it was said over a link that is open now: else more may wait there than it says.
  var isCurrent: Bool
}

nonisolated extension Settings.Name {
  /// `HOST:PORT` by which nodes reach the hub; stands in join codes.
  static let address: Settings.Name = "address"
}
