import Glibc
import MusterCommand
import MusterStore
public import MusterSync

/// A copy of a data folder in a folder of its own, made while the daemon goes on, and put back.
///
/// What is put back is never the last word: the files that only grow keep what they have learned
/// since, and the machine's next start makes a new life of it, so that nothing it did meanwhile can
/// be mistaken for what it does next.
public enum Backup {
  /// Copies a data folder.
  ///
  /// - Parameter target: a folder that is not there yet.
  public static func make(of folder: DataFolder, at target: String) throws(Failure) -> JSONValue {
    guard !Files.exists(target) else {
      throw .cannotCreate("\(target) is there already: name a folder that is not.")
    }
    try check(target, isOutside: folder.path)
    // A backup is whole or not there: what a crash leaves has another name.
    let part = "\(target).part"
    try removePart(part)
    do throws(Failure) {
      let contents = try fill(part, from: folder)
      guard unsafe rename(part, target) == 0 else {
        throw .cannotCreate("cannot name \(target): \(unsafe String(cString: strerror(errno)))")
      }
      return answer(contents, target)
    } catch {
      // What stopped it is what there is to tell.
      try? removePart(part)
      throw error
    }
  }

  private static func fill(
    _ part: String, from folder: DataFolder
  ) throws(Failure) -> Snapshot.Contents {
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(part) }
    let copy = DataFolder(
      path: part, database: folder.database, keys: folder.keys, lasting: folder.lasting)
    for name in folder.keys + folder.lasting where Files.exists(folder.file(name)) {
      try copyFile(folder.file(name), to: copy.file(name))
    }
    let contents = try Failure.storing { () throws(StoreError) in
      try Snapshot.make(of: folder.file(folder.database), at: copy.file(copy.database))
    }
    try secure(copy.file(copy.database))
    return contents
  }

  /// Throws where a copy is to stand in the folder of which it is one.
  public static func check(_ target: String, isOutside folder: String) throws(Failure) {
    guard Files.isInside(target, folder) else { return }
    throw .cannotCreate(
      "\(target) is in the data folder, and would be lost with it: name another place.")
  }

  /// Puts a backup in the place of a data folder's database; its daemon does not run.
  ///
  /// The database that was there is kept beside it, under a name that says since when.
  ///
  /// - Parameters:
  ///   - replaces: whether a database that is there may be put aside.
  ///   - stamp: the name of the moment, for what is put aside.
  public static func restore(
    _ backup: DataFolder, into folder: DataFolder, replaces: Bool, stamp: String
  ) throws(Failure) -> JSONValue {
    let contents = try contents(of: backup)
    let isThere = Files.exists(folder.file(folder.database))
    guard !isThere || replaces else {
      throw .cannotCreate(
        "\(folder.path) holds data already: give --replace to put them aside, or name another"
          + " folder with --data.")
    }
    try checkKeys(backup, folder)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(folder.path) }
    let fresh = folder.file(folder.database + ".restored")
    defer { for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink(fresh + suffix) } }
    try copyFile(backup.file(backup.database), to: fresh)
    try Failure.storing { () throws(StoreError) in try Snapshot.forgetLogins(fresh) }
    for name in folder.keys where !Files.exists(folder.file(name)) {
      try copyFile(backup.file(name), to: folder.file(name))
    }
    for name in folder.lasting { try merge(name, of: backup, into: folder) }
    var aside: String?
    if isThere { aside = try putAside(folder, stamp) }
    guard unsafe rename(fresh, folder.file(folder.database)) == 0 else {
      throw .inputOutput("cannot put \(fresh) in place: \(unsafe String(cString: strerror(errno)))")
    }
    var answer = answer(contents, folder.path)
    if let aside { answer.append("aside", .string(aside)) }
    return answer
  }

  /// Throws unless a folder looks like a backup of a program's data.
  public static func check(
    _ backup: DataFolder, of program: FolderOwner
  ) throws(Failure) {
    guard Files.isFolder(backup.path) else {
      throw .badData("\(backup.path): there is no such folder. Name one that backup has made.")
    }
    guard !Files.isClosed(backup.path) else {
      throw Failure(
        .notPermitted, status: 403,
        "you may not look into \(backup.path): let the daemon's user read it")
    }
    if let owner = FolderOwner.of(backup.path), owner != program {
      throw .badData(
        "\(backup.path) is a backup of a \(owner.rawValue): \(owner.rawValue) restore puts it back."
      )
    }
    guard Files.exists(backup.file(backup.database)) else {
      throw .badData("\(backup.path) is no backup: it holds no \(backup.database).")
    }
  }

  /// What a backup holds; whatever is wrong is wrong with the backup, and nothing was touched.
  private static func contents(of backup: DataFolder) throws(Failure) -> Snapshot.Contents {
    do throws(StoreError) {
      return try Snapshot.contents(at: backup.file(backup.database))
    } catch {
      switch error {
      case .corrupt, .damaged, .notMuster:
        throw .badData(
          "The backup \(backup.path) is damaged, and nothing was put back: take another one.")
      default: throw Failure(error)
      }
    }
  }

  private static func answer(_ contents: Snapshot.Contents, _ path: String) -> JSONValue {
    [
      "event": JSONValue(contents.event), "place": .integer(contents.place),
      "path": .string(path),
    ]
  }

  /// Keys of another machine or event would be overwritten by none: they are refused.
  private static func checkKeys(_ backup: DataFolder, _ folder: DataFolder) throws(Failure) {
    for name in folder.keys {
      guard Files.exists(backup.file(name)) else {
        throw .badData("\(backup.path) is no whole backup: it lacks \(name).")
      }
      guard Files.exists(folder.file(name)) else { continue }
      guard try read(backup.file(name)) == read(folder.file(name)) else {
        throw .configuration(
          "\(folder.file(name)) is another than the backup's: this is the folder of another"
            + " machine. Restore into a folder of its own.")
      }
    }
  }

  /// Lines that either has.
  private static func merge(
    _ name: String, of backup: DataFolder, into folder: DataFolder
  ) throws(Failure) {
    guard Files.exists(backup.file(name)) else { return }
    let there = Files.exists(folder.file(name)) ? try lines(folder.file(name)) : []
    let added = try lines(backup.file(name)).filter { !there.contains($0) }
    guard !added.isEmpty else { return }
    let bytes = (there + added).joined(separator: [0x0A]) + [0x0A]
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array(bytes), to: folder.file(name))
    }
  }

  private static func lines(_ path: String) throws(Failure) -> [[UInt8]] {
    try read(path).split(separator: 0x0A).map { Array($0) }
  }

  private static func putAside(_ folder: DataFolder, _ stamp: String) throws(Failure) -> String {
    let aside = freeName(folder.file(folder.database + ".before-" + stamp))
    for suffix in ["-wal", "-shm", ""] {
      let path = folder.file(folder.database) + suffix
      guard Files.exists(path) else { continue }
      guard unsafe rename(path, aside + suffix) == 0 else {
        throw .inputOutput("cannot put \(path) aside: \(unsafe String(cString: strerror(errno)))")
      }
    }
    return aside
  }

  /// A name of which nothing is there, nor what SQLite puts beside it: two restores may come within the
  /// same second.
  private static func freeName(_ wanted: String) -> String {
    var name = wanted
    var number = 1
    while ["", "-wal", "-shm"].contains(where: { Files.exists(name + $0) }) {
      number += 1
      name = "\(wanted)-\(number)"
    }
    return name
  }

  private static func read(_ path: String) throws(Failure) -> [UInt8] {
    try Failure.commanding { () throws(CommandError) in try Files.read(path) }
  }

  /// Copies by pieces: a database may be larger than memory.
  private static func copyFile(_ source: String, to target: String) throws(Failure) {
    try Failure.commanding { () throws(CommandError) in try Files.copy(source, to: target) }
  }

  /// SQLite makes files as the user's mask says; this one holds names.
  private static func secure(_ path: String) throws(Failure) {
    try Failure.commanding { () throws(CommandError) in try Files.settle(path) }
  }

  /// Files that a backup which did not end has left.
  private static func removePart(_ part: String) throws(Failure) {
    guard Files.isFolder(part) else { return }
    try Failure.commanding { () throws(CommandError) in try Files.removeFolder(part) }
  }
}
