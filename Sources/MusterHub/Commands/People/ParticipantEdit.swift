import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A correction of a participant, field by field: public ones into the line, private ones beside it.
///
/// Cells are read as those of a roster are. Complaints never repeat a private value.
struct ParticipantEdit {
  /// A change names all those before it, in one line.
  private static let mostChanges = 400

  /// What the line says.
  private(set) var change: ParticipantChange
  /// What the private line says.
  private(set) var privates: [PrivateLine.Field] = []

  private let id: String
  private let known: ParticipantView
  private let takesNewFields: Bool
  private var ground: RosterGround

  /// Reads a correction.
  ///
  /// - Parameters:
  ///   - fields: their new values as texts; an empty one takes a value back.
  ///   - takesNewFields: whether a name that nobody knows becomes a private field.
  init(
    _ fields: [JSONMember], of known: ParticipantView, at centre: Centre, takesNewFields: Bool
  ) throws(Failure) {
    id = known.id
    self.known = known
    self.takesNewFields = takesNewFields
    ground = try RosterGround(centre.replica)
    change = ParticipantChange(base: known.puts)
    guard known.puts.count <= Self.mostChanges else {
      throw .refused(
        "\(id) was changed more than \(Self.mostChanges) times: merge it with a new one.")
    }
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
    let isKnown = known.privateFields[name] != nil || known.erasedFields.contains(name)
    guard isKnown || takesNewFields else {
      throw .usage(
        "\(id) has no field \(Terminal.plain(name)): is it spelt right? With --new-field it becomes"
          + " a private one.")
    }
    guard (1...64).contains(name.utf8.count), Form.isClean(name) else {
      throw .usage("\(Terminal.plain(name)): a field's name has 1 to 64 bytes in one line.")
    }
    return .extra(name)
  }

  private mutating func set(_ column: RosterColumn, _ text: String) throws(Failure) {
    if case .secret = column.field, known.isErased {
      throw .refused(
        "\(column.name): \(Terminal.plain(id)) is erased: no name, contact or other private field is"
          + " kept of them any more.")
    }
    if text.isEmpty, case .staysGiven = column.empty {
      throw .badData("\(column.name): it cannot be taken back: write another.")
    }
    switch column.reading(text, &ground) {
    case .value(let value): column.field.set(value, in: &change, &privates)
    case .mistake(let words): throw .badData("\(column.name): \(words).")
    }
  }

  private func check() throws(Failure) {
    if !known.isRegistered, known.home == nil, change.country == nil {
      throw .refused("\(id) is on no roster: say country=CC too, which becomes the home country.")
    }
    let from = change.validFrom ?? known.validFrom ?? 0
    if let until = change.validUntil ?? known.validUntil, until < from {
      throw .badData("valid_until: it is before valid_from.")
    }
  }
}
