import MusterCommand
import MusterDaemon

extension HubFolder {
  /// What is said when the room that was kept is let go.
  static let reserveWords =
    "the disk is full: the room that was kept for it is in use now. Make room at once: when that is"
    + " used up too, the hub can neither begin nor be looked at"

  /// Opens the data. Even reading needs some pages of the disk: where it has none, with the room that was
  /// kept.
  func opening<Value>(
    _ open: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    do throws(Failure) { return try open() } catch {
      guard error.isDiskFull, DiskReserve(at: reserve).release() else { throw error }
      Terminal.error("muster-hub: \(Self.reserveWords)")
      return try open()
    }
  }

  /// What is in the folder, to be read only, while a daemon may go on with it.
  func centre() throws(Failure) -> Centre {
    try opening { () throws(Failure) in try Centre(reading: self) }
  }
}
