import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

extension HubCommands {
  /// How the hub is.
  func status() -> JSONValue {
    let summary = centre.stateSummary()
    let nodes = centre.replica.reading { fold in fold.nodes() }.filter { !centre.isRevoked($0) }
    // A hub restored from a backup has logged some admissions twice.
    let admitted = Set(nodes.map(\.admission.keyID))
    let connected = admitted.count { centre.isConnected($0) }
    let generation = centre.hub?.generation
    return [
      "event": .id(centre.keys.event), "generation": .maybe(generation?.hex),
      "place": .integer(centre.replica.position.place), "state": .string(summary.state.hex),
      "nodes": [
        "admitted": .count(admitted.count), "connected": .count(connected),
        "silent": .count(admitted.count - connected),
      ],
      "participants": .count(summary.registered), "conflicts_open": .count(summary.openConflicts),
      "rules": .integer(centre.replica.reading { fold in fold.rulesVersion() }),
      "rules_known": .integer(MusterHub.rulesVersion),
      "ops": .count(centre.replica.reading { fold in fold.operationCount }),
      "addresses": addresses(), "time": .integer(centre.now()),
      "private_missing": .count(centre.replica.missingPrivateCount),
      "disk_free_bytes": .integer(DiskSpace.freeBytes(at: centre.folder)),
      "takes_ops": .bool(centre.hub?.isDiskScarce != true),
      "rss_bytes": .integer(Surroundings.residentBytes),
      "bytes_in": .count(centre.peers?.bytesIn ?? 0),
      "bytes_out": .count(centre.peers?.bytesOut ?? 0),
    ]
  }

  private func addresses() -> JSONValue {
    guard let addresses = centre.addresses else { return .null }
    return addresses.web.json(and: [
      "sync": .string(addresses.sync), "socket": .string(addresses.socket),
    ])
  }

  /// Whether all that is on the disk is whole, and the state in memory is what the disk gives.
  func verify() throws(Failure) -> JSONValue {
    let replica = centre.replica
    return Self.json(
      try Failure.storing { () throws(StoreError) in try replica.verify() })
  }

  /// So many findings are listed: one damaged segment may be the cause of thousands.
  private static let findingLimit = 100

  static func json(_ report: VerifyReport) -> JSONValue {
    [
      "ok": .bool(report.isSound), "segments": .count(report.segments),
      "ops": .integer(report.entries), "writers": .count(report.writers),
      "private_lines": .count(report.privateLines),
      "findings": .array(report.findings.prefix(findingLimit).map { .string($0.message) }),
      "finding_count": .count(report.findings.count),
    ]
  }
}
