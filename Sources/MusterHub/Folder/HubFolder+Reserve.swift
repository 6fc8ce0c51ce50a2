import MusterCommand
import MusterDaemon

extension HubFolder {
  /// What is said when the room that was kept is let go.
  static let reserveWords =
    "the disk is full: the room that was kept for it is in use now. Make room at once: when that is"
    + " used up too, the hub can neither begin nor be looked at"

  /// Opens the data; where the disk has no room even for that, with what was kept.
  func opening<Value>(
    _ open: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try DiskReserve(at: reserve).using(open) {
      Terminal.error("muster-hub: \(Self.reserveWords)")
    }
  }

  /// What commands read, beside whoever holds the folder.
  func reading() throws(Failure) -> Centre {
    try opening { () throws(Failure) in try Centre(reading: self) }
  }
}
