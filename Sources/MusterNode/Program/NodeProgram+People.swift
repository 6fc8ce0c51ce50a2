import MusterCommand

/// Commands about one person at a time.
extension NodeProgram {
  static let people = [
    Command(
      "desk", "who may work at this node in a browser",
      commands: [
        Command(
          "add", "makes a link by which a desk logs in, once and within a day",
          arguments: [.init("NAME", "what the record calls it, as in entrance-1")],
          notes: ["Of a desk that is there, a link for one more browser."]),
        Command("list", "shows all desks"),
        Command(
          "remove", "logs a desk out everywhere, for good",
          arguments: [.init("NAME", "as it is listed")]),
      ]),
    Command("show", "shows all that is known of a person", arguments: [.init("ID", anID)]),
    Command(
      "edit", "corrects what is known of a person of this country",
      arguments: [
        .init("ID", anID), .init("FIELD=VALUE", "a field and its new value", count: .many),
      ],
      options: [by],
      notes: [
        "Fields: name, email, phone, kind, point, body, language, and columns of the roster.",
        "Example: muster-node edit p-02749 phone=+212511223344 \"name=Amina Haddad\"",
      ]),
    Command(
      "merge", "says that participants of this country are one person",
      arguments: [.init("ID", "their ids, two or more", count: .many)], options: [by]),
    Command(
      "unmerge", "makes a participant a person of its own again",
      arguments: [.init("ID", "its id; or that of a merge, to take back that one alone")],
      options: [by]),
    Command(
      "different", "says that two who look like one are different people",
      arguments: [.init("ID", "the first one's id"), .init("OTHER", "the other one's id")],
      options: [by]),
  ]

  private static let anID = "a participant's id, as search shows it"
}
