import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync
import MusterTrust

/// What makes a data folder a standby's: whom it follows, and where.
///
/// A JSON file beside the keys; its folder becomes a hub's when it is taken away.
struct StandbyFile {
  /// The event.
  var event: EventID
  /// Addresses of the hub, `host:port`, tried in order.
  var addresses: [String]
  /// The key of the hub that it stands by.
  var hub: Digest

  /// Reads the file; nil where the folder is no standby's.
  static func read(_ folder: HubFolder) throws(Failure) -> StandbyFile? {
    guard Files.exists(folder.standby) else { return nil }
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(folder.standby, atMostBytes: 65_536)
    }
    guard let value = try? JSONValue.read(bytes), let event = value["event"]?.identifier,
      let hub = value["hub"]?.digest, let addresses = value["addresses"]?.array
    else {
      throw .configuration("\(folder.standby) is damaged: make the standby anew.")
    }
    return StandbyFile(event: event, addresses: addresses.compactMap(\.string), hub: hub)
  }

  /// Writes the file.
  func write(to folder: HubFolder) throws(Failure) {
    let value: JSONValue = [
      "event": .id(event), "hub": .string(hub.hex),
      "addresses": .array(addresses.map { .string($0) }),
    ]
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array((value.compact + "\n").utf8), to: folder.standby)
    }
  }
}
