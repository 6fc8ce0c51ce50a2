import MusterCommand
public import MusterNet
public import MusterSync

extension Route {
  /// The arguments of the command, of the parameters of a query: as numbers and truths where they are
  /// such, as texts else, of which the command says what is wrong with them.
  ///
  /// - Parameter names: what the path says.
  public func arguments(
    _ request: HTTPRequest, _ names: [(name: String, value: String)]
  ) throws(Failure) -> JSONValue {
    try checkParameters(of: request)
    var members = names.map { JSONMember(name: $0.name, value: .string($0.value)) }
    for name in takes {
      guard let text = request.value(name) else { continue }
      let most = name == "lang" ? 64 : 1024
      guard (1...most).contains(text.utf8.count) else {
        throw .usage("\(name): write 1 to \(most) bytes, or leave it out.", code: .wrongLength)
      }
      members.append(JSONMember(name: name, value: Self.value(name, text)))
    }
    return .object(members)
  }

  /// Refuses parameters of a query that mean nothing here, and those that are said twice: what is passed
  /// over in silence is taken for done by whoever wrote it.
  public func checkParameters(of request: HTTPRequest) throws(Failure) {
    let known = method == .get ? takes : []
    var said: Set<String> = []
    for (name, _) in request.query {
      let shown = Terminal.plain(String(name.prefix(64)))
      guard known.contains(name) else {
        let list = known.isEmpty ? "none" : known.joined(separator: ", ")
        throw .usage("“\(shown)” means nothing here: the query takes \(list).")
      }
      guard said.insert(name).inserted else {
        throw .usage("“\(shown)” is said more than once: say it once.")
      }
    }
  }

  private static func value(_ name: String, _ text: String) -> JSONValue {
    switch name {
    case "limit", "after": Int64(text).map { .integer($0) } ?? .string(text)
    case "due", "bom": text == "true" ? true : text == "false" ? false : .string(text)
    default: .string(text)
    }
  }

  /// The arguments of the command, of a request's body: what it does not take is refused, for a slip of the pen
  /// would be passed over in silence.
  ///
  /// - Parameter names: what the path says.
  public func arguments(
    in request: HTTPRequest, _ names: [(name: String, value: String)]
  ) throws(Failure) -> JSONValue {
    try checkParameters(of: request)
    guard let members = (try? JSONValue.read(request.body))?.members else {
      throw .usage("The body is no strict JSON object: send one, if only {}.")
    }
    for member in members where !takes.contains(member.name) {
      let known = takes.isEmpty ? "nothing" : takes.joined(separator: ", ")
      throw .usage(
        "“\(Terminal.plain(String(member.name.prefix(64))))” means nothing here: the body takes"
          + " \(known).")
    }
    return .object(
      names.map { JSONMember(name: $0.name, value: .string($0.value)) } + members)
  }
}
