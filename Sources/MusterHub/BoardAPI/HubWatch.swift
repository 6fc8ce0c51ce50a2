import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What programs that look after the hub are told.
extension HubCommands {
  /// Answers `/readyz` and `/metrics`; nil for any other path.
  ///
  /// - Parameter streams: so many pages listen.
  func watch(_ request: HTTPRequest, streams: Int) throws(Failure) -> HTTPResponse? {
    try Watched(request)?.answer(ready: readiness) { () throws(Failure) in try metrics(streams) }
  }

  private var readiness: HTTPResponse {
    var missing: [String] = []
    if !centre.replica.isReady { missing.append("The data could not be written.") }
    if centre.hub?.isDiskScarce == true { missing.append("The disk is nearly full: nodes wait.") }
    return .ready(missing: missing)
  }

  private func metrics(_ streams: Int) throws(Failure) -> HTTPResponse {
    let coverage = centre.coverage()
    let nodes = centre.replica.reading { fold in fold.nodes() }.filter { !centre.isRevoked($0) }
    let admitted = Set(nodes.map(\.admission.keyID))
    let points = centre.replica.reading { fold in fold.points() }
    var metrics = Metrics("muster_hub")
    metrics.gauge("nodes", "Nodes that were admitted and not revoked.", Int64(admitted.count))
    metrics.gauge(
      "nodes_connected", "Nodes that there is a link to.",
      Int64(admitted.count(where: centre.isConnected)))
    metrics.gauge("log_entries", "Entries of the log.", centre.replica.position.place)
    metrics.gauge(
      "segments", "Segments of the log.",
      try Failure.storing { () throws(StoreError) in
        try centre.replica.segmentCount()
      })
    metrics.gauge(
      "conflicts_open", "Conflicts that wait for a person.",
      Int64(try centre.conflicts().count(where: \.isOpen)))
    metrics.gauge("points_open", "Points that are open.", Int64(points.count { $0.isOpen == true }))
    metrics.gauge(
      "points_alarm", "Open points that were not heard for too long: somebody should call.",
      Int64(coverage.alarms.count))
    metrics.gauge("people_present", "People inside.", Int64(coverage.present))
    metrics.seconds(
      "country_silence_seconds", "How long ago a country was last heard whole.",
      byCountry: coverage.rows.compactMap { row in
        row.lastHeard.map { (row.country, max(0, coverage.time - $0)) }
      })
    metrics.gauge(
      "disk_free_bytes", "Bytes that can still be written.",
      DiskSpace.freeBytes(at: centre.folder))
    metrics.gauge("resident_memory_bytes", "Memory of the process.", Surroundings.residentBytes)
    metrics.gauge("sessions", "Browsers that are logged in.", Int64(try logins.sessionCount()))
    metrics.gauge("streams", "Pages that listen to events.", Int64(streams))
    metrics.counter(
      "received_bytes_total", "Bytes from nodes.", centre.peers.map { Int64($0.bytesIn) })
    metrics.counter("sent_bytes_total", "Bytes to nodes.", centre.peers.map { Int64($0.bytesOut) })
    return metrics.response
  }
}
