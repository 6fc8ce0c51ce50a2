import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Who may log in to the hub's HTTP.
extension HubCommands {
  /// Logins to this hub.
  var logins: Logins {
    Logins(
      centre.replica.accounts, identity: centre.keys.event.hex,
      howToAdd: "muster-hub operator add NAME --role ROLE", clock: centre)
  }

  /// Adds an operator or gives one another role, and a link: `{"name": text, "role": text}`.
  func addOperator(_ body: JSONValue) throws(Failure) -> JSONValue {
    guard let role = Role(rawValue: try body.argument("role")) else {
      let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage("role: write one of \(roles).")
    }
    let last = try Failure.storing { () throws(StoreError) in
      try centre.replica.settings.text(.page)
    }
    return try logins.add(
      body, role: role,
      page: centre.addresses?.web.page ?? last ?? "http://\(HubProgram.standardHTTP)")
  }
}

extension Centre: LoginClock {
  func stamp() -> Accounts.Stamp { Accounts.Stamp(at: now()) }

  func age(of stamp: Accounts.Stamp) -> Int64 { now() - stamp.at }
}
