import MusterCore
import MusterNet

/// A wire whose bytes leave when the test says so, and that never says that it can take more.
final class HeldWire: Wire {
  let peerKey: Digest
  let exporter: [UInt8]
  let peerAddress = "node:1"
  var onBytes: ([UInt8]) -> Void = { _ in }
  var onClosed: (CloseReason) -> Void = { _ in }
  var onWritable: () -> Void = {}
  let bytesIn = 0
  private(set) var bytesOut = 0
  private(set) var isOpen = true
  private var held: [UInt8] = []

  init(peerKey: Digest, exporter: [UInt8]) {
    self.peerKey = peerKey
    self.exporter = exporter
  }

  var outputBytes: Int { held.count }

  func send(_ bytes: [UInt8]) {
    if isOpen { held += bytes }
  }

  func send(shared: SharedBytes) { send(shared.copied) }

  /// Everything leaves, unsaid.
  func leave() -> [UInt8] {
    defer { held = [] }
    bytesOut += held.count
    return held
  }

  func pauseReading() {}
  func resumeReading() {}
  func close(withinMs _: Int) { isOpen = false }
  func abort() { isOpen = false }
}

/// Planned things happen when the test says so, whatever the time; what is planned for every so often
/// never does.
final class HeldLoop: Planner {
  private final class Plan: Planned {
    var body: (() -> Void)?
    init(_ body: (() -> Void)?) { self.body = body }
    func cancel() { body = nil }
  }

  private var plans: [Plan] = []

  func soon(_ body: @escaping () -> Void) { plans.append(Plan(body)) }

  func plan(afterMs _: Int, _ body: @escaping () -> Void) -> any Planned {
    let plan = Plan(body)
    plans.append(plan)
    return plan
  }

  func plan(everyMs _: Int, _: @escaping () -> Void) -> any Planned { Plan(nil) }

  /// Lets all happen, and what follows from it.
  func turn() {
    while !plans.isEmpty { plans.removeFirst().body?() }
  }
}
