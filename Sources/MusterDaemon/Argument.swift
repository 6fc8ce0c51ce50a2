/// An argument of a command in words to a person, who may have sent it over HTTP or typed it.
///
/// A member of a body and an option on the command line have one name, spelt in two ways.
public nonisolated enum Argument {
  /// `new_field, on the command line --new-field`.
  public static func named(_ member: String) -> String {
    let option = String(member.map { $0 == "_" ? "-" : $0 })
    return "\(member), on the command line --\(option)"
  }
}
