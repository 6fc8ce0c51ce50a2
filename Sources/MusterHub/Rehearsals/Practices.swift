import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The practice events of the nodes that rehearse (`Protocol/7-rehearsal.md`).
///
/// Each stands in a folder of its own beside the real event's database, named by the node's key: one for
/// a node at most, bounded, and gone ten minutes later at the latest. Order of calls: ``answer(_:over:)``
/// for an `enrol`, ``event(of:)`` for each connection and ``take(_:_:_:)`` for a `hello` that names what it
/// gave; ``look()`` about once a second; ``close(_:)`` at the end. Nothing here reads or writes the real
/// event's log, but to look who the node is.
final class Practices {
  /// One node's.
  private struct Held {
    let folder: HubFolder
    let keys: HubKeys
    /// µs on the boot clock.
    let endsAt: Int64
    /// nil where it was not asked for since the hub was started.
    var practice: Practice?
  }

  private let hub: Hub
  private let loop: any Planner
  private let keepFree: Int64
  private let log: (String) -> Void
  private var held: [KeyID: Held] = [:]
  /// When each node was last given one, µs on the boot clock.
  private var givenAt: [KeyID: Int64] = [:]
  /// Those whose last words are still going out.
  private var leaving: [Practice] = []
  /// Whether the hub says good-bye: what there is stays as it is, and is opened no more.
  private var isEnding = false

  private var path: String { hub.folder.path + "/practice" }

  /// Finds what the hub held when it ended.
  init(hub: Hub, loop: any Planner, keepFree: Int64, log: @escaping (String) -> Void) {
    self.hub = hub
    self.loop = loop
    self.keepFree = keepFree
    self.log = log
    let endsAt = Self.endFromNow()
    guard Files.exists(path), let names = try? Files.names(in: path) else { return }
    for name in names {
      let folder = HubFolder(path + "/" + name)
      guard let node = Identifier(name), let keys = try? keys(of: folder) else {
        try? Files.removeFolder(folder.path)
        continue
      }
      held[node] = Held(folder: folder, keys: keys, endsAt: endsAt)
    }
  }

  private static func endFromNow() -> Int64 {
    BootClock.microseconds() + Limits.standard.rehearsalMs * 1000
  }

  private func keys(of folder: HubFolder) throws(Failure) -> HubKeys {
    keys(try HubKeys.certificate(of: hub.keys.hub.publicKey, at: folder.certificate))
  }

  /// The hub's own, under another root.
  private func keys(_ certificate: Certificate) -> HubKeys {
    HubKeys(
      hub: hub.keys.hub, seal: hub.keys.seal, ticket: SigningKey(), certificate: certificate)
  }

  /// The practice event of a node; nil where it has none.
  func event(of node: KeyID) -> EventID? { held[node]?.keys.event }

  // MARK: What nodes ask

  /// Makes the practice event of a node that asks for one; nil where the `enrol` asks for something else.
  func answer(_ enrol: Enrol, over channel: Channel) throws(ProtocolError) -> Enrolled? {
    let secret = JoinSecret.rehearsal(of: hub.event, node: channel.peerKey)
    guard channel.isProved(enrol, by: secret) else { return nil }
    let node = keyID(of: channel.peerKey)
    let newest = hub.admissions(of: node).max { ($0.at, $0.op) < ($1.at, $1.op) }
    guard let admission = newest?.admission else { return nil }
    try check(node)
    givenAt[node] = BootClock.microseconds()
    drop(node, "another rehearsal")
    do throws(Failure) {
      let admitted = try make(for: admission, node)
      log("node \(node.hex) of \(admission.point) rehearses")
      return Enrolled(
        event: try admittedEvent(of: node), seal: hub.keys.seal.publicKey, admitted: admitted,
        proof: channel.hubProof(of: secret))
    } catch {
      drop(node, "storage")
      log("no rehearsal for \(admission.point): \(error.message)")
      throw error.isDiskFull
        ? Self.diskFull : ProtocolError(.storage, error.message, retryAfterMs: 10_000)
    }
  }

  private func admittedEvent(of node: KeyID) throws(Failure) -> EventID {
    guard let event = event(of: node) else { throw .inputOutput("The practice event is gone.") }
    return event
  }

  private static let ending = ProtocolError(
    .shuttingDown, "The hub is ending: come again.", retryAfterMs: 1_000)
  private static let diskFull = ProtocolError(
    .diskFull, "The hub's disk is nearly full: rehearse when the centre has made room.",
    retryAfterMs: 60_000)

