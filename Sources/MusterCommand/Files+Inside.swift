internal import Glibc

nonisolated extension Files {
  /// Whether a path is a folder's, or leads into it, by whatever names: its parts may be missing yet,
  /// and may be links.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    guard let home = real(folder) else { return false }
    let path = absolute(path)
    // A link that stands in the folder is in it, wherever it points.
    if let there = real(path), isBelow(there, home) { return true }
    var place = self.folder(of: path)
    while true {
      if let there = real(place) { return isBelow(there, home) }
      guard place != "/", place != "." else { return false }
      place = self.folder(of: place)
    }
  }

  private static func isBelow(_ path: String, _ home: String) -> Bool {
    // Byte for byte, as the system compares names.
    let inside = home == "/" ? home : home + "/"
    return path.utf8.elementsEqual(home.utf8) || path.utf8.starts(with: inside.utf8)
  }

  /// The path without links and dots; nil where there is nothing.
  private static func real(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
