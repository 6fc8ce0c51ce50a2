import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterHub

/// A real hub in a folder of its own, of a small event, with people, a machine at a point, and what it
/// has handed in; used for many inputs, until it has grown.
final class HubStage {
  private static var current: HubStage?
  /// A hub is used for so many inputs, and until it has so many ops.
  private static let mostInputs = 100
  private static let mostOps = 400

  let hub: Hub
  let commands: HubCommands
  private var inputs = 0
  private let folder: HubFolder
  private let machine = SigningKey()
  private let epoch = Randomness.identifier()
  private let hasher = Hasher256()

  /// The hub for an input.
  static func ready(for input: [UInt8]) -> HubStage {
    if let current, current.inputs >= mostInputs || current.place > mostOps {
      current.end()
      Self.current = nil
    }
    let stage = current ?? HubStage()
    current = stage
    stage.inputs += 1
    Workshop.note(input)
    return stage
  }

  private init() {
    let path = Workshop.folder()
    folder = HubFolder(path + "/hub")
    let event = Workshop.write(Array(SmallEvent.file.utf8), to: path + "/event.json")
    do {
      _ = try Initialising(
        folder: folder, eventPath: event, address: "hub.example.org:7575", start: "now"
      ).run()
      hub = try Hub(folder: folder, keys: HubKeys.read(from: folder))
      commands = HubCommands(centre: try Centre(hub: hub))
      _ = try commands.perform("points-import", [:], file: Array(SmallEvent.points.utf8))
      _ = try commands.perform("roster-import", [:], file: Array(SmallEvent.roster.utf8))
      try admitMachine()
    } catch {
      fatalError("no hub: \(error)")
    }
  }

  var place: Int64 { hub.replica.position.place }

  // MARK: The machine

  private func admitMachine() throws {
    let admission = Admission(
      key: machine.publicKey, keyID: machine.id, seal: Randomness.digest(), point: "ma-1",
      country: "MA")
    try hub.append([Draft(.nodeAdmit(admission), point: "ma-1")])
    hand(
      #"{"kind":"boot","event":"@event","node":"@node","nonce":"00000000000000aa","#
        + #""at":@now,"mono":1,"machine":"fuzz"}"#)
    for person in ["p-1", "p-2"] {
      hand(
        #"{"kind":"checkin","event":"@event","node":"@node","nonce":"00000000000000ab","#
          + #""at":@now,"boot":"@op1","mono":2,"point":"ma-1","participant":"\#(person)","#
          + #""door":"main","base":[],"stated":@now}"#)
    }
  }

  /// Hands in a line of the machine's, whatever it says, as its session would.
  func hand(_ text: String) {
    let payload = Tokens.replace(Array(text.utf8)) { self.value($0) }
    guard 1...FrameReader.lineLimit ~= payload.count, !payload.contains(0x0A) else { return }
    let writer = Writer(node: machine.id, epoch: epoch)
    let head = hub.replica.head(of: writer)
    var chain = WriterChain(n: head.n, hash: head.hash)
    let digest = hasher.digest(payload)
    chain.append(digest, hasher: hasher)
    do {
      try hub.replica.place(
        OpsBatch(
          writer: writer, first: chain.n, before: head.hash, after: chain.hash, payload: payload,
          lines: [payload.indices], digests: [digest]), received: hub.now())
      try hub.commit()
    } catch {
      fatalError("a line is not placed: \(error)")
    }
  }

  /// What a word of ``Tokens`` stands for: ids of what is there, `@op1` being the newest op.
  func value(_ word: String) -> String? {
    switch word {
    case "event": return hub.event.hex
    case "node": return machine.id.hex
    case "nodekey": return machine.publicKey.hex
    case "now": return String(hub.now())
    case "ticket":
      let key = commands.centre.keys.ticket
      return Ticket(event: hub.event, serial: 1, participant: "p-1", key: key)?.text
    case _ where word.hasPrefix("op"):
      return Int64(word.dropFirst(2)).flatMap { op(at: place + 1 - $0) }
    case _ where word.hasPrefix("conflict"):
      let conflicts = (try? commands.perform("conflicts", [:]))?.array ?? []
      guard let number = Int(word.dropFirst(8)), conflicts.indices.contains(number) else {
        return nil
      }
      return conflicts[number]["id"]?.string
    default: return nil
    }
  }

  private func op(at place: Int64) -> String? {
    guard 1...self.place ~= place else { return nil }
    return (try? hub.replica.entries(after: place - 1))?.first?.op.hex
  }

  // MARK: The end

  /// Verifies all that is on the disk, and that a hub which begins again has the same state.
  private func end() {
    do {
      let findings = try hub.replica.verify().findings
      hold(findings.isEmpty, "verify: \(findings.map(\.message))")
      let state = hub.replica.reading { fold in fold.canonicalBytes() }
      try hub.replica.close()
      let again = try Replica(at: folder.database, event: hub.event, as: .hub)
      hold(again.reading { $0.canonicalBytes() } == state, "another state after a restart")
      try again.close()
    } catch {
      fatalError("the hub cannot be verified: \(error)")
    }
  }
}
