import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Makes the folder of a standby, on a machine that has the hub's data and the event's root key.
///
/// The standby gets a hub key of its own, certified by the root, and the key that signs tickets; the
/// folder is then carried to its machine like a backup.
struct StandbyMaking {
  let folder: HubFolder
  let target: HubFolder
  let rootPath: String

  func run() throws(Failure) -> JSONValue {
    guard !Files.exists(target.path) else {
      throw .cannotCreate("\(target.path) is there already: name a folder that is not.")
    }
    try Backup.check(target.path, isOutside: folder.path)
    let keys = try HubKeys.read(from: folder)
    let root = try rootKey(of: keys.event)
    let hubAddress = try address(of: keys.event)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(target.path) }
    let standby = try HubKeys.makeStandby(of: keys, root: root, in: target)
    try StandbyFile(event: keys.event, addresses: [hubAddress], hub: keys.hub.publicKey)
      .write(to: target)
    for (from, to) in [(folder.revoked, target.revoked), (folder.erased, target.erased)]
    where Files.exists(from) {
      try Failure.commanding { () throws(CommandError) in try Files.copy(from, to: to) }
    }
    return [
      "event": .id(keys.event), "path": .string(target.path), "hub": .string(hubAddress),
      "key": .string(standby.hub.publicKey.hex),
    ]
  }

  private func rootKey(of event: EventID) throws(Failure) -> SigningKey {
    let seed: Seed
    do throws(TrustError) { seed = try KeyFile.read(.signing, at: rootPath) } catch {
      throw .configuration(
        "\(error.message) The event's root key makes a standby: give --root FILE from where you keep"
          + " it.")
    }
    let root = SigningKey(seed: seed)
    guard root.id == event else {
      throw .configuration("\(rootPath) is the root key of another event.")
    }
    return root
  }

  /// By which address nodes reach the hub, which is also the standby's way to it.
  private func address(of event: EventID) throws(Failure) -> String {
    try Failure.storing { () throws(StoreError) in
      let replica = try Replica(at: folder.database, event: event, as: .reader)
      return try replica.settings.text(.address) ?? "127.0.0.1:7575"
    }
  }
}
