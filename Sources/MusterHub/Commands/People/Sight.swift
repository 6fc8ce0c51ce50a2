/// What somebody is shown of people's private lines.
enum Sight {
  /// Everything: contacts, fields of the roster's own, answers at doors.
  case all
  /// Names, which are for every screen on a wall.
  case names

  /// Whether a private field is shown.
  func shows(_ field: String) -> Bool { self == .all || field == "name" }
}
