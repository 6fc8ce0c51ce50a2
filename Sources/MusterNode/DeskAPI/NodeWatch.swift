import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What programs that look after the node are told.
extension NodeCommands {
  /// Answers `/readyz` and `/metrics`; nil for any other path.
  ///
  /// - Parameter streams: so many pages listen.
  func watch(_ request: HTTPRequest, streams: Int) throws(Failure) -> HTTPResponse? {
    try Watched(request)?.answer(ready: readiness) { () throws(Failure) in try metrics(streams) }
  }

  private var readiness: HTTPResponse {
    var missing: [String] = []
    if !node.replica.isReady { missing.append("The data could not be written.") }
    let free = DiskSpace.freeBytes(at: node.folder.path)
    if free < DiskReserve.bytes / 8, !node.reserve.isHeld { missing.append("The disk is full.") }
    if node.isRevoked { missing.append(Node.revokedWords) }
    if node.knowsNobody { missing.append("The list has not come from the hub yet.") }
    return .ready(missing: missing)
  }

  private func metrics(_ streams: Int) throws(Failure) -> HTTPResponse {
    let now = node.now()
    let made = node.replica.ownHead?.n ?? 0
    var metrics = Metrics("muster_node")
    metrics.gauge(
      "connected", "Whether there is a link to the hub.", link?.isConnected == true ? 1 : 0)
    metrics.gauge(
      "queue_ops", "Own ops that the hub has not on its disk yet.",
      made - node.replica.acknowledgement.durable)
    metrics.counter("made_ops_total", "Own ops of this life of the storage.", made)
    metrics.gauge("log_entries", "Entries of the log that are here.", node.replica.position.place)
    metrics.seconds(
      "freshness_seconds", "How old what is known of the hub is.",
      ms: node.knownUntil(now: now).map { now - $0 })
    metrics.seconds(
      "clock_error_seconds", "How far the time that is used may be off.", ms: node.time().err)
    metrics.gauge(
      "disk_free_bytes", "Bytes that can still be written.",
      DiskSpace.freeBytes(at: node.folder.path))
    metrics.gauge("resident_memory_bytes", "Memory of the process.", Surroundings.residentBytes)
    metrics.gauge("sessions", "Browsers that are logged in.", Int64(try logins.sessionCount()))
    metrics.gauge("streams", "Pages that listen to events.", Int64(streams))
    metrics.counter(
      "received_bytes_total", "Bytes from the hub.", link.map { Int64($0.traffic.bytesIn) })
    metrics.counter(
      "sent_bytes_total", "Bytes to the hub.", link.map { Int64($0.traffic.bytesOut) })
    return metrics.response
  }
}