  private func check(_ node: KeyID) throws(ProtocolError) {
    guard !isEnding else { throw Self.ending }
    guard !hub.isRevoked(node) else {
      throw ProtocolError(.revoked, "This node was revoked; ask the centre for a new join code.")
    }
    guard !hub.isDiskScarce else { throw Self.diskFull }
    let limits = Limits.standard
    let since = givenAt[node].map { (BootClock.microseconds() - $0) / 1000 }
    if let since, since < limits.rehearsalPauseMs {
      throw ProtocolError(
        .busy, "This node has just begun a rehearsal.",
        retryAfterMs: limits.rehearsalPauseMs - since)
    }
    guard held[node] != nil || held.count < limits.rehearsals else {
      throw ProtocolError(
        .busy, "\(held.count) points rehearse now: try again in a minute.", retryAfterMs: 60_000)
    }
  }

  private func make(for real: Admission, _ node: KeyID) throws(Failure) -> Admitted {
    let folder = HubFolder(path + "/" + node.hex)
    try Failure.commanding { () throws(CommandError) in
      if Files.exists(folder.path) { try Files.removeFolder(folder.path) }
      try Files.makeFolder(folder.path)
    }
    // Nobody keeps the root's key: no other hub can ever speak for this event.
    let keys = keys(Certificate(of: hub.keys.hub.publicKey, by: SigningKey()))
    held[node] = Held(folder: folder, keys: keys, endsAt: Self.endFromNow())
    let practice = try open(node, folder, keys, isNew: true)
    let point = hub.replica.reading { fold in fold.point(named: real.point)?.fields }
    let event = PracticeEvent(admission: real, point: point, now: hub.now())
    try practice.hub.gather(event.drafts)
    let admitted = try practice.hub.admit(real)
    // At once, and not ten times: meanwhile the real event's nodes wait.
    try Failure.storing { () throws(StoreError) in try practice.hub.replica.sync(true) }
    // What makes it whole comes last: a folder without it is swept away at the next start.
    try keys.writeCertificate(to: folder.certificate)
    return admitted
  }

  private func open(
    _ node: KeyID, _ folder: HubFolder, _ keys: HubKeys, isNew: Bool = false
  ) throws(Failure) -> Practice {
    let log = log
    let practice = try Practice(
      folder, keys, isNew: isNew, loop: loop, time: hub.now(), keepFree: keepFree
    ) { text in log("rehearsal: " + text) }
    practice.onEnd = { [weak self, weak practice] in
      self?.loop.soon {
        guard let self, let practice, !self.isEnding, self.held[node]?.practice === practice else {
          return
        }
        self.drop(node, "rehearsal over")
      }
    }
    held[node]?.practice = practice
    return practice
  }

  /// Takes a connection whose `hello` names the practice event of its key.
  func take(_ peer: Peer, _ hello: Hello, _ admission: Admission) throws(ProtocolError) {
    let node = admission.keyID
    guard !isEnding else { throw Self.ending }
    guard let here = held[node], here.keys.event == hello.event else {
      throw ProtocolError(.wrongEvent, "There is no such practice event any more.")
    }
    guard !hub.isRevoked(node) else {
      drop(node, "revoked")
      throw ProtocolError(.revoked, "This node was revoked; ask the centre for a new join code.")
    }
    let practice: Practice
    do throws(Failure) {
      // After a restart of the hub its data are there, and nobody has opened them.
      if let open = here.practice {
        practice = open
      } else {
        practice = try open(node, here.folder, here.keys)
      }
    } catch {
      drop(node, "storage")
      throw ProtocolError(.storage, error.message, retryAfterMs: 10_000)
    }
    practice.take(peer, hello, admission)
  }

  // MARK: The end

  /// Ends the rehearsal of a node whose rights have ended.
  func shutOut(_ node: KeyID) { drop(node, "revoked") }

  /// Looks after sessions, and throws away what is over.
  func look() {
    guard !isEnding else { return }
    let now = BootClock.microseconds()
    for (node, here) in held {
      if here.endsAt <= now {
        drop(node, "rehearsal over")
      } else {
        here.practice?.look()
      }
    }
    leaving.removeAll { $0.peers.peers.isEmpty }
    givenAt = givenAt.filter { now - $0.value < Limits.standard.rehearsalPauseMs * 1000 }
  }

  private func drop(_ node: KeyID, _ reason: String) {
    guard let gone = held.removeValue(forKey: node) else { return }
    if let practice = gone.practice {
      // Its data go with it, so that nothing hangs on how it closes.
      try? practice.hub.replica.sync(false)
      try? practice.close(reason)
      leaving.append(practice)
    }
    do throws(CommandError) { try Files.removeFolder(gone.folder.path) } catch {
      log("the practice event at \(gone.folder.path) cannot be removed: \(error.message)")
    }
  }

  /// Ends all sessions; what is under way goes on when the hub is started again.
  func close(_ reason: String) {
    isEnding = true
    for (node, here) in held {
      guard let practice = here.practice else { continue }
      held[node]?.practice = nil
      do throws(StoreError) { try practice.close(reason) } catch {
        log("the practice event of \(node.hex) was not closed: \(error.message)")
      }
      leaving.append(practice)
    }
  }

  /// Whether no connection is left.
  var isAlone: Bool { leaving.allSatisfy { $0.peers.peers.isEmpty } }
}
