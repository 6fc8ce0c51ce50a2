internal import Glibc

nonisolated extension Database {
  /// The name by which SQLite opens a file on a disk that is mounted for reading only; nil for any other.
  ///
  /// SQLite would make a file there that all readers share. Nothing can change the database, so none is
  /// needed, as long as no log of writes stands beside it.
  static func unchangingName(of path: String) -> String? {
    guard unsafe access(path, W_OK) != 0, errno == EROFS, unsafe access(path + "-wal", F_OK) != 0
    else { return nil }
    var name = "file:"
    for scalar in path.unicodeScalars {
      switch scalar {
      case "%": name += "%25"
      case "?": name += "%3f"
      case "#": name += "%23"
      default: name.unicodeScalars.append(scalar)
      }
    }
    return name + "?immutable=1"
  }
}
