import MusterCore
import MusterDaemon
import MusterStore

/// What a desk may write of a person, whether it registers or corrects.
enum PersonCheck {
  /// Kind of who is registered at a door, where nobody says another.
  static let guest = "guest"

  /// Refuses a value that its field cannot have.
  ///
  /// - Parameter value: not empty.
  static func check(_ name: String, _ value: String, _ node: Node) throws(Failure) {
    switch name {
    case "name" where !PersonForm.isVisible(value):
      throw .badData("Nothing of this “name” can be seen: write it with letters.")
    case "email" where !PersonForm.isEmail(value):
      throw .badData("“email” is no email address: write one like amina@example.org.")
    case "language" where !PersonForm.isLanguage(value.lowercased()):
      throw .badData("“language” has two or three letters, as in fr.")
    case "kind" where value != guest:
      let known = node.replica.reading { fold in fold.knownKinds() }
      try PersonForm.checkKind(value, among: known)
    default: break
    }
  }
}
