import MusterCore

/// “Participants” of `Protocol/5-state.md`: those that exist, and their fields.
nonisolated struct Participants {
  struct Participant {
    var id: String
    var home: String?
    /// Each field that was ever set, with the put that won.
    var fields: [Text: Operation]
    /// Whether a put of it stands.
    var isRegistered: Bool
  }

  private(set) var all: [String: Participant] = [:]
  /// Every `edit-edit`.
  private(set) var edits: [Conflict] = []

  init(_ authority: Authority, _ times: Times, _ voids: Voids, _ resolutions: Resolutions) {
    let operations = authority.counting.map(\.operation)
    let mistake = authority.mistake
    for name in Set(operations.compactMap(\.namedParticipant)) {
      let puts = operations.filter {
        $0.namedParticipant == name && $0.put != nil
          && (!voids.takenBack.contains($0.id) || mistake == .keepsTheFieldsOfVoidedPuts)
      }
      var fields: [Text: Operation] = [:]
      for field in Set(puts.flatMap { $0.participantFields.keys }) {
        let live = Participants.live(field, puts, mistake)
        fields[field] = times.latest(live)
        guard let edit = Participants.edit(name, field, live, times, mistake) else { continue }
        let settled = resolutions.settled(edit)
        edits.append(settled)
        if !settled.isOpen && mistake != .letsTheLatestEditWin {
          fields[field] = live.first { "op:" + $0.id.hex == settled.outcome } ?? fields[field]
        }
      }
      all[name] = Participant(
        id: name, home: authority.homeCountry(of: name), fields: fields,
        isRegistered: !puts.isEmpty)
    }
  }

  private static func live(
    _ field: Text, _ puts: [Operation], _ mistake: Mistake?
  ) -> [Operation] {
    let setting = puts.filter { $0.participantFields[field] != nil }
    return setting.filter { candidate in
      mistake == .ignoresBase
        || !setting.contains { $0.put?.base.contains(candidate.id) == true }
    }
  }

  private static func edit(
    _ participant: String, _ field: Text, _ live: [Operation], _ times: Times, _ mistake: Mistake?
  ) -> Conflict? {
    guard live.count > 1, let latest = times.latest(live) else { return nil }
    let values = live.compactMap { $0.participantFields[field] }
    let areSame = Set(values).count == 1 && values.first != .secret
    guard !areSame || mistake == .findsEditsOfOneValue else { return nil }
    return Conflict(
      type: "edit-edit", subject: [participant, field.string], evidence: Set(live.map(\.id)),
      choices: Set(live.map { "op:" + $0.id.hex }), outcome: "op:" + latest.id.hex)
  }
}

/// What a put sets a field of a participant to.
nonisolated enum FieldValue: Hashable {
  case text(Text)
  case moment(Int64)
  case truth(Bool)
  case texts([Text])
  /// Something in a private line.
  case secret
}

nonisolated extension Operation {
  /// The fields that a `participant.put` sets, with their values.
  var participantFields: [Text: FieldValue] {
    guard let change = put else { return [:] }
    var values: [Text: FieldValue] = [:]
    let inPublic = [
      "body", "cancelled", "country", "extra_doors", "kind", "language", "pending", "point",
      "valid_from", "valid_until", "withdrawn_doors",
    ]
    for name in fields where !inPublic.contains(name) { values[Text(name)] = .secret }
    func set(_ name: String, _ value: FieldValue?) {
      if let value { values[Text(name)] = value }
    }
    func set(_ name: String, _ value: String?) { set(name, value.map { .text(Text($0)) }) }
    func set(_ name: String, _ value: [String]?) { set(name, value.map { .texts(Text.all($0)) }) }
    set("kind", change.kind)
    set("country", change.country)
    set("point", change.point)
    set("body", change.body)
    set("language", change.language)
    set("valid_from", change.validFrom.map { .moment($0) })
    set("valid_until", change.validUntil.map { .moment($0) })
    set("pending", change.pending.map { .truth($0) })
    set("cancelled", change.cancelled.map { .truth($0) })
    set("extra_doors", change.extraDoors)
    set("withdrawn_doors", change.withdrawnDoors)
    return values
  }
}
