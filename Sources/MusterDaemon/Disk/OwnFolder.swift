import MusterCommand

/// A daemon's data folder, as the place where no command writes what a person asked for: one slip, and
/// a file of that name would stand where the log or a key stood.
public enum OwnFolder {
  /// Refuses a path that leads into a data folder, by whatever names.
  public static func check(_ path: String, isOutside folder: String) throws(Failure) {
    guard Files.isInside(path, folder) else { return }
    throw .usage(
      "\(Terminal.plain(path)) is in the data folder \(Terminal.plain(folder)): write it somewhere else."
    )
  }
}
