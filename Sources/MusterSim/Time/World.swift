/// Virtual time and all that happens in it.
///
/// µs from the beginning of the run. One thing happens at a time, and nothing happens between.
final class World {
  /// Now, where clocks read it too.
  let moment = WorldTime()
  /// Now, µs.
  private(set) var now: Int64 {
    get { moment.microseconds }
    set { moment.microseconds = newValue }
  }
  /// How many events have happened.
  private(set) var events = 0
  /// What has been found wrong first; nothing happens afterwards.
  private(set) var violation: Violation?
  /// What has happened, as a digest.
  var trace = Trace()
  /// What was injected and done, by name.
  var figures = Figures()

  /// Whether copies are put back in this run, so that errors of chains may come up.
  var mayRewrite = false

  /// The run's seed.
  let seed: UInt64
  private let printsLog: Bool
  private var queue = EventQueue()
  private var log: [String] = []

  init(seed: UInt64, printsLog: Bool) {
    self.seed = seed
    self.printsLog = printsLog
  }

  /// A stream of chance for a purpose.
  func chance(_ purpose: String) -> Chance { Chance(seed: seed, of: purpose) }

  /// Lets something happen at a time, at the earliest now.
  func at(_ time: Int64, _ body: @escaping () -> Void) { queue.add(max(time, now), body) }

  /// Lets something happen so many µs from now.
  func after(_ microseconds: Int64, _ body: @escaping () -> Void) { at(now + microseconds, body) }

  /// Lets time pass up to a moment, µs, or to the first violation.
  func run(until end: Int64) {
    while violation == nil, let next = queue.next, next <= end, let event = queue.take() {
      now = event.time
      events += 1
      event.body()
    }
    if violation == nil { now = max(now, end) }
  }

  /// Notes that something does not hold that must.
  func violate(_ invariant: Invariant, _ text: String) {
    guard violation == nil else { return }
    violation = Violation(invariant: invariant, at: now, text: text, log: Array(log.suffix(60)))
    note("VIOLATED \(invariant.rawValue): \(text)")
  }

  /// Notes what happened, for the trace and for whoever reads it.
  func note(_ text: @autoclosure () -> String) {
    let line = "\(Self.clock(now)) \(text())"
    trace.add(Self.withoutFolder(line))
    log.append(line)
    if log.count > 2_000 { log.removeFirst(1_000) }
    if printsLog { print(line) }
  }

  /// Notes what an engine said; sessions between engines of one kind end in no error of form, limits or
  /// identity.
  func hear(_ machine: String, _ text: String) {
    note("\(machine): \(text)")
    guard let code = SessionError(in: text), code.isForbidden(mayRewrite: mayRewrite) else {
      return
    }
    violate(.noProtocolError, "\(machine): \(text)")
  }

  /// A line as every process that runs this seed would write it: their folders' names differ.
  private static func withoutFolder(_ line: String) -> [UInt8] {
    let bytes = Array(line.utf8)
    let name = Array("muster-sim-".utf8)
    guard bytes.count > name.count,
      let start = (0...bytes.count - name.count).first(where: {
        bytes[$0..<$0 + name.count].elementsEqual(name)
      })
    else { return bytes }
    return Array(bytes[..<start]) + bytes[start...].drop { $0 != UInt8(ascii: "/") }
  }

  /// A moment of the run as `1:02:03.456789`.
  static func clock(_ time: Int64) -> String {
    func digits(_ number: Int64, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    let seconds = time / 1_000_000
    return "\(seconds / 3600):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))."
      + digits(time % 1_000_000, 6)
  }
}

/// The time of a world, for whoever reads clocks.
nonisolated final class WorldTime: @unchecked Sendable {
  /// µs from the beginning of the run.
  var microseconds: Int64 = 0
}
