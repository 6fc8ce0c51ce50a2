import MusterCommand
public import MusterNet
public import MusterSync

/// How a command reaches a daemon: `POST /control/<command>` over the Unix socket in the data folder,
/// answered by JSON or by problem details.
///
/// The body is the command's arguments as JSON; of a command that reads a file it is the file as it is,
/// of type `application/octet-stream`, and the arguments stand in the query as `arguments`: a roster of
/// half a million lines is never a text within a text.
public enum Control {
  /// So long a command may take, ms: a roster of half a million lines is imported in less.
  public static let timeoutMs = 600_000

  private static let fileType = "application/octet-stream"

  /// Asks the daemon whose socket this is.
  ///
  /// - Parameters:
  ///   - file: the bytes of the file that the command reads; nil where it reads none.
  ///   - timeoutMs: so long it waits for the answer.
  /// - Returns: the answer, or nil when no daemon runs there: then the command may work on the files.
  public static func ask(
    socket: String, _ command: String, _ arguments: JSONValue, file: [UInt8]? = nil,
    timeoutMs: Int = Control.timeoutMs
  ) throws(Failure) -> JSONValue? {
    var json = JSONWriter()
    json.value(arguments)
    var target = "/control/" + HTTPClient.encoded(command)
    if file != nil { target += "?arguments=" + HTTPClient.encoded(json.text) }
    let client = HTTPClient(.unix(path: socket), timeoutMs: timeoutMs)
    let reply: HTTPReply
    do throws(CommandError) {
      reply = try client.request(
        "POST", target,
        headers: [(name: "Content-Type", value: file == nil ? "application/json" : fileType)],
        body: file ?? json.bytes)
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
    let exit = problem["exit"]?.integer.flatMap {
      ExitCode(rawValue: Int32(truncatingIfNeeded: $0))
    }
    return Failure(
      exit ?? .unavailable, status: status,
      problem["detail"]?.string ?? "The daemon refused without a reason.",
      code: problem["code"]?.string.flatMap(ProblemCode.init))
  }

  /// Answers a request that came over the socket; nil when it is none of the commands'.
  ///
  /// - Parameter perform: does a command, given its name, its arguments and its file.
  public static func answer(
    _ request: HTTPRequest, _ perform: (String, JSONValue, [UInt8]) throws(Failure) -> JSONValue
  ) -> HTTPResponse? {
    guard request.isUnixSocket, request.method == .post, request.path.count == 2,
      request.path[0] == "control"
    else { return nil }
    let hasFile = request.header("Content-Type") == fileType
    let json = hasFile ? Array((request.value("arguments") ?? "{}").utf8) : request.body
    guard let arguments = try? JSONValue.read(json) else {
      return problem(.usage("The arguments are not strict JSON."))
    }
    do throws(Failure) {
      let answer = try perform(request.path[1], arguments, hasFile ? request.body : [])
      return .json { json in json.value(answer) }
    } catch {
      return problem(error)
    }
  }

  /// Problem details (RFC 9457) of a failure, with the exit code for a shell and the code for a program.
  public static func problem(_ failure: Failure) -> HTTPResponse {
    .problem(failure.status, detail: failure.message) { json in
      json.member("exit", Int64(failure.exitCode.rawValue))
      if let code = failure.code { json.member("code", code.rawValue) }
    }
  }
}
