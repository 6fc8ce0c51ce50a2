import Foundation
import MusterCore
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What one more op costs when 10,000, 100,000 or a million are there; and how soon a hub with all of
/// them is ready again.
///
/// Lines are written and read before the clock starts, so that only the fold is timed: ops come in
/// batches, as a hub's turns bring them, and each batch is settled. The clock is the processor's, for
/// what else the machine does is not the fold's cost.
struct FoldCost {
  /// How many ops the fold grows to.
  let ops: Int

  /// So many more are timed at each size, this often.
  private static let sample = 20_000
  private static let rounds = 5
  /// Ops of one turn.
  private static let batch = 250

  func run() throws -> FoldFigures {
    let event = BenchEvent()
    var growing = Growing(event: event)
    var rates: [(ops: Int, perSecond: Int)] = []
    let sizes = [10_000, 100_000, 1_000_000].filter { $0 < ops } + [ops]
    for size in sizes {
      while growing.fold.operationCount < size { growing.take(growing.next(Self.batch)) }
      rates.append((size, rate(&growing)))
    }
    let (restartOps, seconds) = try restart()
    return FoldFigures(
      rates: rates, bytesPerOp: growing.fold.approximateBytes / growing.fold.operationCount,
      restartOps: restartOps, restartSeconds: seconds)
  }

  /// A fold, and the event whose ops it takes.
  private struct Growing {
    let event: BenchEvent
    var fold: Fold
    private var reader: OperationReader
    private var n: Int64 = 0

    init(event: BenchEvent) {
      self.event = event
      fold = Fold(event: event.event)
      reader = OperationReader(event: event.event)
      let beginning = event.beginning()
      take(byHub([event.start] + beginning.hub))
      for turn in beginning.boots { take(event.read(turn, with: &reader)) }
      take(byHub(beginning.marks))
    }

    /// Ops that come next, read.
    mutating func next(_ count: Int) -> [BenchEvent.Element] {
      let turn = event.turn(count)
      return byHub(turn.hub) + event.read(turn.node, with: &reader)
    }

    mutating func take(_ ops: [BenchEvent.Element]) {
      for (operation, placement) in ops { fold.place(operation, placement) }
      fold.settle()
    }

    private mutating func byHub(
      _ lines: [[UInt8]]
    ) -> [BenchEvent.Element] {
      lines.map { line in
        n += 1
        let id = SHA256.digest(line).identifier
        return (
          reader.read(line, in: 0..<line.count, id: id),
          Placement(writer: event.hubWriter, n: n, received: event.time)
        )
      }
    }
  }

  /// Ops a second, the median of the rounds.
  private func rate(_ growing: inout Growing) -> Int {
    var rates: [Double] = []
    for _ in 0..<Self.rounds {
      let turns = (0..<Self.sample / Self.batch).map { _ in growing.next(Self.batch) }
      let begin = clock()
      for turn in turns { growing.take(turn) }
      let seconds = Double(clock() - begin) / Double(CLOCKS_PER_SEC)
      rates.append(Double(Self.sample) / seconds)
    }
    return Int(rates.sorted()[Self.rounds / 2])
  }

  /// Seconds until a hub's data of so many ops is open, folded and ready to append.
  private func restart() throws -> (ops: Int, seconds: Double) {
    let folder = NSTemporaryDirectory() + "/muster-bench-fold-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/muster.db"
    let event = BenchEvent()
    let written = try Replica(at: path, event: event.event, as: .hub)
    try written.begin(event.start, event.signer, received: event.time)
    let beginning = event.beginning()
    try written.place(beginning.hub.map { OwnOp(line: $0) }, received: event.time)
    for turn in beginning.boots { try written.place(turn, received: event.time) }
    try written.place(beginning.marks.map { OwnOp(line: $0) }, received: event.time)
    try written.commit()
    while written.reading({ $0.operationCount }) < ops {
      for _ in 0..<8 {
        let turn = event.turn(Self.batch)
        try written.place(turn.hub.map { OwnOp(line: $0) }, received: event.time)
        try written.place(turn.node, received: event.time)
      }
      try written.commit()
    }
    try written.close()
    let begin = BootClock.microseconds()
    let replica = try Replica(at: path, event: event.event, as: .hub)
    let count = replica.reading { fold in
      fold.settle()
      return fold.operationCount
    }
    let seconds = Double(BootClock.microseconds() - begin) / 1_000_000
    try replica.close()
    return (count, seconds)
  }
}

/// What ``FoldCost`` measured.
struct FoldFigures: Figures {
  /// Ops a second when so many are there.
  var rates: [(ops: Int, perSecond: Int)]
  /// Bytes that the fold holds for each op.
  var bytesPerOp: Int
  /// How many ops a hub was started with.
  var restartOps: Int
  /// Until it was ready.
  var restartSeconds: Double

  /// How much slower the last is than the first; 1 where they are the same.
  var slowdown: Double {
    guard let first = rates.first, let last = rates.last, last.perSecond > 0 else { return 0 }
    return Double(first.perSecond) / Double(last.perSecond)
  }

  var json: String {
    let rates = rates.map { "\"\($0.ops)\":\($0.perSecond)" }.joined(separator: ",")
    return "{\"ops_per_s\":{\(rates)},\"slowdown\":\(three(slowdown)),"
      + "\"bytes_per_op\":\(bytesPerOp),\"restart_ops\":\(restartOps),"
      + "\"restart_s\":\(three(restartSeconds))}"
  }

  var words: String {
    rates.map { "\($0.perSecond) ops/s with \($0.ops) ops there" }.joined(separator: "\n")
      + "\n\(three(slowdown)) times slower at the end than at the beginning; "
      + "\(bytesPerOp) bytes an op\n\(restartOps) ops ready again after "
      + "\(three(restartSeconds)) s"
  }
}
