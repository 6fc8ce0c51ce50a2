import MusterCommand
import MusterDaemon
import MusterSync

/// What the words of a desk's command line ask for.
extension Asking {
  /// The command and its arguments; nil for a command that is none of the desk's.
  static func desk(
    _ invocation: Invocation
  ) throws(Failure) -> (command: String, body: JSONValue)? {
    let words = invocation.words
    var body = options(invocation, ["by", "lang"])
    switch invocation.command {
    case "show", "unmerge": body.append("participant", .string(words[0]))
    case "edit":
      body.append("participant", .string(words[0]))
      body.append("set", try fields(words.dropFirst()))
    case "merge", "different": body.append("participants", .array(words.map { .string($0) }))
    case "programme": break
    case "ready": return ready(invocation, body)
    case "count": return try count(words, body)
    case "paper": return ("paper", try paper(invocation))
    case "bundle export", "bundle import": return bundle(invocation)
    case "desk add", "desk list", "desk remove":
      return ("desk-\(invocation.path[1])", .present(["name": words.first.map { .string($0) }]))
    case "announcements": return try announcements(words, body)
    default: return nil
    }
    return (invocation.command, body)
  }

  private static func ready(
    _ invocation: Invocation, _ body: JSONValue
  ) -> (command: String, body: JSONValue) {
    var body = body
    let not = invocation.all("not")
    if !invocation.words.isEmpty {
      body.append("items", .array(invocation.words.map { .string($0) }))
    }
    if !not.isEmpty { body.append("not", .array(not.map { .string($0) })) }
    return (invocation.words.isEmpty && not.isEmpty ? "readiness" : "ready", body)
  }

  private static func count(
    _ words: [String], _ body: JSONValue
  ) throws(Failure) -> (command: String, body: JSONValue) {
    guard let indicator = words.first else { return ("indicators", body) }
    guard words.count > 1 else {
      throw .usage("Write the number after it: muster-node count \(indicator) 120")
    }
    // Digits of every script; no signs, no separators, which mean other things elsewhere.
    let digits = words[1].map { $0.isWholeNumber ? $0.wholeNumberValue : nil }
    let text = digits.map { $0.map(String.init) ?? "x" }.joined()
    guard !text.isEmpty, !text.contains("x") else {
      throw .usage("“\(words[1])” is no whole number: write digits only, as in 1200.")
    }
    guard let value = Int64(text), value <= NodeCommands.mostCounted else {
      throw .usage("“\(words[1])” is too large: count up to \(NodeCommands.mostCounted).")
    }
    var body = body
    body.append("indicator", .string(indicator))
    body.append("value", .integer(value))
    return ("count", body)
  }

  private static func announcements(
    _ words: [String], _ body: JSONValue
  ) throws(Failure) -> (command: String, body: JSONValue) {
    guard let verb = words.first else { return ("show-announcements", body) }
    guard verb == "ack", words.count == 2 else {
      throw .usage("Write announcements, or announcements ack ID.")
    }
    var body = body
    body.append("announcement", .string(words[1]))
    body.append("acknowledged", true)
    return ("seen", body)
  }

  /// Words such as `phone=+212 5…` as an object.
  private static func fields(_ words: ArraySlice<String>) throws(Failure) -> JSONValue {
    var members: [JSONMember] = []
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .usage("Write a field and its new value like phone=+212511223344, not “\(word)”.")
      }
      let name = String(parts[0])
      guard !members.contains(where: { $0.name == name }) else {
        throw .usage("Say “\(name)” only once.")
      }
      members.append(JSONMember(name: name, value: .string(String(parts[1]))))
    }
    return .object(members)
  }

  private static func bundle(_ invocation: Invocation) -> (String, JSONValue) {
    let path = Files.absolute(invocation.words[0])
    var body: JSONValue = ["path": .string(path)]
    guard invocation.command == "bundle export" else {
      BundleProgress.announce(path, program: "muster-node")
      return ("bundle-import", body)
    }
    let others = invocation.all("for")
    if !others.isEmpty { body.append("for", .array(others.map { .string($0) })) }
    return ("bundle-export", body)
  }
}
