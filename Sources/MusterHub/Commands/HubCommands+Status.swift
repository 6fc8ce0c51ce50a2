import Glibc
import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

extension HubCommands {
  /// How the hub is.
  func status() -> JSONValue {
    let summary = centre.stateSummary()
    let nodes = centre.replica.reading { fold in fold.nodes() }.filter { !$0.isRevoked }
    let connected = nodes.count { centre.isConnected($0.admission.keyID) }
    let generation = centre.hub?.generation
    return [
      "event": .id(centre.keys.event), "generation": .maybe(generation?.hex),
      "place": .integer(centre.replica.position.place), "state": .string(summary.state.hex),
      "nodes": [
        "admitted": .count(nodes.count), "connected": .count(connected),
        "silent": .count(nodes.count - connected),
      ],
      "participants": .count(summary.registered), "conflicts_open": .count(summary.openConflicts),
      "ops": .count(centre.replica.reading { fold in fold.operationCount }),
      "addresses": addresses(), "time": .integer(centre.now()),
      "private_missing": .count(centre.replica.missingPrivateCount),
      "rss_bytes": .integer(Self.residentBytes), "bytes_in": .count(centre.peers?.bytesIn ?? 0),
      "bytes_out": .count(centre.peers?.bytesOut ?? 0),
    ]
  }

  private func addresses() -> JSONValue {
    guard let addresses = centre.addresses else { return .null }
    return [
      "sync": .string(addresses.sync), "http": .string(addresses.http),
      "socket": .string(addresses.socket),
    ]
  }

  /// Memory of this process, as the kernel counts it.
  private static var residentBytes: Int64 {
    guard let text = try? Files.read("/proc/self/statm", atMostBytes: 256) else { return 0 }
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int64(words[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Whether all that is on the disk is whole.
  func verify() throws(Failure) -> JSONValue {
    let replica = centre.replica
    let report = try Failure.storing { () throws(StoreError) in try replica.verify() }
    return Self.json(report, writers: replica.writerHeads.count)
  }

  static func json(_ report: VerifyReport, writers: Int) -> JSONValue {
    [
      "ok": .bool(report.isSound), "segments": .count(report.segments),
      "ops": .integer(report.entries), "writers": .count(writers),
      "private_lines": .count(report.privateLines),
      "findings": .array(report.findings.map { .string($0.message) }),
    ]
  }
}
