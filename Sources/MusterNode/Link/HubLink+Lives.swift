import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Other lives: the hub's, when it comes back from a backup, and this node's own, when it does
/// (`Protocol/4-messages.md`, Other lives).
extension HubLink {
  /// The hub's log is another from some place on: follows it from there, and keeps aside what it
  /// lacks.
  func part(from welcome: Welcome) throws(Failure) {
    let common = try Failure.storing { () throws(StoreError) in
      let common = try node.replica.commonPosition(
        place: welcome.from - 1, starts: welcome.starts)
      try node.replica.part(at: common)
      return common
    }
    log(
      "the hub's log is another after place \(common.place): it was put back from a backup. What it"
        + " lacks is kept here (\(node.replica.asideCount) segments) and offered to it")
    let have = live?.session.follow(from: common, hubKeys: node.replica.hubKeys)
    if let have { send(have) }
  }

  /// This life of the storage is outgrown: others have gone on from a copy of it. What the hub lacks
  /// is issued anew under a new epoch, and the hub is dialed again at once.
  func beginAnew() throws(Failure) {
    try node.beginAnew()
    live?.session.bye("new life")
    log("the hub holds what this machine has not: it was put back or copied, and begins anew")
    ended(nil, dialsAtOnce: true)
  }

  /// Offers what is kept of other lives, but what the hub has said that it has.
  func offerNext(without after: [Digest]) throws(Failure) {
    settled.formUnion(after)
    guard node.replica.asideCount > 0 else { return }
    let limit = Limits.standard.segmentsOffered
    let kept = try Failure.storing { () throws(StoreError) in
      try node.replica.asideOffers(limit: limit + settled.count)
    }
    let rest = kept.filter { !settled.contains($0.after) }.prefix(limit)
    guard !rest.isEmpty, let session = live?.session else { return }
    send(session.offer(Array(rest)))
  }

  /// Sends segments of other lives that the hub asks for, as they were received.
  func hand(_ after: [Digest]) throws(Failure) {
    for hash in after {
      let frame = try Failure.storing { () throws(StoreError) in
        try node.replica.asideFrame(after: hash)
      }
      if let frame { send(frame) }
    }
  }
}
