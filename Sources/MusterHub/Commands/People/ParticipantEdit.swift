import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A correction of a person, field by field: public ones into the line, private ones beside it.
///
/// A person of several participants is corrected where the person's value comes from. Values are read
/// as the cells of a roster are. Complaints never repeat a private value.
struct ParticipantEdit {
  /// A change names all those before it, in one line.
  private static let mostChanges = 400

  /// What one participant's put will set.
  private struct Change {
    var participant: ParticipantView
    var set: ParticipantChange
    var privates: [PrivateLine.Field] = []
  }

  /// Names of the fields that will be others than they are; none where all is as asked already.
  private(set) var changed: [String] = []

  private let id: String
  private let centre: Centre
  /// The participants of the person, in their order.
  private let members: [ParticipantView]
  private let takesNewFields: Bool
  private var ground: RosterGround
  private var changes: [Change] = []

  /// What to append: one put for each participant of whom something changes.
  var drafts: [Draft] {
    changes.map {
      Draft(.participantPut($0.set), participant: $0.participant.id, privates: $0.privates)
    }
  }

  /// Reads a correction.
  ///
  /// - Parameters:
  ///   - fields: their new values as texts; an empty one takes a value back.
  ///   - takesNewFields: whether a name that nobody knows becomes a private field.
  init(
    _ fields: [JSONMember], of id: String, at centre: Centre, takesNewFields: Bool
  ) throws(Failure) {
    self.id = id
    self.centre = centre
    self.takesNewFields = takesNewFields
    members = centre.replica.reading { fold in
      (fold.participant(id)?.members ?? []).compactMap { fold.participant($0) }
    }
    guard !members.isEmpty else { throw HubCommands.nobody(id) }
    ground = try RosterGround(centre.replica)
    guard !fields.isEmpty else { throw .usage("Say what to change: FIELD=VALUE.") }
    for field in fields {
      guard let value = field.value.string else {
        throw .usage("\(Terminal.plain(field.name)): write a text.")
      }
      try set(column(field.name), value)
    }
    try check()
  }

  private func column(_ name: String) throws(Failure) -> RosterColumn {
    if let column = RosterColumn.all.first(where: { $0.name == name }) { return column }
    guard takesNewFields || centre.replica.reading({ $0.isKnown(field: name) }) else {
      throw .badData(
        "Nobody has a field \(Terminal.plain(name)): is it spelt right? As a new field"
          + " (\(Argument.named("new_field"))) it becomes a private one.")
    }
    guard (1...64).contains(name.utf8.count), Form.isClean(name) else {
      throw .badData(
        "\(Terminal.plain(name)): a field's name has 1 to 64 bytes in one line.",
        code: .ofLength(name, 1...64))
    }
    return .extra(name)
  }

  private mutating func set(_ column: RosterColumn, _ text: String) throws(Failure) {
    let owner = members.owner(of: column.name) ?? members[0]
    if case .secret = column.field, owner.isErased {
      throw .refused(
        "\(column.name): \(Terminal.plain(owner.id)) is erased: no name, contact or other private"
          + " field is kept of them any more.")
    }
    if text.isEmpty, case .staysGiven = column.empty {
      throw .badData("\(column.name): it cannot be taken back: write another.")
    }
    switch column.reading(text, &ground) {
    case .value(let value):
      if column.name == "kind", case .text(let kind) = value {
        let known = centre.replica.reading { fold in fold.knownKinds() }
        try PersonForm.checkKind(kind, among: known)
      }
      try set(column, value, of: owner)
    case .mistake(let words): throw .badData("\(column.name): \(words).")
    }
  }

  private mutating func set(
    _ column: RosterColumn, _ value: FieldValue, of owner: ParticipantView
  ) throws(Failure) {
    let secrets = try Failure.storing { () throws(StoreError) in
      try centre.replica.privateValues(of: owner)
    }
    let known = RosterField.Known(view: owner, secrets: secrets)
    // What stands in a line that is not held may be anything.
    let isHeld = owner.privateFields[column.name] == nil || secrets[column.name] != nil
    if isHeld, column.field.areSame(value, column.field.value(in: known)) { return }
    changed.append(column.name)
    let place = changes.firstIndex { $0.participant.id == owner.id } ?? changes.endIndex
    if place == changes.endIndex { changes.append(try begun(owner)) }
    var change = changes[place]
    column.field.set(value, in: &change.set, &change.privates)
    changes[place] = change
  }

  private func begun(_ owner: ParticipantView) throws(Failure) -> Change {
    guard owner.puts.count <= Self.mostChanges else {
      throw .refused(
        "\(owner.id) was changed more than \(Self.mostChanges) times: merge it with a new one.")
    }
    return Change(participant: owner, set: ParticipantChange(base: owner.puts))
  }

  private func check() throws(Failure) {
    for change in changes {
      let participant = change.participant
      if !participant.isRegistered, participant.home == nil, change.set.country == nil {
        throw .refused(
          "\(participant.id) is on no roster: say country=CC too, which becomes the home country.")
      }
    }
    let whole = centre.replica.reading { fold in fold.whole(id) }
    let from = changes.lazy.compactMap(\.set.validFrom).first ?? whole?.validFrom ?? 0
    let until = changes.lazy.compactMap(\.set.validUntil).first ?? whole?.validUntil
    if let until, until < from { throw .badData("valid_until: it is before valid_from.") }
  }
}
