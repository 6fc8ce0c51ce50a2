import Glibc
import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Sets up a hub: folder, keys, database, and the event on its log.
///
/// What fails half-way is taken away again, so that it can be tried anew.
struct Initialising {
  let folder: HubFolder
  let event: EventFile
  /// What the operator should know about the event, and may mean.
  let warnings: [EventFinding]
  let start: EventPlan.Start
  /// `HOST:PORT` by which nodes reach the hub.
  let address: String

  /// Reads what the operator wrote; touches nothing yet.
  ///
  /// - Parameters:
  ///   - eventPath: the event file.
  ///   - start: `YYYY-MM-DD`, `now`, or nil for the days that the file names.
  init(
    folder: HubFolder, eventPath: String, address: String, start: String?
  ) throws(Failure) {
    self.folder = folder
    do throws(TrustError) { self.address = try JoinCode(address: address).address } catch {
      throw .usage("--address \(Terminal.plain(address)): write HOST:PORT as nodes reach it.")
    }
    self.start = try Self.start(start)
    let bytes = try Failure.commanding { () throws(CommandError) in try Files.read(eventPath) }
    let check = EventCheck(bytes)
    event = try check.event()
    warnings = check.warnings
  }

  private static func start(_ text: String?) throws(Failure) -> EventPlan.Start {
    guard let text else { return .asWritten }
    if text == "now" { return .around(BootClock.wallMilliseconds()) }
    guard let date = LocalDate(text) else {
      throw .usage("--start \(Terminal.plain(text)): write a date as in 2025-11-07, or now.")
    }
    // Times are counted from 1970, and written with four digits of a year.
    guard let first = LocalDate("1970-01-02"), let last = LocalDate("9998-12-31"),
      (first.day...last.day).contains(date.day)
    else {
      throw .usage("--start \(Terminal.plain(text)): is the year right?")
    }
    return .on(date)
  }

  /// Makes everything; gives what to tell the operator.
  func run() throws(Failure) -> JSONValue {
    let plan = try EventPlan(event, start: start)
    let wasThere = try makeFolder()
    do throws(Failure) {
      return try fill(plan)
    } catch {
      clear(evenFolder: !wasThere)
      throw error
    }
  }

  private func fill(_ plan: EventPlan) throws(Failure) -> JSONValue {
    let keys = try HubKeys.make(in: folder)
    let hub = try Hub(folder: folder, keys: keys)
    let ticketKey = TicketKey(
      key: keys.ticket.publicKey, from: 0, until: JSONTape.maximumInteger)
    try hub.append([Draft(.ticketKey(ticketKey))] + plan.parts.map { Draft(.eventPut($0)) })
    try Failure.storing { () throws(StoreError) in
      try hub.replica.settings.set(.address, to: address)
      try hub.replica.close()
    }
    // What SQLite puts beside it follows its mode.
    guard unsafe chmod(folder.database, 0o600) == 0 else {
      throw .cannotCreate("\(folder.database) cannot be closed to others: is it yours?")
    }
    return [
      "event": .id(keys.event), "address": .string(address), "root_key": .string(folder.rootKey),
      "dates": .array(plan.dates.map { .string($0.text) }),
      "warnings": .array(warnings.map(\.json)),
    ]
  }

  /// Makes the folder, or takes an empty one; gives whether it was there.
  private func makeFolder() throws(Failure) -> Bool {
    let wasThere = Files.exists(folder.path)
    if wasThere {
      guard Files.isFolder(folder.path) else {
        throw .cannotCreate("\(folder.path) is no folder: choose another.")
      }
      try FolderOwner.hub.check(folder.path)
      if let found = folder.contents.first(where: { Files.exists($0) }) {
        throw .cannotCreate(
          "\(found) is there: this folder holds a hub already. Choose another folder.")
      }
      guard Self.isEmpty(folder.path) else {
        throw .cannotCreate("\(folder.path) is not empty: choose a folder that is, or a new one.")
      }
    }
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(folder.path) }
    guard unsafe chmod(folder.path, 0o700) == 0 else {
      throw .cannotCreate("\(folder.path) cannot be closed to others: is it yours?")
    }
    return wasThere
  }

  /// Whether nothing lies in a folder, or only what the file system itself puts there.
  private static func isEmpty(_ path: String) -> Bool {
    guard let names = try? Files.names(in: path) else { return false }
    return names.allSatisfy { $0 == "lost+found" }
  }

  private func clear(evenFolder: Bool) {
    for path in folder.contents { _ = unsafe unlink(path) }
    if evenFolder { _ = unsafe rmdir(folder.path) }
  }
}
