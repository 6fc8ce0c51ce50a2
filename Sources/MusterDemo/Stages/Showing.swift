extension Demo {
  /// Prints the proofs and the figures.
  ///
  /// - Returns: 0 when every proof holds, else 1.
  func show(tookMs: Int64) -> Int32 {
    screen.say()
    screen.say(screen.bold("PROOFS"))
    for proof in proofs {
      screen.say("  \(proof.holds ? "✓" : "✗") \(proof.claim)")
      screen.say("      \(proof.found)")
    }
    for surprise in journal.surprises.prefix(10) { screen.say("  ! \(surprise)") }
    screen.say()
    screen.say(screen.bold("FIGURES"))
    for (name, value) in figureTable(tookMs) {
      screen.say("  \(name)\(String(repeating: " ", count: max(1, 44 - name.count)))\(value)")
    }
    screen.say()
    let failed = proofs.filter { !$0.holds }
    guard failed.isEmpty else {
      screen.say("\(failed.count) of \(proofs.count) proofs failed:")
      for proof in failed { screen.say("  ✗ \(proof.claim)") }
      return 1
    }
    screen.say("All \(proofs.count) proofs hold.")
    return 0
  }

  private func figureTable(_ tookMs: Int64) -> [(String, String)] {
    let nodes = figures.nodesKiB
    let placed = max(1, figures.placeDrained - figures.placeAtReturn)
    let perOpUp = figures.bytesIn / placed
    let perOpDown = figures.bytesOut / placed / Int64(points.count)
    return [
      ("acts acknowledged", Figures.count(journal.acts.count)),
      ("check-ins a second, all points together", Figures.count(figures.admissionsPerSecond)),
      ("ops that waited when the hub came back", Figures.count(figures.waiting)),
      ("drained and equal everywhere after", "\(Figures.seconds(figures.drainMs)) s"),
      ("bytes on the wire per op, node to hub", "\(perOpUp), the nodes' new connections included"),
      ("bytes on the wire per op, hub to each node", "\(perOpDown)"),
      ("resident memory, hub with \(points.count) nodes", Figures.megabytes(kiB: figures.hubKiB)),
      (
        "resident memory, node: least, median, most",
        [nodes.first, nodes.isEmpty ? nil : nodes[nodes.count / 2], nodes.last]
          .map { Figures.megabytes(kiB: $0 ?? 0) }.joined(separator: ", ")
      ),
      ("the whole demo", "\(Figures.seconds(tookMs)) s"),
    ]
  }

  /// How to look at what is left running.
  func tellHowToLook() {
    let binary = options.programs
    let point = points[cast.doubleHome]
    screen.say()
    screen.say(screen.bold("LEFT RUNNING") + ", for you to look at:")
    screen.say("  \(binary)/muster-hub coverage --data \(folder)/hub")
    screen.say("  \(binary)/muster-hub nodes --data \(folder)/hub")
    screen.say("  \(binary)/muster-hub conflicts --data \(folder)/hub")
    screen.say("  \(binary)/muster-node status --data \(point.dataPath)")
    if let person = people[cast.doubleHome].first {
      screen.say("  \(binary)/muster-node checkin \(person.id) --data \(point.dataPath)")
    }
    screen.say(
      "The hub (pid \(hub?.pid ?? 0)) and this node (pid \(point.node?.pid ?? 0)) over HTTP:")
    screen.say("  curl -s -b \(hubCookie ?? "") http://\(hubHTTP)/api/v1/coverage")
    screen.say("  curl -s -b \(point.cookie ?? "") http://\(point.http)/api/v1/status")
    screen.say(
      "  the other nodes: \(folder)/n/POINT; addresses in \(folder)/node-POINT.out, logs in .err")
    let pids = ([hub] + points.map(\.node)).compactMap(\.self).filter(\.isRunning)
      .map { String($0.pid) }.joined(separator: " ")
    screen.say("To stop everything and clear up:")
    screen.say("  kill \(pids); rm -r \(folder)")
  }
}
