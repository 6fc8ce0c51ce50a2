import MusterNet
import MusterSync
import MusterTrust

/// Many nodes of this process that come and go together.
final class IdleCrowd {
  let nodes: [QueuedNode]
  private let loop: EventLoop
  private var dialers: [TLSDialer] = []

  init(_ nodes: [QueuedNode], _ loop: EventLoop) {
    self.nodes = nodes
    self.loop = loop
  }

  /// Lets all join, twenty at a time.
  func enrol(at address: HostPort) throws {
    dialers = try nodes.map { node in try node.dialer(on: loop) }
    for start in stride(from: 0, to: nodes.count, by: 20) {
      let some = start..<min(start + 20, nodes.count)
      for index in some { nodes[index].enrol(dialers[index], address) }
      try wait(seconds: 30, "to join") { nodes[some].allSatisfy { $0.enrolled != nil } }
    }
  }

  /// Dials with all at once, or with so many; returns when all sessions are open.
  func connect(to address: HostPort, atOnce: Int = .max) throws {
    for start in stride(from: 0, to: nodes.count, by: min(atOnce, nodes.count)) {
      let some = start..<min(start + min(atOnce, nodes.count), nodes.count)
      for index in some { nodes[index].connect(dialers[index], address) }
      try wait(seconds: 120, "to open") { nodes[some].allSatisfy(\.isOpen) }
    }
  }

  /// Waits until all have the log but for what has just come: a crowd's clocks are measured better and
  /// better for a while, and each better mark goes to everybody.
  func settle(seconds: Int) throws {
    var last: Int64 = -1
    for _ in 0..<seconds * 2 {
      loop.run(atMostMs: 500) { false }
      let places = nodes.map { $0.log?.place ?? 0 }
      let (least, most) = (places.min() ?? 0, places.max() ?? 0)
      if least > 0, most - least < 20, most - last < 20 { return }
      last = most
    }
    let behind = nodes.filter { ($0.log?.place ?? 0) < last }
    let places = behind.prefix(5).map {
      "\($0.log?.place ?? -1) after \($0.connection?.bytesIn ?? -1) B"
    }
    let gone = nodes.count { !$0.isOpen }
    let why = nodes.lazy.compactMap(\.failure).first.map { ": \($0)" } ?? ""
    throw BenchError(
      "nodes were to be up to date, but time ran out at place \(last) with \(behind.count) behind"
        + " (\(places.joined(separator: ", "))) and \(gone) without a session\(why)")
  }

  /// Lets time pass.
  func rest(seconds: Int) { loop.run(atMostMs: seconds * 1000) { false } }

  /// Hangs up with all.
  func disconnect() {
    for node in nodes { node.hangUp() }
    rest(seconds: 1)
  }

  /// How long something takes.
  func seconds(_ body: () throws -> Void) rethrows -> Double {
    let begin = BootClock.microseconds()
    try body()
    return Double(BootClock.microseconds() - begin) / 1_000_000
  }

  func wait(seconds: Int, _ what: String, until done: () -> Bool) throws {
    let isDone = loop.run(atMostMs: seconds * 1000, until: done)
    guard isDone || done() else {
      let why = nodes.lazy.compactMap(\.failure).first ?? "time ran out"
      throw BenchError("nodes were \(what), but \(why)")
    }
  }
}
