import MusterCommand
import MusterCore
import MusterDaemon
import MusterTrust

/// Whose place a hub has taken, and who has taken its own: two small files beside the database.
struct Replacement {
  private let folder: HubFolder

  init(_ folder: HubFolder) { self.folder = folder }

  /// The key of the hub whose place this one has taken; nil for a hub that was one from the start.
  func replaces() throws(Failure) -> Digest? {
    guard Files.exists(folder.replaces) else { return nil }
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(folder.replaces, atMostBytes: 1024)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let key = text.split(separator: "\n").first.flatMap({ Digest(String($0)) }) else {
      throw .configuration("\(folder.replaces) is damaged: it holds the key of the hub before.")
    }
    return key
  }

  /// Throws where another hub has taken this one's place.
  func check() throws(Failure) {
    if Files.exists(folder.replaced) { throw Self.failure }
  }

  /// Notes that another hub has taken this one's place.
  func note() throws(Failure) {
    try Failure.commanding { () throws(CommandError) in
      try Files.write(
        Array("a standby has taken the place of this hub\n".utf8), to: folder.replaced)
    }
  }

  /// What an operator is told.
  static let failure = Failure.configuration(
    "A standby has taken the place of this hub: nodes are served there, and this one serves nobody."
      + " What it had acknowledged comes back with the nodes. Make a new standby here if you want one."
  )
}
