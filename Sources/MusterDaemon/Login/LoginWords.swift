import MusterCommand
public import MusterSync

/// Answers about logins, in words for whoever gives them.
public enum LoginWords {
  /// What was done: a link, or an end.
  public static func lines(_ answer: JSONValue) -> [String] {
    let name = Terminal.plain(answer["name"]?.string ?? "")
    guard let link = answer["link"]?.string else { return ["\(name) is logged out for good."] }
    return [Terminal.plain(link), "For \(name) alone: it works once, within a day."]
  }

  /// All accounts.
  public static func table(_ accounts: [JSONValue], withRoles: Bool = false) -> [String] {
    guard !accounts.isEmpty else { return ["Nobody can log in yet."] }
    let columns = ["NAME", "LOGGED IN", "LINK"] + (withRoles ? ["ROLE"] : [])
    return TextTable(
      columns.map { TextTable.Column($0) },
      rows: accounts.map { account in
        [
          Terminal.plain(account["name"]?.string ?? ""), String(account["sessions"]?.integer ?? 0),
          account["link"]?.bool == true ? "not used yet" : "",
        ] + (withRoles ? [account["role"]?.string ?? ""] : [])
      }
    ).lines()
  }
}
