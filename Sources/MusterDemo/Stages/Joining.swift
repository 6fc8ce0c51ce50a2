internal import MusterSync

extension Demo {
  /// How many processes are started at once.
  private static let batch = 8

  /// Every point's node enrols with its code, starts, and receives the log.
  func joinThePoints() throws(DemoError) {
    screen.stage(
      "\(points.count) points join",
      "Each takes one spoken code, proves itself over TLS 1.3, and receives the whole log: from then on it needs the hub for nothing. The clock of one laptop (\(points[cast.misled].id)) is \(WrongClock.words)."
    )
    let codes = try invitations()
    for first in stride(from: 0, to: points.count, by: Self.batch) {
      let places = Array(first..<min(first + Self.batch, points.count))
      try join(places, codes)
      screen.live("joined: \(first + places.count) of \(points.count)")
    }
    screen.done("\(points.count) nodes admitted, each with a key of its own")
    for first in stride(from: 0, to: points.count, by: Self.batch) {
      try startNodes(Array(first..<min(first + Self.batch, points.count)))
      screen.live("started: \(min(first + Self.batch, points.count)) of \(points.count)")
    }
    try waitUntilSame("have the log", withinMs: 240_000)
    let status = try nodeStatus(0)
    screen.done(
      "all \(points.count) hold the same \(Figures.count(status["place"]?.integer ?? 0)) entries, \(Figures.count(status["roster"]?.integer ?? 0)) people among them"
    )
  }

  private func invitations() throws(DemoError) -> [String: String] {
    var codes: [String: String] = [:]
    for invitation in try hubCommand("invite", "--all").array ?? [] {
      guard let point = invitation["point"]?.string else { continue }
      codes[point] = invitation["code"]?.string
    }
    return codes
  }

  private func join(_ places: [Int], _ codes: [String: String]) throws(DemoError) {
    var joining: [Child] = []
    for place in places {
      let point = points[place]
      guard let code = codes[point.id] else {
        throw .broken("muster-hub invite --all gave no code for \(point.id)")
      }
      joining.append(
        try start(
          "node \(point.id), joining", "muster-node", ["join", code, "--data", point.dataPath],
          environment: point.environment, logs: "node-\(point.id)-join"))
    }
    for child in joining {
      guard try child.waitForEnd(withinMs: 90_000) else {
        throw .broken("\(child.name), did not end within 90 s; see \(child.errorPath)")
      }
      guard child.exitCode == 0 else {
        throw .broken("\(child.name), ended with \(child.exitCode ?? -1): \(child.lastError)")
      }
    }
  }

  /// The doors open, and most people come.
  func letPeopleIn() throws(DemoError) {
    screen.stage(
      "The doors open and most people come",
      "Volunteers scan tickets, or look people up by name in any script. Each answer is given only when the check-in is on the node's own disk."
    )
    try run(points.indices.map { errand(.open, at: $0) }, "opened")
    var errands: [Errand] = []
    for place in points.indices {
      for (index, person) in Guests(people[place]).early.enumerated() {
        errands.append(
          errand(index % 3 == 2 ? .admitByName(person) : .admit(person), at: place))
      }
    }
    let begun = TrueTime.steadyMs()
    try run(errands, "checked in")
    let took = max(1, TrueTime.steadyMs() - begun)
    figures.admissionsPerSecond = errands.count * 1000 / Int(took)
    screen.done(
      "\(Figures.count(errands.count)) people checked in at \(points.count) points in \(Figures.seconds(took)) s, a third of them by name"
    )
    try tellCoverage("the hub's word")
  }

  /// Asks the hub for coverage and shows its answer in a sentence.
  ///
  /// - Returns: whether it calls itself complete.
  @discardableResult
  func tellCoverage(_ intro: String) throws(DemoError) -> Bool {
    let coverage = try hubCommand("coverage")
    func number(_ member: String) -> String { Figures.count(coverage[member]?.integer ?? 0) }
    let isComplete = coverage["complete"]?.bool == true
    screen.done(
      "\(intro): \(number("present")) present; \(number("heard")) of \(number("expected")) countries heard, "
        + "\(number("silent")) silent; \(isComplete ? "complete" : "not complete")")
    return isComplete
  }
}
