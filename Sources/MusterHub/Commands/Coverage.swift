import MusterCore
import MusterSync

/// How much of the event the hub knows of: for each country whether it is heard, and how many people
/// are there.
///
/// A point is heard when the node that was admitted last for it, of those that were not revoked, was
/// heard less than a minute ago. A country is heard when every point of it that has a node is; never
/// heard when no node of it ever was, of those that count no more neither; else silent, and its numbers
/// are the last that are known.
nonisolated struct Coverage: Sendable {
  /// Whether anything comes from a country.
  enum Hearing: Sendable { case heard, silent, never }

  /// One country.
  struct Row: Sendable {
    var country: String
    /// Its names by language.
    var names: [String: String]
    /// Ids of the groups that it is in.
    var groups: [String]
    /// People whose home country it is.
    var registered = 0
    /// People inside at a point of it.
    var present = 0
    /// People whose counted point is in it.
    var attended = 0
    var hearing = Hearing.never
    /// Whether a point of it is open.
    var isOpen = false
    /// When it was last heard whole, ms: the oldest of its nodes' last words, or the newest of those that
    /// count no more where no other was heard yet; nil when never.
    var lastHeard: Int64?
    /// Ops that wait at its nodes, as far as they said.
    var pending: Int64 = 0
    /// Whether there is a link to every one of its points now, so that nothing waits there unsaid.
    var isLinked = false
    /// Of its points' last rehearsals the one that was longest ago; nil while a point has had none.
    var rehearsed: Rehearsed?

    /// One word for its state.
    var state: String {
      switch hearing {
      case .never: "never-heard"
      case .silent: "silent"
      case .heard: isOpen ? "open" : "closed"
      }
    }
  }

  /// A point that is open and was not heard for too long: somebody should call.
  struct Alarm: Sendable {
    var point: String
    var country: String
    /// How the people there are reached, as the list of points says; nil where it does not.
    var contact: String?
    /// When it was last heard, ms.
    var lastHeard: Int64
  }

  /// An open point that was not heard for so long is an alarm, unless told otherwise, ms.
  static let alarmAfterMs: Int64 = 300_000

  /// Hub time, ms.
  let time: Int64
  /// Open points that were not heard for too long, the longest silence first.
  private(set) var alarms: [Alarm] = []
  /// By country code.
  private(set) var rows: [Row]
  /// People inside.
  private(set) var present: Int
  /// People who were inside at some time.
  private(set) var attended: Int

  /// Looks at a state.
  ///
  /// - Parameters:
  ///   - now: hub time, ms.
  ///   - isRevoked: whether a node's rights have ended.
  ///   - alarmAfterMs: after so much silence an open point is an alarm.
  ///   - word: what a node last said; nil when it was never heard.
  init(
    _ fold: inout Fold, now: Int64, alarmAfterMs: Int64 = Coverage.alarmAfterMs,
    isRevoked: (NodeView) -> Bool, rehearsed: (KeyID) -> Rehearsed? = { _ in nil },
    word: (KeyID) -> NodeWord?
  ) {
    time = now
    let attendance = fold.attendance(now: now)
    present = attendance.total.present
    attended = attendance.total.attended
    let groups = fold.parts(.group)
    rows = fold.parts(.country).map { country in
      let around = groups.filter { $0.countries.contains(country.id) }.map(\.id)
      let more = country.groups.filter { !around.contains($0) }
      var row = Row(country: country.id, names: country.titles, groups: around + more)
      let figures = attendance.countries[country.id] ?? .init()
      row.registered = figures.registered
      row.present = figures.present
      row.attended = figures.attended
      return row
    }
    let newest = listen(&fold, isRevoked, word, alarmAfterMs)
    let byCountry = Dictionary(grouping: newest, by: \.admission.country)
    for index in rows.indices {
      let here = byCountry[rows[index].country, default: []].map { rehearsed($0.admission.keyID) }
      guard !here.contains(nil) else { continue }
      rows[index].rehearsed = here.compactMap(\.self).min { $0.at < $1.at }
    }
  }

  /// - Returns: of each point the node that counts.
  private mutating func listen(
    _ fold: inout Fold, _ isRevoked: (NodeView) -> Bool, _ word: (KeyID) -> NodeWord?,
    _ alarmAfterMs: Int64
  ) -> [NodeView] {
    var places: [String: Int] = [:]
    for (index, row) in rows.enumerated() { places[row.country] = index }
    let openPoints = fold.points().filter { $0.isOpen ?? false }
    let open = Set(openPoints.map(\.id))
    for point in openPoints {
      if let index = point.fields.country.flatMap({ places[$0] }) { rows[index].isOpen = true }
    }
    var newest: [String: (node: NodeView, isRevoked: Bool)] = [:]
    var counted: Set<KeyID> = []
    var ever: [Int: Int64] = [:]
    for node in fold.nodes() {
      let point = node.admission.point
      let isRevoked = isRevoked(node)
      if let index = places[node.admission.country], let word = word(node.admission.keyID) {
        ever[index] = max(ever[index] ?? word.at, word.at)
      }
      if !isRevoked, let index = places[node.admission.country] {
        // One node may have several admissions.
        if counted.insert(node.admission.keyID).inserted {
          rows[index].pending += word(node.admission.keyID)?.pending ?? 0
        }
        if open.contains(point) { rows[index].isOpen = true }
      }
      if let other = newest[point] {
        guard isRevoked == other.isRevoked else {
          if !isRevoked { newest[point] = (node, false) }
          continue
        }
        guard (other.node.at, other.node.op) < (node.at, node.op) else { continue }
      }
      newest[point] = (node, isRevoked)
    }
    judge(Array(newest.values), ever, places, word)
    for point in openPoints {
      guard let (node, isRevoked) = newest[point.id], !isRevoked else { continue }
      // A node that was never heard has opened its point by a bundle.
      let last = word(node.admission.keyID)?.at ?? point.since ?? time
      guard time - last >= alarmAfterMs else { continue }
      alarms.append(
        Alarm(
          point: point.id, country: node.admission.country, contact: point.fields.contact,
          lastHeard: last))
    }
    alarms.sort { ($0.lastHeard, $0.point) < ($1.lastHeard, $1.point) }
    return newest.values.map(\.node)
  }

  /// - Parameters:
  ///   - nodes: of each point the one that counts.
  ///   - ever: when a node of a country was last heard, whether it counts or not.
  private mutating func judge(
    _ nodes: [(node: NodeView, isRevoked: Bool)], _ ever: [Int: Int64], _ places: [String: Int],
    _ word: (KeyID) -> NodeWord?
  ) {
    var heard: [Int: [(isRevoked: Bool, word: NodeWord?)]] = [:]
    for (node, isRevoked) in nodes {
      guard let index = places[node.admission.country] else { continue }
      heard[index, default: []].append((isRevoked, word(node.admission.keyID)))
    }
    for (index, nodes) in heard {
      let times = nodes.compactMap(\.word?.at)
      guard let oldest = times.min() else {
        // Its machines are new: what is known of it came from those before them.
        guard let last = ever[index] else { continue }
        rows[index].lastHeard = last
        rows[index].hearing = .silent
        continue
      }
      rows[index].lastHeard = oldest
      let isHeard = nodes.allSatisfy { isRevoked, word in
        guard let word, !isRevoked else { return false }
        return time - word.at < NodeHearing.silentAfterMs
      }
      rows[index].hearing = isHeard ? .heard : .silent
      rows[index].isLinked = nodes.allSatisfy { $0.word?.isCurrent ?? false }
    }
  }

  /// The same, of some countries, or of some people in each: the sums are those of the rows.
  func limited(to rows: [Row]) -> Coverage {
    var part = self
    part.rows = rows
    let countries = Set(rows.map(\.country))
    part.alarms = alarms.filter { countries.contains($0.country) }
    part.present = rows.reduce(0) { $0 + $1.present }
    part.attended = rows.reduce(0) { $0 + $1.attended }
    return part
  }

  /// Countries that the event expects.
  var expected: Int { rows.count }
  /// Countries with an open point.
  var open: Int { rows.count { $0.isOpen } }
  /// Countries all of whose points are heard.
  var heard: Int { rows.count { $0.hearing == .heard } }
  /// Countries heard before, and not whole now.
  var silent: Int { rows.count { $0.hearing == .silent } }
  /// Countries never heard.
  var neverHeard: Int { rows.count { $0.hearing == .never } }
  /// Whether every country is heard, over a link that is open now, and nothing waits anywhere. A hub
  /// that has just come back may have heard all within the minute and still not know what waits.
  var isComplete: Bool {
    heard == expected && rows.allSatisfy { $0.isLinked && $0.pending == 0 }
  }
}
