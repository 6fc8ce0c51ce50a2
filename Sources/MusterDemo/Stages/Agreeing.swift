internal import MusterSync

extension Demo {
  /// Waits until nothing waits at any node, and each has the hub's state digest at the hub's place.
  ///
  /// The hub may log something of its own meanwhile (a mark of a node's clock), so that places move;
  /// states are compared where hub and node were at one place. Two states at one place are an error at
  /// once.
  ///
  /// - Returns: the digest that was seen last.
  @discardableResult
  func waitUntilSame(_ what: String, withinMs: Int64) throws(DemoError) -> String {
    var states: [Int64: String] = [:]
    let from = try noteHub(&states)
    var seen: [[Int64: String]] = Array(repeating: [:], count: points.count)
    var rest = Array(points.indices)
    let areSame = try Patience.wait(withinMs: withinMs) { () throws(DemoError) in
      var behind: [Int] = []
      for place in rest {
        // Asked right behind each other, they are mostly at one place.
        try noteNode(place, from, &seen[place])
        _ = try noteHub(&states)
        if try !agrees(place, seen[place], states) { behind.append(place) }
        screen.live("\(what): \(points.count - rest.count) of \(points.count)")
      }
      rest = behind
      return rest.isEmpty
    }
    guard areSame else {
      let laggard = points[rest[0]].id
      throw .broken(
        "after \(withinMs / 1000) s only \(points.count - rest.count) of \(points.count) nodes \(what); "
          + "not \(laggard), for one: see \(folder)/node-\(laggard).err")
    }
    return states.max { $0.key < $1.key }?.value ?? ""
  }

  /// Writes down the hub's state at its place.
  private func noteHub(_ states: inout [Int64: String]) throws(DemoError) -> Int64 {
    let hub = try hubStatus()
    guard let place = hub["place"]?.integer, let state = hub["state"]?.string else {
      throw .broken("the hub's status tells no place and state")
    }
    if let other = states[place], other != state {
      throw .broken("the hub has two states at place \(place): \(other) and \(state)")
    }
    states[place] = state
    return place
  }

  /// Writes down a node's state at its place, from `from` on and once nothing waits.
  private func noteNode(
    _ point: Int, _ from: Int64, _ states: inout [Int64: String]
  ) throws(DemoError) {
    let node = try nodeStatus(point)
    guard node["pending"]?.integer == 0, let place = node["place"]?.integer, place >= from else {
      return
    }
    states[place] = node["state"]?.string ?? "none"
  }

  /// Whether a node was seen at a place at which the hub was seen; the states are the same there.
  private func agrees(
    _ point: Int, _ node: [Int64: String], _ hub: [Int64: String]
  ) throws(DemoError) -> Bool {
    var isMet = false
    for (place, state) in node {
      guard let other = hub[place] else { continue }
      guard state == other else {
        throw .broken(
          "at place \(place) \(points[point].id) has the state \(state), the hub \(other)")
      }
      isMet = true
    }
    return isMet
  }
}
