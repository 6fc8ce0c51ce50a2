import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Somebody who is on no roster and is registered at the door.
struct WalkIn {
  /// The person's name, and where the person is reached.
  let contact: Contact
  /// Fields of the public line.
  private let change: ParticipantChange
  /// Fields of the private line.
  private let privates: [PrivateLine.Field]

  /// Reads `name`, and where they are given `kind`, `email`, `phone`, `body` and `language`.
  init(_ body: RequestBody, at node: Node) throws(Failure) {
    guard let name = try body.text("name") else {
      throw .usage("A walk-in needs a “name”.")
    }
    contact = Contact(
      name: name, email: try body.text("email"), phone: try body.text("phone"))
    var fields = [PrivateLine.Field(name: "name", value: name)]
    for field in ["email", "phone"] {
      if let value = try body.text(field) {
        fields.append(PrivateLine.Field(name: field, value: value))
      }
    }
    privates = fields
    change = ParticipantChange(
      kind: try body.text("kind", atMostBytes: 64) ?? PersonCheck.guest,
      country: node.enrolment.admission.country, point: node.point, body: try body.text("body"),
      language: try body.text("language", atMostBytes: 8)?.lowercased())
    try Self.check(change, contact, at: node)
  }

  private static func check(
    _ change: ParticipantChange, _ contact: Contact, at node: Node
  ) throws(Failure) {
    let said = [
      ("name", contact.name), ("email", contact.email), ("kind", change.kind),
      ("language", change.language),
    ]
    for (name, value) in said {
      if let value { try PersonCheck.check(name, value, node) }
    }
  }

  /// The op that creates the person, whose id the person then has.
  func draft(by: String?) -> Draft {
    Draft(.participantPut(change), by: by, privates: privates)
  }
}
