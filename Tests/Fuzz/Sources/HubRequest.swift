import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

@testable import MusterHub

/// What is asked of a hub, a line each: a command's name and its arguments, or `GET TARGET`, or
/// `POST TARGET KEY BODY`; or `hand LINE`, an op that a node hands in. Ids are written with words as
/// ``HubStage/value(_:)`` says.
///
/// An answer is strict JSON. A refusal says so in one line that can be shown, is no fault of the hub's
/// own, and appends nothing; what only reads appends nothing either. What the hub appends counts. A
/// request with a key is answered once more as it was.
enum HubRequestTarget {
  static func feed(_ bytes: [UInt8]) {
    let stage = HubStage.ready(for: bytes)
    for line in bytes.split(separator: 0x0A).prefix(12) {
      let words = Tokens.replace(Array(line)) { stage.value($0) }
        .split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
      let rest = words.count > 1 ? Array(words[1]) : Array("{}".utf8)
      let command = String(decoding: words[0], as: UTF8.self)
      switch command {
      // A stage verifies all at its end, once.
      case "verify": continue
      // Bundles write to whatever path they are told: no fuzzer may say where.
      case _ where command.contains("bundle"): continue
      case "hand": stage.hand(String(decoding: rest, as: UTF8.self))
      case "GET": get(rest, stage)
      case "POST": post(rest, stage)
      default: perform(command, rest, stage)
      }
    }
  }

  private static func perform(_ command: String, _ body: [UInt8], _ stage: HubStage) {
    guard let arguments = try? JSONValue.read(body) else { return }
    let before = stage.place
    do throws(Failure) {
      Answer.check(try stage.commands.perform(command, arguments))
      hold(
        HubCommands.writes(command) || stage.place == before, "\(command) writes")
      checkOps(after: before, stage)
    } catch {
      Answer.check(error)
      hold(stage.place == before, "refused, and appended all the same")
    }
    hold(!stage.hub.replica.hasUncommitted, "\(command) leaves something uncommitted")
  }

  /// All that the hub itself appends counts.
  private static func checkOps(after place: Int64, _ stage: HubStage) {
    guard place < stage.place, let entries = try? stage.hub.replica.entries(after: place) else {
      return
    }
    for entry in entries {
      let info = stage.hub.replica.reading { fold in fold.operationInfo(entry.op) }
      hold(info?.ignored == nil, "a \(info?.kind ?? "") of the hub's: \(info?.ignored ?? "")")
    }
  }

  // MARK: HTTP

  private static func get(_ text: [UInt8], _ stage: HubStage) {
    guard let request = Answer.request(.get, text, key: nil, body: []) else { return }
    let before = stage.place
    Answer.check(BoardAPI(commands: stage.commands, role: .admin).answer(request))
    hold(stage.place == before, "a GET writes")
  }

  private static func post(_ text: [UInt8], _ stage: HubStage) {
    let words = text.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3 else { return }
    let key = String(decoding: words[1], as: UTF8.self)
    guard let request = Answer.request(.post, Array(words[0]), key: key, body: Array(words[2]))
    else { return }
    let api = BoardAPI(commands: stage.commands, role: .admin)
    let answer = api.answer(request)
    Answer.check(answer)
    hold(!stage.hub.replica.hasUncommitted, "a POST leaves something uncommitted")
    guard answer.status < 300, request.header("Idempotency-Key") != nil else { return }
    let after = stage.place
    hold(api.answer(request).body == answer.body, "another answer under the same key")
    hold(stage.place == after, "done twice under one key")
  }
}
