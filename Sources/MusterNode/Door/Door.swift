import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A door of the node's point: decides who comes in, and records what happened there.
///
/// The decision is the protocol's (`Protocol/5-state.md`): the same at every desk, with the hub or
/// without it. What is answered is on the disk before it is answered.
struct Door {
  let node: Node
  /// The door's id.
  let name: String
  /// Who stands there, for the record.
  let by: String?

  /// Finds a door of the event; the first one where none is named.
  init(_ name: String?, of node: Node, by: String?) throws(Failure) {
    let doors = node.replica.reading { fold in fold.parts(.door).map(\.id) }
    self.node = node
    self.by = by
    if let name {
      guard doors.contains(name) || (doors.isEmpty && name == "main") else {
        let known = doors.isEmpty ? "main" : doors.joined(separator: ", ")
        throw .badData("There is no door “\(name)”. The doors are: \(known).")
      }
      self.name = name
    } else {
      self.name = doors.contains("main") ? "main" : doors.first ?? "main"
    }
  }

  private var point: String { node.point }

  /// What a check-in led to.
  struct Entry {
    var verdict: Verdict
    var written: Node.Written
    /// People inside at the point once it is recorded.
    var present: Int
  }

  /// Judges somebody who wants to come in, and writes what will be recorded.
  func checkIn(_ visitor: Visitor) -> Entry {
    let now = node.now()
    let verdict = verdict(for: visitor, now: now)
    var present = node.present(now: now)
    let act: Act
    switch verdict {
    case .admitted, .repeat:
      let person = visitor.participant ?? ""
      let base = node.replica.reading { fold in fold.participant(person)?.blocks.map(\.id) ?? [] }
      act = .checkin(CheckIn(door: name, base: base.sorted(), serial: visitor.serial))
      if case .admitted = verdict, inside(person, now: now).isEmpty { present += 1 }
    case .refused(let reason):
      act = .refusal(door: name, reason: reason.rawValue)
    }
    let written = node.write(
      Draft(act, by: by, point: point, participant: named(visitor, verdict)))
    return Entry(verdict: verdict, written: written, present: present)
  }

  /// Whether somebody is known, if only because this node registered the person.
  func knows(_ visitor: Visitor) -> Bool {
    guard let id = visitor.participant else { return false }
    return node.replica.reading { fold in
      fold.participant(id) != nil
        || OpID(id).flatMap { fold.operationInfo($0) }?.kind == "participant.put"
    }
  }

  private func verdict(for visitor: Visitor, now: Int64) -> Verdict {
    // Before the log has come no op of this node counts, not even that of the person at the door.
    if node.knowsNobody { return .admitted(isNamed: true) }
    guard let shown = visitor.shown else { return .refused(.unknown) }
    guard visitor.participant != nil || shown != .nothing else { return .refused(.unknown) }
    return node.replica.reading { fold in
      fold.verdict(
        for: visitor.participant ?? "", showing: shown, point: point, door: name, now: now)
    }
  }

  /// Whom the op names: nobody of whom only an unchecked text speaks, for an op that names somebody
  /// makes that id a known one.
  private func named(_ visitor: Visitor, _ verdict: Verdict) -> String? {
    if case .refused(let reason) = verdict, reason != .blocked { return nil }
    return visitor.participant
  }

  /// What a check-out led to.
  struct Leaving {
    /// Whether nobody had checked the person in by this door.
    var isOrphan: Bool
    var written: Node.Written
    /// People inside at the point once it is recorded.
    var present: Int
  }

  /// Writes that somebody leaves; who is inside by another door of the point leaves by that one,
  /// unless the desk has named a door.
  func checkOut(_ participant: String, doorIsNamed: Bool) -> Leaving {
    let now = node.now()
    let stays = inside(participant, now: now)
    let here = stays.filter { $0.point == point }
    let door =
      doorIsNamed || here.contains { $0.door == name } ? name : here.first?.door ?? name
    let isOrphan = !here.contains { $0.door == door }
    var present = node.present(now: now)
    if !isOrphan, here.count == 1, stays.first?.point == point { present = max(0, present - 1) }
    let written = node.write(
      Draft(.checkout(door: door), by: by, point: point, participant: participant))
    return Leaving(isOrphan: isOrphan, written: written, present: present)
  }

  private func inside(_ participant: String, now: Int64) -> [PresenceInterval] {
    node.inside(participant, now: now)
  }
}
