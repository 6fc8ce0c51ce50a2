import MusterCore
import MusterModel
import MusterSync
import MusterTrust

/// A set of placed ops, one a line: `NODE EPOCH N RECEIVED LINE`, where `@01` stands for the id of the
/// first line's op and so on, and a line that is such a word alone is that op once more.
///
/// Whatever the lines say, the fold takes them; in order, backwards and with looks between, it comes
/// to the same state, and that is the state of the reference model. Every view can be had of it.
enum FoldTarget {
  /// The root of `Protocol/vectors/folds.json`, whose lines are seeds.
  private static let event = SigningKey(seed: Seed(secret: SHA256.digest("muster fold vectors"))).id
  /// The model is slow.
  private static let mostOps = 60

  static func feed(_ bytes: [UInt8]) {
    let arrivals = read(bytes)
    guard !arrivals.isEmpty else { return }
    var fold = Fold(event: event)
    for (operation, placement) in arrivals { fold.place(operation, placement) }
    let state = fold.canonicalBytes()
    look(at: &fold)
    hold(fold.canonicalBytes() == state, "looking changes the state")

    var backwards = Fold(event: event)
    for (operation, placement) in arrivals.reversed() {
      backwards.place(operation, placement)
      backwards.settle()
    }
    hold(backwards.canonicalBytes() == state, "the order makes a difference")

    let model = ReferenceModel(arrivals.map { Element($0.0, [$0.1]) })
    hold(
      Array(model.canonical.utf8) == state,
      "model:\n\(model.canonical)\nfold:\n" + String(decoding: state, as: UTF8.self))
  }

  // MARK: Reading

  private static func read(_ bytes: [UInt8]) -> [(Operation, Placement)] {
    var reader = OperationReader(event: event)
    var ids: [String] = []
    var operations: [Operation] = []
    var arrivals: [(Operation, Placement)] = []
    for row in bytes.split(separator: 0x0A).prefix(mostOps) {
      let fields = row.split(separator: 0x20, maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5 else { continue }
      let words = fields.prefix(4).map { String(decoding: $0, as: UTF8.self) }
      let line = Tokens.replace(Array(fields[4])) { word in
        if word == "event" { return event.hex }
        return Int(word).flatMap { ids.indices.contains($0 &- 1) ? ids[$0 - 1] : nil }
      }
      let id = SHA256.digest(line).identifier
      let operation: Operation
      if let known = operations.first(where: { $0.id.hex.utf8.elementsEqual(line) || $0.id == id })
      {
        operation = known
      } else {
        operation = reader.read(line, in: line.indices, id: id)
        ids.append(id.hex)
        operations.append(operation)
      }
      arrivals.append((operation, placement(words)))
    }
    return arrivals
  }

  /// What a placement line may hold (`Protocol/2-lines.md`, The log).
  private static func placement(_ words: [String]) -> Placement {
    func number(_ word: String, from least: Int64) -> Int64 {
      max(least, min(Int64(word) ?? least, JSONTape.maximumInteger))
    }
    func id(_ word: String) -> Identifier { Identifier(word) ?? SHA256.digest(word).identifier }
    return Placement(
      writer: Writer(node: id(words[0]), epoch: id(words[1])), n: number(words[2], from: 1),
      received: number(words[3], from: 0))
  }

  // MARK: Looking

  /// Every view, of everything that is there.
  private static func look(at fold: inout Fold) {
    for now in [0, 1_760_000_400_000, JSONTape.maximumInteger] {
      _ = fold.attendance(now: now)
      for grouping in AttendanceGrouping.allCases {
        _ = fold.attendance(by: grouping, AttendanceScope(), now: now)
      }
      look(at: fold.sessions(), now: now)
      _ = fold.date(now)
    }
    var people: [String] = []
    fold.forEachParticipant { people.append($0.id) }
    for person in people { look(at: person, &fold) }
    var ops: [OperationView] = []
    fold.forEachOperation { ops.append($0) }
    for op in ops {
      _ = fold.stay(begunBy: op.id)
      _ = fold.mayHavePrivate(of: op.id, country: "FR")
      _ = fold.time(node: op.node, boot: op.id, mono: JSONTape.maximumInteger)
    }
    for conflict in fold.conflicts() { _ = fold.decision(over: conflict.subject) }
    for point in fold.points() { _ = fold.statedActs(at: point.id) }
    for announcement in fold.announcements() { _ = fold.audience(of: announcement.announcement) }
    _ = (fold.counts(), fold.nodes(), fold.ticketKeys(), fold.rulesVersion(), fold.calendar())
    for sort in EventPart.Sort.allCases { _ = fold.parts(sort) }
  }

  private static func look(at sessions: [SessionView], now: Int64) {
    let planned = sessions.compactMap { view -> ProgrammeSession? in
      guard let from = view.from, let to = view.to else { return nil }
      return ProgrammeSession(
        id: view.id, day: view.day ?? "", titles: view.titles, type: view.type ?? "session",
        from: from, to: to, slots: view.slots, state: .planned, started: view.started,
        ended: view.ended)
    }
    _ = Programme(planned, now: now)
  }

  private static func look(at person: String, _ fold: inout Fold) {
    _ = (fold.whole(person), fold.presence(of: person), fold.faultyCheckIns(of: person))
    _ = (fold.merges(naming: person), fold.puts(of: person, setting: ["name"]))
    _ = fold.spender(for: person, door: "main", now: 1_760_000_400_000)
    _ = (fold.questionsAnswered(by: person), fold.openQuestions(for: person, door: "main"))
    for shown in [Shown.nothing, .ticket(serial: 1), .ticketWithBadSignature] {
      for now in [1_760_000_400_000, JSONTape.maximumInteger] {
        _ = fold.verdict(
          for: person, showing: shown, point: "p-1", door: "main", now: now, err: now)
      }
    }
  }
}
