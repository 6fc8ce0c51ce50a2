import MusterCommand
import MusterDaemon
import MusterSync

extension Asking {
  /// What `checkin` asks for: one body for all who arrive, so that they are recorded together.
  ///
  /// - Parameter words: who arrives; nil: whom the command line names.
  static func arrival(
    _ invocation: Invocation, of words: [String]? = nil
  ) throws(Failure) -> JSONValue {
    let words = words ?? invocation.words
    var body = doorOptions(invocation)
    if words.count == 1 {
      let word = words[0]
      body.append(Visitor.isTicket(word) ? "ticket" : "participant", .string(word))
    } else {
      body.append("participants", .array(words.map { .string($0) }))
    }
    try appendWish(invocation, to: &body)
    return body
  }

  /// Adds what `--answer` and `--anyway` say.
  static func appendWish(_ invocation: Invocation, to body: inout JSONValue) throws(Failure) {
    if invocation.has("anyway") { body.append("anyway", true) }
    var answers: [JSONMember] = []
    for given in invocation.all("answer") {
      guard let sign = given.firstIndex(of: "="), sign != given.startIndex else {
        throw .usage("--answer is given as QUESTION=TEXT, not \(Terminal.plain(given))")
      }
      answers.append(
        JSONMember(
          name: String(given[..<sign]),
          value: .string(String(given[given.index(after: sign)...]))))
    }
    if !answers.isEmpty { body.append("answers", .object(answers)) }
  }

  private static func doorOptions(_ invocation: Invocation) -> JSONValue {
    .present([
      "door": invocation.value("door").map { .string($0) },
      "by": invocation.value("by").map { .string($0) },
      "lang": invocation.value("lang").map { .string($0) },
    ])
  }
}
