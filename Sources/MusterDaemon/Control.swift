import MusterCommand
public import MusterNet
public import MusterSync

/// How a command reaches a daemon: `POST /control/<command>` over the Unix socket in the data folder,
/// with a JSON body, answered by JSON or by problem details.
public enum Control {
  /// So long a command may take, ms: a roster of half a million lines is imported in less.
  private static let timeoutMs = 600_000

  /// Asks the daemon whose socket this is.
  ///
  /// - Returns: the answer, or nil when no daemon runs there: then the command may work on the files.
  public static func ask(
    socket: String, _ command: String, _ body: JSONValue
  ) throws(Failure) -> JSONValue? {
    var json = JSONWriter()
    json.value(body)
    let client = HTTPClient(.unix(path: socket), timeoutMs: timeoutMs)
    let reply: HTTPReply
    do throws(CommandError) {
      reply = try client.request(
        "POST", "/control/" + HTTPClient.encoded(command),
        headers: [(name: "Content-Type", value: "application/json")], body: json.bytes)
    } catch {
      if case .nobodyListens = error { return nil }
      throw Failure(error)
    }
    guard let value = try? JSONValue.read(reply.body) else {
      throw .unavailable("The daemon's answer makes no sense: is it of another version?")
    }
    guard reply.status < 400 else { throw failure(value, status: reply.status) }
    return value
  }

  private static func failure(_ problem: JSONValue, status: Int) -> Failure {
    let code = problem["exit"]?.integer.flatMap {
      ExitCode(rawValue: Int32(truncatingIfNeeded: $0))
    }
    return Failure(
      code ?? .unavailable, status: status,
      problem["detail"]?.string ?? "The daemon refused without a reason.")
  }

  /// Answers a request that came over the socket; nil when it is none of the commands'.
  public static func answer(
    _ request: HTTPRequest, _ perform: (String, JSONValue) throws(Failure) -> JSONValue
  ) -> HTTPResponse? {
    guard request.isUnixSocket, request.method == .post, request.path.count == 2,
      request.path[0] == "control"
    else { return nil }
    guard let body = try? JSONValue.read(request.body) else {
      return problem(.usage("The body is not strict JSON."))
    }
    do throws(Failure) {
      let answer = try perform(request.path[1], body)
      return .json { json in json.value(answer) }
    } catch {
      return problem(error)
    }
  }

  /// Problem details (RFC 9457) of a failure, with the exit code for a shell.
  public static func problem(_ failure: Failure) -> HTTPResponse {
    .problem(failure.status, detail: failure.message) { json in
      json.member("exit", Int64(failure.exitCode.rawValue))
    }
  }
}
