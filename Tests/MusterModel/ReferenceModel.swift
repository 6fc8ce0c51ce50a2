package import MusterCore

/// # The fold, as its page says it
///
/// `Protocol/5-state.md` read aloud: from a whole set of elements to its canonical lines, from
/// scratch, with filters and sets, one file for each section. Slow and obvious on purpose, and
/// written without a look at the incremental fold, with which it shares nothing but the values. What
/// the two agree on in thousands of generated sets is what the page says.
package nonisolated struct ReferenceModel {
  let authority: Authority
  let times: Times
  let voids: Voids
  let places: Places
  let persons: Persons
  let participants: Participants
  let owners: Owners
  let erasures: Erasures
  let blocks: Blocks
  let programme: Programme
  let presence: Presence
  let conflicts: Conflicts

  /// Folds a set; with a mistake, wrongly.
  package init(_ elements: [Element], mistake: Mistake? = nil) {
    var set = Element.united(elements)
    if mistake == .keepsOneOpForEachNumber { set = ReferenceModel.oneForEachNumber(set) }
    authority = Authority(set, mistake)
    times = Times(authority)
    voids = Voids(authority, times)
    let operations = authority.counting.map(\.operation)
    places = Places(operations, times, mistake)
    programme = Programme(operations, times, voids, places, mistake)
    let resolutions = Resolutions(operations, times, mistake)
    persons = Persons(operations, mistake)
    participants = Participants(authority, times, voids, resolutions)
    owners = Owners(operations, times, persons, mistake)
    erasures = Erasures(authority, times, persons, owners)
    blocks = Blocks(operations, times, persons, owners, mistake)
    presence = Presence(operations, times, voids, places.days, owners, mistake)
    let faults = AdmissionFaults(
      operations: operations, times: times, voids: voids, places: places,
      people: People(persons, participants, mistake), owners: owners, blocks: blocks,
      presence: presence, mistake: mistake)
    conflicts = Conflicts(faults, participants.edits, resolutions)
  }

  /// A conflict, as a generator of resolutions wants it.
  package struct Dispute: Sendable {
    package var type: String
    package var subject: [String]
    package var evidence: [OpID]
    package var choices: [String]
  }

  /// The conflicts, in a stable order.
  package var disputes: [Dispute] {
    conflicts.all.map { conflict in
      Dispute(
        type: conflict.type, subject: conflict.subject, evidence: conflict.evidence.sorted(),
        choices: conflict.choices.sorted())
    }.sorted { a, b in
      Text.all([a.type] + a.subject).lexicographicallyPrecedes(Text.all([b.type] + b.subject))
    }
  }

  /// Who is erased, and the ops whose private line is.
  package var erased: (participants: Set<String>, ops: Set<OpID>) {
    (erasures.participants, erasures.ops)
  }

  /// The canonical lines, sorted bytewise.
  package var lines: [String] {
    let lines =
      authorityLines + eventLines + programmeLines + personLines + presenceLines + conflictLines
    return lines.map { Text($0) }.sorted().map(\.string)
  }

  /// The bytes whose SHA-256 is the state digest.
  package var canonical: String { lines.joined(separator: "\n") }

  private static func oneForEachNumber(_ set: [Element]) -> [Element] {
    var taken: Set<String> = []
    return set.compactMap { element in
      let kept = element.placements.filter { placement in
        let writer = placement.writer
        return taken.insert("\(writer.node.hex) \(writer.epoch.hex) \(placement.n)").inserted
      }
      return kept.isEmpty ? nil : Element(element.operation, kept)
    }
  }
}
