internal import Glibc

/// Many desks at work at once: the errands of one point follow each other, those of different points
/// interleave.
struct Crowd {
  private struct Waiting {
    var errand: Errand
    var asked: Int64
  }

  private let points: [Point]
  private let journal: Journal
  /// Point → its errands, in their order.
  private var queues: [[Errand]]
  private var waiting: [Waiting] = []
  /// The point whose turn is next.
  private var turn = 0

  /// How many desks wait for an answer at any one time.
  private static let atOnce = 16
  /// How long a daemon may take for one answer, ms.
  private static let answerMs: Int64 = 30_000

  /// Errands to be run at these points.
  init(_ errands: [Errand], _ points: [Point], _ journal: Journal) {
    self.points = points
    self.journal = journal
    queues = Array(repeating: [], count: points.count)
    for errand in errands.reversed() { queues[errand.place].append(errand) }
  }

  /// Runs them all.
  ///
  /// - Parameter afterEach: called with the number of errands done so far.
  mutating func run(_ afterEach: (Int) throws(DemoError) -> Void) throws(DemoError) {
    var done = 0
    while true {
      try Interruption.check()
      try fill()
      guard !waiting.isEmpty else { return }
      for answered in try readable().reversed() {
        let item = waiting[answered]
        let desk = try points[item.errand.place].desk()
        guard let answer = try desk.receive() else { continue }
        waiting.remove(at: answered)
        item.errand.take(
          answer, asked: item.asked, answered: TrueTime.wallMs(), journal: journal)
        if item.errand.question != nil {
          try ask(item.errand)
        } else {
          done += 1
          try afterEach(done)
        }
      }
    }
  }

  /// Gives idle desks their next errand, point after point.
  private mutating func fill() throws(DemoError) {
    var looked = 0
    while waiting.count < Self.atOnce, looked < points.count {
      let place = turn
      turn = (turn + 1) % points.count
      looked += 1
      guard !waiting.contains(where: { $0.errand.place == place }) else { continue }
      guard let errand = queues[place].popLast() else { continue }
      try ask(errand)
    }
  }

  private mutating func ask(_ errand: Errand) throws(DemoError) {
    guard let question = errand.question else { return }
    let asked = TrueTime.wallMs()
    try points[errand.place].desk().send(question)
    waiting.append(Waiting(errand: errand, asked: asked))
  }

  /// Indices in ``waiting`` where something has come, ascending.
  private func readable() throws(DemoError) -> [Int] {
    var sockets: [pollfd] = []
    for item in waiting {
      let socket = try points[item.errand.place].desk().descriptor
      sockets.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0))
    }
    _ = unsafe poll(&sockets, nfds_t(sockets.count), 100)
    let ready = sockets.indices.filter { sockets[$0].revents != 0 }
    let now = TrueTime.wallMs()
    if ready.isEmpty, let late = waiting.first(where: { now - $0.asked > Self.answerMs }) {
      throw .broken(
        "\(points[late.errand.place].id) did not answer within \(Self.answerMs / 1000) s")
    }
    return ready
  }
}
