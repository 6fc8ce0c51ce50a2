import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Which desks may use the node's HTTP.
extension NodeCommands {
  /// Logins to this node.
  var logins: Logins {
    Logins(
      node.replica.accounts, identity: node.key.id.hex, howToAdd: "muster-node desk add NAME",
      clock: node)
  }

  /// Adds a desk or gives one a new link. Every desk may do all that is done at a desk.
  func addDesk(_ body: JSONValue) throws(Failure) -> JSONValue {
    let last = try Failure.storing { () throws(StoreError) in
      try node.replica.settings.text(.page)
    }
    return try logins.add(
      body, role: .run, page: places?.page ?? last ?? "http://\(NodeProgram.standardHTTP)")
  }
}

extension Node: LoginClock {
  func stamp() -> Accounts.Stamp {
    Accounts.Stamp(at: now(), boot: boot, mono: BootClock.microseconds())
  }

  /// By the boot clock as long as the machine runs; else by what marks of that boot have shown.
  func age(of stamp: Accounts.Stamp) -> Int64 {
    if stamp.boot == boot { return (BootClock.microseconds() - stamp.mono) / 1000 }
    let marked = replica.reading { fold in
      fold.time(node: key.id, boot: stamp.boot, mono: stamp.mono)
    }
    return now() - (marked?.ms ?? stamp.at)
  }
}
