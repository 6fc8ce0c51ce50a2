import Glibc
import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Makes a standby's folder the hub's.
struct Promotion {
  let folder: HubFolder
  /// By which address nodes reach it from now on.
  let address: String

  func run() throws(Failure) -> JSONValue {
    do throws(TrustError) { _ = try JoinCode(address: address) } catch {
      throw .usage("--address \(Terminal.plain(address)): write HOST:PORT as nodes reach it.")
    }
    guard let file = try StandbyFile.read(folder) else {
      throw .configuration("\(folder.path) is no standby's folder: there is nothing to promote.")
    }
    guard Files.exists(folder.database) else {
      throw .configuration(
        "This standby has never followed its hub and holds nothing. Restore a backup of the hub"
          + " instead: muster-hub restore.")
    }
    let lock = try Failure.connecting { () throws(NetError) in
      try InstanceLock(path: folder.lock)
    }
    defer { withExtendedLifetime(lock) {} }
    let place = try Failure.storing { () throws(StoreError) in
      let replica = try Replica(at: folder.database, event: file.event, as: .standby)
      try replica.promote()
      try replica.settings.set(.address, to: address)
      let place = replica.position.place
      try replica.close()
      return place
    }
    // Before the folder is a hub's: without it the old hub would not learn that it is none any more.
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array((file.hub.hex + "\n").utf8), to: folder.replaces)
    }
    guard unsafe unlink(folder.standby) == 0 else {
      throw .inputOutput("\(folder.standby) cannot be removed: is it yours?")
    }
    return ["event": .id(file.event), "place": .integer(place), "address": .string(address)]
  }
}
