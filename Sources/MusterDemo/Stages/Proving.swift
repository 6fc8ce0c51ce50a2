internal import MusterSync

extension Demo {
  /// Compares the log with the demo's own record.
  func prove() throws(DemoError) {
    screen.stage(
      "What the log proves",
      "Everything below compares the demo's own record (\(Figures.count(journal.acts.count)) acts, with its own clock) with the hub's log, coverage and counters, and with every node."
    )
    try proveSame()
    try proveDurable()
    let entries = try hubLines("export", "log").map(Entry.init)
    proveOnce(entries)
    try proveTimes(entries)
    try proveCoverage()
    let verified = try hubCommand("verify")
    proofs.append(
      Proof(
        claim: "Every hash, signature and chain of the log verifies",
        found:
          "\(verified["segments"]?.integer ?? 0) segments, \(Figures.count(verified["ops"]?.integer ?? 0)) ops",
        holds: verified["ok"]?.bool == true))
    proofs.append(
      Proof(
        claim: "Every answer at every desk was the one due",
        found:
          "\(Figures.count(journal.answers)) answers, \(journal.surprises.count) surprises",
        holds: journal.surprises.isEmpty))
    proofs.append(
      Proof(
        claim: "Without a link, every check-in's answer said so",
        found:
          "\(Figures.count(journal.offline.saidSo)) of \(Figures.count(journal.offline.answers))",
        holds: journal.offline.saidSo == journal.offline.answers))
    figures.hubKiB = hub?.residentKiB ?? 0
    figures.nodesKiB = points.compactMap { $0.node?.residentKiB }.sorted()
  }

  private func proveSame() throws(DemoError) {
    let digest = try waitUntilSame("have the hub's state", withinMs: 240_000)
    proofs.append(
      Proof(
        claim: "Hub and every node have the same state, byte for byte",
        found: "\(points.count) of \(points.count) nodes, digest \(digest.prefix(16))…",
        holds: !digest.isEmpty))
  }

  /// What each node says it made, against what the hub says is durable of it.
  private func proveDurable() throws(DemoError) {
    var durable: [String: Int64] = [:]
    for node in try hubCommand("nodes").array ?? [] {
      guard let point = node["point"]?.string else { continue }
      durable[point] = node["durable"]?.integer
    }
    var equal = 0
    var ops: Int64 = 0
    for place in points.indices {
      let node = try nodeStatus(place)
      guard let made = node["made"]?.integer else { continue }
      ops += made
      if made == durable[points[place].id], made == node["durable"]?.integer,
        node["pending"]?.integer == 0
      {
        equal += 1
      }
    }
    proofs.append(
      Proof(
        claim: "Made = durable for every writer",
        found: "\(equal) of \(points.count) nodes, \(Figures.count(ops)) ops made",
        holds: equal == points.count))
  }

  /// Each act is in the log once, and nothing is there that nobody did.
  private func proveOnce(_ entries: [Entry]) {
    var placed: [String: Int] = [:]
    for entry in entries { placed[entry.op, default: 0] += 1 }
    let lost = journal.acts.count { placed[$0.op] == nil }
    let twice = journal.acts.count { placed[$0.op] ?? 0 > 1 }
    let distinct = Set(journal.acts.map(\.op)).count
    proofs.append(
      Proof(
        claim: "Every acknowledged act is in the log exactly once",
        found: "\(Figures.count(journal.acts.count)) acts, \(lost) lost, \(twice) twice",
        holds: lost == 0 && twice == 0 && distinct == journal.acts.count))

    let hubID = entries.first?.writer
    var differences: [String] = []
    for kind in ["point.open", "checkin", "checkout", "participant.put", "void", "refusal"] {
      let inLog = entries.count { $0.kind == kind && $0.writer != hubID }
      if inLog != journal.count(kind) {
        differences.append("\(kind): \(inLog) in the log, \(journal.count(kind)) done")
      }
    }
    proofs.append(
      Proof(
        claim: "Nothing is in the log that nobody did; retries acted once",
        found: differences.isEmpty
          ? "the same number of every kind" : differences.joined(separator: "; "),
        holds: differences.isEmpty))
  }

