import MusterDaemon
import MusterNet
import MusterSync

@testable import MusterNode

/// What a desk asks of a node, a line each: a command's name and its arguments, or `GET TARGET`, or
/// `POST TARGET KEY BODY` and `PATCH` likewise; or `sync`. Ids are written with words as
/// ``NodeStage/value(_:)`` says.
///
/// An answer is strict JSON. A refusal says so in words, is no fault of the node's own, and records
/// nothing. What the node records counts, there and at the hub. A request with a key is answered once
/// more as it was.
enum NodeRequestTarget {
  private static let writing: Set = [
    "checkin", "checkout", "void", "walkin", "open", "close", "edit", "merge", "unmerge",
    "different", "ready", "count", "show-announcements", "seen", "paper",
  ]

  static func feed(_ bytes: [UInt8]) {
    let stage = NodeStage.ready(for: bytes)
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
      case "sync": stage.sync()
      case "GET": send(.get, rest, stage)
      case "POST": send(.post, rest, stage)
      case "PATCH": send(.patch, rest, stage)
      default: perform(command, rest, stage)
      }
    }
  }

  private static func perform(_ command: String, _ body: [UInt8], _ stage: NodeStage) {
    guard let arguments = try? JSONValue.read(body) else { return }
    let before = stage.made
    do throws(Failure) {
      Answer.check(try stage.commands.perform(command, arguments))
      hold(writing.contains(command) || stage.made == before, "\(command) writes")
      stage.checkOps(after: before)
    } catch {
      Answer.check(error)
      hold(stage.made == before, "refused, and recorded all the same")
    }
  }

  private static func send(_ method: HTTPMethod, _ text: [UInt8], _ stage: NodeStage) {
    let words = text.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    let key = words.count > 1 ? String(decoding: words[1], as: UTF8.self) : nil
    let body = words.count > 2 ? Array(words[2]) : []
    guard let target = words.first,
      let request = Answer.request(method, Array(target), key: key, body: body)
    else { return }
    let before = stage.made
    let api = DeskAPI(commands: stage.commands)
    let answer = api.answer(request)
    Answer.check(answer)
    hold(method != .get || stage.made == before, "a GET writes")
    guard answer.status < 300 else {
      return hold(stage.made == before, "refused, and recorded all the same")
    }
    stage.checkOps(after: before)
    guard method != .get, request.header("Idempotency-Key") != nil, before < stage.made else {
      return
    }
    let after = stage.made
    hold(api.answer(request).body == answer.body, "another answer under the same key")
    hold(stage.made == after, "done twice under one key")
  }
}
