import Foundation
import MusterCore
import MusterNet
import MusterSync
import MusterTrust

/// 2,000 nodes that do nothing: what each costs the hub, how soon it has all of them back, how soon a
/// segment reaches all, and what some that do not read cost the others.
///
/// The hub is the shipped program, and so are TLS and the sessions; the nodes are of this process and
/// read the log together (``SharedLog``). Beside it somebody asks the hub for `/healthz` all the time:
/// how long that takes says how long its loop stands still.
struct Idle {
  let options: BenchOptions
  /// So many read nothing in the last part.
  private static let deaf = 50
  /// Ops that make some 60 KB of segments.
  private static let opsTold = 1_300
  /// Handshakes of the measure beside it.
  private static let bareHandshakes = 500

  func run() throws -> IdleFigures {
    let folder = NSTemporaryDirectory() + "/muster-idle-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hub = DaemonProcess(.hub, bin: options.bin, folder: folder + "/hub")
    let codes = try setUp(hub, folder)
    try hub.serve()
    defer { hub.stop() }
    let loop = try EventLoop()
    let crowd = IdleCrowd(try QueuedNode.all(options.nodes, codes), loop)
    try crowd.enrol(at: HostPort(hub.address))
    // Everybody has the log before anything is measured, as after a day's work.
    try crowd.connect(to: HostPort(hub.address), atOnce: 50)
    try crowd.settle(seconds: 120)
    crowd.disconnect()
    hub.stop()

    try hub.serve()
    let bare = try BareHandshakes(loop: loop).seconds(of: Self.bareHandshakes)
    let alone = hub.residentMiB
    let probe = LoopProbe(at: hub.http)
    let back = try crowd.seconds { try crowd.connect(to: HostPort(hub.address)) }
    let stallBack = probe.worstMs()
    try crowd.settle(seconds: 30)
    crowd.rest(seconds: 3)
    let kib = (hub.residentMiB - alone) * 1024 / Double(crowd.nodes.count)
    _ = probe.worstMs()
    let told = try tell(crowd, waitingFor: crowd.nodes)
    let stallTold = probe.worstMs()
    for node in crowd.nodes.prefix(Self.deaf) { node.connection?.pauseReading() }
    let hearing = Array(crowd.nodes.dropFirst(Self.deaf))
    let toldBesideDeaf = try tell(crowd, waitingFor: hearing)
    probe.end()
    return IdleFigures(
      nodes: crowd.nodes.count, kibPerNode: kib, hubMiB: hub.residentMiB, secondsBack: back,
      secondsOfHandshakes: bare * Double(crowd.nodes.count),
      stallBackMs: stallBack, segmentBytes: told.bytes, secondsTold: told.seconds,
      stallToldMs: stallTold, secondsBesideDeaf: toldBesideDeaf.seconds, deaf: Self.deaf)
  }

  // MARK: Setting up

  private func setUp(_ hub: DaemonProcess, _ folder: String) throws -> [JSONValue] {
    try hub.initialise(seeds: options.seeds)
    var points = "point,country,zone,language,capacity,contact,name\n"
    let countries = ["AE", "DZ", "EG", "FR", "JO", "MA", "MY", "TN", "TR"]
    for number in 1...options.nodes {
      let country = countries[number % countries.count]
      points += "x-\(number),\(country),Etc/UTC,ar,100,,Point \(number)\n"
    }
    try points.write(toFile: folder + "/points.csv", atomically: true, encoding: .utf8)
    try hub.run(["points", "import", folder + "/points.csv"])
    return try hub.run(["invite", "--all"]).array ?? []
  }

  // MARK: Telling everybody

  /// One node hands in what makes a segment; the clock runs from its acknowledgement's cause, the last
  /// byte sent, until everybody has it.
  private func tell(
    _ crowd: IdleCrowd, waitingFor hearing: [QueuedNode]
  ) throws -> (seconds: Double, bytes: Int) {
    guard let teller = crowd.nodes.last, let place = teller.log?.place else { return (0, 0) }
    let before = hearing.first?.connection?.bytesIn ?? 0
    let people = (0..<500).map { _ in Randomness.identifier().hex }
    teller.queue(Self.opsTold, participants: people)
    teller.mayDrain = true
    let seconds = try crowd.seconds {
      teller.drain()
      try crowd.wait(seconds: 60, "told") {
        hearing.allSatisfy { ($0.log?.place ?? 0) >= place + Int64(Self.opsTold) }
      }
    }
    return (seconds, (hearing.first?.connection?.bytesIn ?? 0) - before)
  }
}
