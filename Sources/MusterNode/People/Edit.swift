import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A correction of what is known of a person, as a desk asks for it.
///
/// A person of several participants is corrected where the person's value comes from.
struct Edit {
  /// Fields that a desk may set and everybody may read.
  private static let open = ["kind", "point", "body", "language"]
  private static let contact = ["name", "email", "phone"]
  /// Fields on which admission hangs: only the centre sets them.
  private static let ofTheCentre = [
    "country", "valid_from", "valid_until", "pending", "cancelled", "extra_doors",
    "withdrawn_doors",
  ]
  private static let neverEmpty = ["name", "kind", "point"]
  /// So many earlier puts fit into the line of one more.
  private static let mostPuts = 400

  /// What one participant's put will set.
  struct Change {
    var participant: String
    var fields: [String]
    var draft: Draft
  }

  private let node: Node
  private let members: [ParticipantView]
  private let values: [(name: String, value: String)]

  /// Checks what is asked for.
  ///
  /// - Parameter id: a participant who is known here.
  init(_ asked: [(name: String, value: String)], of id: String, at node: Node) throws(Failure) {
    self.node = node
    members = node.replica.reading { fold in
      (fold.participant(id)?.members ?? []).compactMap { fold.participant($0) }
    }
    var values: [(name: String, value: String)] = []
    for (name, value) in asked {
      guard !values.contains(where: { $0.name == name }) else {
        throw .usage("Say “\(name)” only once.")
      }
      try Self.check(name, value, members, node)
      values.append((name, name == "language" ? value.lowercased() : value))
    }
    self.values = values
    for (name, _) in values where !Self.open.contains(name) && owner(of: name).isErased {
      throw .refused(
        "“\(name)”: \(owner(of: name).id) is erased: no name, contact or other private field is kept of"
          + " them any more.")
    }
  }

  /// What must be recorded: one put for each participant that something changes of; none where all is
  /// as asked already.
  ///
  /// - Parameter held: the person's private values that are held here.
  func changes(by: String?, held: [String: String]) throws(Failure) -> [Change] {
    var asked: [String: [(name: String, value: String)]] = [:]
    for (name, value) in values where current(name, held) != value {
      asked[owner(of: name).id, default: []].append((name, value))
    }
    var changes: [Change] = []
    for member in members {
      guard let values = asked[member.id] else { continue }
      try node.checkIsAtHome(member.id)
      changes.append(try change(member.id, values, by: by))
    }
    return changes
  }

  private func change(
    _ id: String, _ values: [(name: String, value: String)], by: String?
  ) throws(Failure) -> Change {
    let fields = values.map(\.name)
    // All that this node knows of, its own that the hub has not seen too.
    let base = node.replica.reading { fold in fold.puts(of: id, setting: fields) }
    guard base.count <= Self.mostPuts else {
      throw .refused("\(id) was changed more than \(Self.mostPuts) times: ask the centre.")
    }
    var change = ParticipantChange(base: base)
    var privates: [PrivateLine.Field] = []
    for (name, value) in values {
      switch name {
      case "kind": change.kind = value
      case "point": change.point = value
      case "body": change.body = value
      case "language": change.language = value
      default: privates.append(PrivateLine.Field(name: name, value: value))
      }
    }
    return Change(
      participant: id, fields: fields,
      draft: Draft(.participantPut(change), by: by, participant: id, privates: privates))
  }

  // MARK: What is there

  private func owner(of name: String) -> ParticipantView {
    members.owner(of: name) ?? members[0]
  }

  private static func value(_ name: String, _ member: ParticipantView) -> String? {
    switch name {
    case "kind": member.kind
    case "point": member.point
    case "body": member.body
    case "language": member.language
    default: nil
    }
  }

  private func current(_ name: String, _ held: [String: String]) -> String? {
    Self.open.contains(name) ? Self.value(name, owner(of: name)) : held[name]
  }

  // MARK: What may be asked

  private static func check(
    _ name: String, _ value: String, _ members: [ParticipantView], _ node: Node
  ) throws(Failure) {
    guard !ofTheCentre.contains(name) else {
      throw .refused("Only the centre can change “\(name)”: ask it to.")
    }
    if !open.contains(name), !contact.contains(name),
      !node.replica.reading({ $0.isKnown(field: name) })
    {
      let names = (contact + open).joined(separator: ", ")
      throw .badData(
        "Nobody has a field “\(name)”. The fields are: \(names), and columns of the roster.")
    }
    if value.isEmpty, neverEmpty.contains(name) {
      throw .badData("“\(name)” cannot be empty.")
    }
    if name == "point" { try checkPoint(value, node) }
    if !value.isEmpty { try PersonCheck.check(name, value, node) }
  }

  private static func checkPoint(_ id: String, _ node: Node) throws(Failure) {
    let points = node.replica.reading { fold in
      fold.points().filter { $0.fields.country == node.country }.map(\.id)
    }
    guard points.contains(id) else {
      throw .badData(
        "There is no point “\(id)” in \(node.country). Its points are: "
          + "\(points.joined(separator: ", ")).")
    }
  }
}
