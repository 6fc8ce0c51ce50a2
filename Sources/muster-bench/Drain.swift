import Foundation
import MusterCore
import MusterNet
import MusterSync
import MusterTrust

/// 75 nodes come back with 1,000 ops each: how fast has the hub all of it on its disk, beside what
/// SQLite alone does with the same lines in the same run?
///
/// The nodes' sessions are the real ones, but they read the log together (``SharedLog``): what is
/// measured is the hub. The hub is the shipped program with its default settings. The clock starts when all sessions are
/// open and up to date, and stops at the last acknowledgement; it goes on until the hub has answered a
/// `coverage` with all of it folded, and until every node has the whole log.
struct Drain {
  let options: BenchOptions

  func run() throws -> DrainFigures {
    let folder = NSTemporaryDirectory() + "/muster-bench-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hub = DaemonProcess(.hub, bin: options.bin, folder: folder + "/hub")
    try hub.initialise(seeds: options.seeds)
    try hub.run(["points", "import", options.seeds + "/points.csv"])
    try hub.run(["roster", "import", options.seeds + "/roster.csv"])
    let codes = try hub.run(["invite", "--all"]).array ?? []
    try hub.serve()
    defer { hub.stop() }
    let loop = try EventLoop()
    let nodes = try QueuedNode.all(options.nodes, codes)
    let dialers = try enrol(nodes, loop, hub)
    let participants = try roster()
    for node in nodes { node.queue(options.ops, participants: participants) }
    let raw = RawInserts(folder: folder)
    let rows = nodes.flatMap { node in
      node.lines.map { (id: SHA256.digest($0).identifier.bytes, line: $0) }
    }
    var floors = [try raw.seconds(rows, round: 0)]
    let times = try drain(nodes, dialers, loop, hub)
    floors.append(try raw.seconds(rows, round: 1))
    floors.append(try raw.seconds(rows, round: 2))
    let bytesOut = nodes.reduce(0) { $0 + ($1.connection?.bytesOut ?? 0) }
    let floor = Double(rows.count) / floors.sorted()[1]
    return DrainFigures(
      ops: rows.count, seconds: times.acknowledged, secondsShown: times.shown,
      secondsConverged: times.converged,
      floorOpsPerSecond: floor, wireBytesPerOp: Double(bytesOut) / Double(rows.count),
      hubMiB: hub.residentMiB)
  }

  /// Seconds from the first op sent.
  private struct Times {
    var acknowledged: Double
    var shown: Double
    var converged: Double
  }

  private func roster() throws -> [String] {
    let text = try String(contentsOfFile: options.seeds + "/roster.csv", encoding: .utf8)
    return text.split(separator: "\n").dropFirst().compactMap { line in
      line.split(separator: ",").first.map(String.init)
    }
  }

  private func enrol(
    _ nodes: [QueuedNode], _ loop: EventLoop, _ hub: DaemonProcess
  ) throws -> [TLSDialer] {
    let address = try HostPort(hub.address)
    var dialers: [TLSDialer] = []
    for node in nodes {
      let dialer = try node.dialer(on: loop)
      dialers.append(dialer)
      node.enrol(dialer, address)
      try wait(loop, seconds: 10, nodes, "to join") { node.enrolled != nil }
    }
    return dialers
  }

  private func drain(
    _ nodes: [QueuedNode], _ dialers: [TLSDialer], _ loop: EventLoop, _ hub: DaemonProcess
  ) throws -> Times {
    let address = try HostPort(hub.address)
    for (node, dialer) in zip(nodes, dialers) { node.connect(dialer, address) }
    try wait(loop, seconds: 60, nodes, "to open") { nodes.allSatisfy(\.isOpen) }
    var place: Int64 = -1
    try wait(loop, seconds: 60, nodes, "to be up to date") {
      let places = nodes.map { $0.log?.place ?? 0 }
      place = places.min() ?? 0
      return place > 0 && places.allSatisfy { $0 == place }
    }
    let target = place + Int64(nodes.count * options.ops)
    let begin = BootClock.microseconds()
    for node in nodes {
      node.mayDrain = true
      node.drain()
    }
    try wait(loop, seconds: 300, nodes, "to be acknowledged") {
      nodes.allSatisfy { $0.durable == $0.made }
    }
    let acknowledged = Double(BootClock.microseconds() - begin) / 1_000_000
    try hub.run(["coverage"])
    let shown = Double(BootClock.microseconds() - begin) / 1_000_000
    try wait(loop, seconds: 300, nodes, "to converge") {
      nodes.allSatisfy { ($0.log?.place ?? 0) >= target }
    }
    let converged = Double(BootClock.microseconds() - begin) / 1_000_000
    return Times(acknowledged: acknowledged, shown: shown, converged: converged)
  }

  private func wait(
    _ loop: EventLoop, seconds: Int, _ nodes: [QueuedNode], _ what: String, until done: () -> Bool
  ) throws {
    let isDone = loop.run(atMostMs: seconds * 1000) {
      done() || nodes.contains { $0.failure != nil && $0.enrolled == nil }
    }
    guard isDone, done() else {
      let why = nodes.lazy.compactMap(\.failure).first ?? "time ran out"
      throw BenchError("nodes were \(what), but \(why)")
    }
  }
}