  /// The folded time of each act, against the demo's clock before and after it.
  private func proveTimes(_ entries: [Entry]) throws(DemoError) {
    var byOp: [String: Entry] = [:]
    for entry in entries { byOp[entry.op] = entry }
    let misled = points[cast.misled].id
    var others = Deviation()
    var bent = Deviation()
    /// How far the misled node's own clock was from the truth, at least, ms.
    var bentBy = Int64.max
    for act in journal.acts {
      guard let entry = byOp[act.op], let time = entry.time, let err = entry.err else { continue }
      // Hub time and folded times are whole milliseconds, each rounded down.
      let off = time < act.asked ? max(0, act.asked - time - 2) : max(0, time - act.answered - 1)
      guard act.point == misled else {
        others.add(off, err)
        continue
      }
      bent.add(off, err)
      bentBy = min(bentBy, abs((entry.at ?? act.asked) - act.asked))
    }
    proofs.append(
      Proof(
        claim: "Every act has its true time, within the error that the log states",
        found: "\(Figures.count(others.count)) acts, at most \(others.worst) ms off",
        holds: others.beyond == 0 && others.count > 0))
    proofs.append(
      Proof(
        claim: "So have those of the node whose clock is \(WrongClock.words)",
        found:
          "\(bent.count) acts; its clock was \(Figures.count(bentBy / 86_400_000)) days off, their times at most \(bent.worst) ms, stated ± \(bent.stated) ms",
        holds: bent.beyond == 0 && bent.count > 0 && bentBy > WrongClock.atLeastMs))
  }

  /// The hub's table against the demo's record, country by country and group by group.
  private func proveCoverage() throws(DemoError) {
    let coverage = try hubCommand("coverage")
    let attendance = journal.attendance()
    var country: [String: String] = [:]
    for point in points { country[point.id] = point.country }
    var present: [String: Int64] = [:]
    for (point, inside) in attendance.inside {
      present[country[point] ?? "", default: 0] += Int64(inside.count)
    }
    var attended: [String: Int64] = [:]
    for point in attendance.first.values { attended[country[point] ?? "", default: 0] += 1 }

    var wrong: [String] = []
    var groups: [String: (rows: Int, present: Int64, wanted: Int64)] = [:]
    let rows = coverage["rows"]?.array ?? []
    var seen = 0
    for row in rows {
      guard let code = row["country"]?.string else { continue }
      let wanted = (present[code] ?? 0, attended[code] ?? 0)
      if present[code] != nil { seen += 1 }
      if (row["present"]?.integer ?? 0, row["attended"]?.integer ?? 0) != wanted {
        wrong.append(code)
      }
      for group in row["groups"]?.array ?? [] {
        guard let id = group.string else { continue }
        groups[id, default: (0, 0, 0)].rows += 1
        groups[id, default: (0, 0, 0)].present += row["present"]?.integer ?? 0
        groups[id, default: (0, 0, 0)].wanted += wanted.0
      }
    }
    let total = attendance.inside.values.reduce(0) { $0 + Int64($1.count) }
    proofs.append(
      Proof(
        claim: "Coverage is right in every country",
        found: wrong.isEmpty
          ? "\(rows.count) countries, \(Figures.count(coverage["present"]?.integer ?? 0)) present, \(Figures.count(attendance.first.count)) attended"
          : "wrong: \(wrong.prefix(8).joined(separator: ", "))",
        holds: wrong.isEmpty && seen == points.count && coverage["present"]?.integer == total))
    let named = groups.sorted { $0.key < $1.key }
      .map { "\($0.key) \(Figures.count($0.value.present)) in \($0.value.rows)" }
    proofs.append(
      Proof(
        claim: "And in every group of countries",
        found: named.isEmpty ? "no groups" : named.joined(separator: ", "),
        holds: !groups.isEmpty && groups.values.allSatisfy { $0.present == $0.wanted }))
    let heard = coverage["heard"]?.integer ?? 0
    let expected = coverage["expected"]?.integer ?? 0
    proofs.append(
      Proof(
        claim: "It says how complete it is",
        found:
          "\(heard) of \(expected) countries heard, \(coverage["complete"]?.bool == true ? "complete" : "not complete")",
        holds: heard == Int64(points.count)
          && (coverage["complete"]?.bool == true) == (heard == expected)))
  }

  /// One placement, as `export log` gives it.
  private struct Entry {
    var op: String
    var writer: String
    var kind: String
    var time: Int64?
    var err: Int64?
    /// What the author's own clock said.
    var at: Int64?

    init(_ line: JSONValue) {
      op = line["op"]?.string ?? ""
      writer = line["writer"]?["node"]?.string ?? ""
      kind = line["kind"]?.string ?? ""
      time = line["time_ms"]?.integer
      err = line["err_ms"]?.integer
      let op = line["line"]
      at = op?["at"]?.integer
    }
  }

  /// How far folded times are from true ones.
  private struct Deviation {
    var count = 0
    /// The greatest difference, ms.
    var worst: Int64 = 0
    /// The greatest error stated, ms.
    var stated: Int64 = 0
    /// How many are further off than their error says.
    var beyond = 0

    mutating func add(_ off: Int64, _ err: Int64) {
      count += 1
      worst = max(worst, off)
      stated = max(stated, err)
      if off > err { beyond += 1 }
    }
  }
}
