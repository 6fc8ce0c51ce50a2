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
    default: return nil
    }
    return (invocation.command, body)
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
}
