import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// What boards and scripts may do: each once, however often it is sent with its key.
extension BoardAPI {
  /// Does what a path means; nil for a path that means nothing.
  func act(_ path: [String], _ request: HTTPRequest) throws(Failure) -> HTTPResponse? {
    if path == ["announcements"] {
      return try post(request, nil, commands.announcement, answer: HubCommands.announced)
    }
    guard path.count == 3 else { return nil }
    let id = path[1]
    if path[0] == "conflicts", path[2] == "resolution" {
      return try post(request, ("id", id), commands.resolution, answer: HubCommands.resolved)
    }
    if path[0] == "participants", path[2] == "erasure", request.method == .post {
      return try erase(id, request)
    }
    if path[0] == "programme", let step = HubCommands.SessionStep(rawValue: path[2]) {
      return try post(request, ("session", id)) { body throws(Failure) in
        try commands.stepping(step, body)
      } answer: { ops in
        ["op": .maybe(ops.first?.hex), "session": .string(id)]
      }
    }
    return nil
  }

  private func erase(_ id: String, _ request: HTTPRequest) throws(Failure) -> HTTPResponse {
    var erasure: Erasure?
    return try post(request, ("participant", id)) { body throws(Failure) in
      try HubCommands.needYes(body)
      let read = try Erasure(body, at: commands.centre)
      erasure = read
      return [read.draft]
    } answer: { ops in
      (try? erasure?.json(ops.first)) ?? ["op": .maybe(ops.first?.hex)]
    }
  }

  /// - Parameters:
  ///   - named: what the path says, whatever the body says.
  ///   - drafts: what is to be recorded for a body.
  ///   - answer: what is answered, given the ids of the ops.
  private func post(
    _ request: HTTPRequest, _ named: (name: String, value: String)?,
    _ drafts: @MainActor (JSONValue) throws(Failure) -> [Draft],
    answer: @MainActor ([OpID]) -> JSONValue
  ) throws(Failure) -> HTTPResponse {
    guard request.method == .post else { return .notAllowed(use: [.post]) }
    let idempotent = try IdempotentRequest(request)
    if let earlier = try idempotent?.earlier(in: commands.centre.replica.answers) { return earlier }
    guard let body = try? JSONValue.read(request.body), var members = body.members else {
      throw .usage("The body is no JSON object: send one, if only {}.")
    }
    if let named {
      members.removeAll { $0.name == named.name }
      members.append(JSONMember(name: named.name, value: .string(named.value)))
    }
    var ops = try drafts(.object(members))
    for index in ops.indices { ops[index].by = caller }
    let hub = try commands.centre.writing()
    let time = hub.now()
    var response = HTTPResponse.noContent
    try hub.append(ops) { ids in
      response = .json(answer(ids))
      return idempotent?.answer(response, at: time)
    }
    return response
  }
}
