import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension NodeCommands {
  /// How the node is.
  func status() throws(Failure) -> JSONValue {
    let state = try state()
    let now = node.now()
    let attendance = node.replica.reading { fold in fold.attendance(now: now) }
    let head = node.replica.ownHead?.n ?? 0
    let durable = node.replica.acknowledgement.durable
    let here = attendance.points[node.point]
    let traffic = link?.traffic
    let isOpen = node.replica.reading { fold in fold.point(named: node.point)?.isOpen }
    return .present([
      "point": .string(node.point), "country": .string(node.enrolment.admission.country),
      "connected": .bool(link?.isConnected ?? false), "place": .number(state.position.place),
      "state": JSONValue(state.digest), "made": .number(head), "durable": .number(durable),
      "pending": .number(head - durable), "roster": .number(attendance.total.registered),
      "present": .number(here?.present ?? 0), "attended": .number(here?.attended ?? 0),
      "unacknowledged": .number(unacknowledged), "open": isOpen.map { .bool($0) },
      "revoked": node.isRevoked ? true : nil,
      "time_ms": .number(now), "last_heard_ms": node.knownUntil(now: now).map { .number($0) },
      "clock_offset_ms": node.offset.map { .number($0.offsetMs) },
      "clock_error_ms": node.offset.map { .number($0.errorMs) }, "node": JSONValue(node.key.id),
      "epoch": node.replica.ownWriter.map { JSONValue($0.epoch) },
      "event": JSONValue(node.enrolment.event), "addresses": addresses,
      "hub": hub, "disk_free_bytes": .number(DiskSpace.freeBytes(at: node.folder.path)),
      "disk_low": node.room.isScarce ? true : nil, "rss_bytes": .number(Surroundings.residentBytes),
      "bytes_in": traffic.map { .number($0.bytesIn) },
      "bytes_out": traffic.map { .number($0.bytesOut) },
    ])
  }

  /// The digest of the placed ops at a place, made once for each place that is asked about.
  private func state() throws(Failure) -> (position: LogPosition, digest: Digest) {
    if let lastState, lastState.position == node.replica.position { return lastState }
    if node.replica.hasUncommitted {
      // The fold is ahead of the disk. Where that has no room, the last pair still belongs together.
      do throws(StoreError) { _ = try node.replica.commit() } catch {
        guard let lastState, error.leavesAllAsItWas else { throw Failure(error) }
        return lastState
      }
    }
    let state = (position: node.replica.position, digest: node.replica.stateDigest())
    Memory.giveBack()
    lastState = state
    return state
  }

  private var addresses: JSONValue {
    places?.json(and: ["socket": .string(node.folder.socket)]) ?? .object([])
  }

  private var hub: JSONValue {
    guard let link else { return ["error": "The daemon does not run."] }
    var trouble: String?
    if case .waiting(let why) = link.condition { trouble = why }
    return .present([
      "address": .string(link.address), "error": (link.held ?? trouble).map { .string($0) },
    ])
  }
}
