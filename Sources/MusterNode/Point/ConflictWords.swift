/// Conflicts by what they are to a volunteer.
enum ConflictWords {
  /// In words that begin small; a type that this program does not know, as it is called.
  static func of(_ type: String) -> String {
    switch type {
    case "double-presence": "inside at two points at once"
    case "admitted-unentitled": "let in whom the door's rule refuses"
    case "edit-edit": "changed at two places, each otherwise"
    case "unknown-ticket": "a ticket of nobody on the list"
    case "possible-duplicate": "perhaps the same person as somebody else"
    default: type
    }
  }
}
