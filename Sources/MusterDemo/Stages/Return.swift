internal import MusterSync

extension Demo {
  /// The hub starts again; everything that waited reaches it, and everything it has reaches all.
  func comeBack() throws(DemoError) {
    screen.stage(
      "The hub comes back",
      "The same folder, the same address. Nodes find it by themselves and hand over what they hold; the hub gives everybody everything."
    )
    let begun = TrueTime.steadyMs()
    try startHub()
    figures.placeAtReturn = try hubStatus()["place"]?.integer ?? 0
    screen.done("the hub is ready after \(Figures.seconds(TrueTime.steadyMs() - begun)) s")
    let isComplete = try tellCoverage("its word at once")
    proofs.append(
      Proof(
        claim: "A hub that has just come back does not claim to know everything",
        found: isComplete ? "it calls itself complete" : "it says that it is not complete",
        holds: !isComplete))
    // A node dials again after at most a minute.
    try waitUntilSame("have drained and agree", withinMs: 240_000)
    figures.drainMs = TrueTime.steadyMs() - begun
    let status = try hubStatus()
    figures.placeDrained = status["place"]?.integer ?? 0
    figures.bytesIn = status["bytes_in"]?.integer ?? 0
    figures.bytesOut = status["bytes_out"]?.integer ?? 0
    screen.done(
      "everything drained in \(Figures.seconds(figures.drainMs)) s, the nodes' own waiting between dials included"
    )
    try tellCoverage("the hub's word")
  }

  /// People decide what the programs must not.
  func settleConflicts() throws(DemoError) {
    screen.stage(
      "People settle what the programs must not decide",
      "Nothing was overwritten: the hub shows both sides and the choices. What an operator chooses is an op like any other, and reaches every point."
    )
    let conflicts = try hubCommand("conflicts").array ?? []
    // People of one name in one country are on every roster; who they are is asked later.
    let open = conflicts.filter {
      $0["open"]?.bool == true && $0["type"]?.string != "possible-duplicate"
    }
    for conflict in open { show(conflict) }
    proveConflicts(open)
    for conflict in open {
      guard let id = conflict["id"]?.string else { continue }
      let choice =
        conflict["type"]?.string == "double-presence"
        ? "point:\(points[cast.doubleHome].id)" : "confirm"
      _ = try hubCommand("conflicts", "resolve", id, "--choose", choice, "--note", "telephoned")
      screen.done("resolved: \(choice)")
    }
    try waitUntilSame("know the decisions", withinMs: 240_000)
    try proveClosedEverywhere(open.compactMap { $0["id"]?.string })
  }

  private func show(_ conflict: JSONValue) {
    let subject = (conflict["subject"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    screen.done("\(conflict["type"]?.string ?? "?") of \(subject)")
    for side in conflict["sides"]?.array ?? [] {
      let point = side["point"]?.string.map { " at \($0)" } ?? " at the centre"
      let error = side["err_ms"]?.integer.map { " ± \($0) ms" } ?? ""
      screen.say(
        "             \(side["kind"]?.string ?? "?")\(point), \(clockTime(side["time_ms"]?.integer))\(error), op \((side["op"]?.string ?? "?").prefix(8))…"
      )
    }
  }

  /// `HH:MM:SS` in GMT.
  private func clockTime(_ ms: Int64?) -> String {
    guard let ms else { return "?" }
    let second = ms / 1000 % 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
  }

  private func proveConflicts(_ open: [JSONValue]) {
    func ops(_ conflict: JSONValue?) -> Set<String> {
      Set((conflict?["sides"]?.array ?? []).compactMap { $0["op"]?.string })
    }
    let double = open.first {
      $0["type"]?.string == "double-presence"
        && $0["subject"]?.array?.first?.string == cast.doubled?.id
    }
    proofs.append(
      Proof(
        claim: "The ticket used in two countries is an open conflict with both sides",
        found: double == nil ? "no such conflict" : "\(ops(double).count) sides",
        holds: ops(double) == Set(cast.doubleOps) && cast.doubleOps.count == 2))
    let entitled = open.first {
      $0["type"]?.string == "admitted-unentitled"
        && $0["subject"]?.array?.first?.string == cast.blocked?.id
    }
    let expected = Set([cast.blockOp, cast.admissionOp].compactMap(\.self))
    proofs.append(
      Proof(
        claim: "The admission of the blocked person is listed with the block and the check-in",
        found: entitled == nil ? "not listed" : "\(ops(entitled).count) ops",
        holds: ops(entitled) == expected && expected.count == 2))
    proofs.append(
      Proof(
        claim: "Nothing else is in conflict", found: "\(open.count) conflicts in all",
        holds: open.count == 2))
  }

  private func proveClosedEverywhere(_ ids: [String]) throws(DemoError) {
    var stillOpen = 0
    for conflict in try hubCommand("conflicts").array ?? []
    where conflict["open"]?.bool == true && ids.contains(conflict["id"]?.string ?? "") {
      stillOpen += 1
    }
    for place in points.indices {
      let answer = try points[place].desk().ask(Question(path: "/api/v1/conflicts"))
      let body = try body(of: answer, "the conflicts at \(points[place].id)")
      for conflict in body["conflicts"]?.array ?? body.array ?? []
      where conflict["open"]?.bool == true && ids.contains(conflict["id"]?.string ?? "") {
        stillOpen += 1
      }
    }
    proofs.append(
      Proof(
        claim: "Once resolved, a conflict is closed at the hub and at every point",
        found: "\(ids.count) resolved, \(stillOpen) still open anywhere",
        holds: stillOpen == 0 && ids.count == 2))
  }
}
