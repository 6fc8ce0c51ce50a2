import MusterCore

/// What is known of a person: of all its participants together.
nonisolated struct People {
  let persons: Persons
  private let participants: Participants
  private let mistake: Mistake?

  init(_ persons: Persons, _ participants: Participants, _ mistake: Mistake?) {
    self.persons = persons
    self.participants = participants
    self.mistake = mistake
  }

  /// The put that won a field of a person: that of the first of its participants that has it.
  func put(_ field: String, of person: String) -> Operation? {
    var members = persons.members(of: person)
    if mistake == .takesFieldsFromTheLast { members.reverse() }
    return members.lazy.compactMap { participants.all[$0]?.fields[Text(field)] }.first
  }

  func value(_ field: String, of person: String) -> FieldValue? {
    put(field, of: person)?.participantFields[Text(field)]
  }

  func isRegistered(_ person: String) -> Bool {
    let members = mistake == .asksTheNameOnly ? [person] : persons.members(of: person)
    return members.contains { participants.all[$0]?.isRegistered == true }
  }
}
