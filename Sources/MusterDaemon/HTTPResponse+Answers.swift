public import MusterNet
public import MusterSync

nonisolated extension HTTPResponse {
  /// A value as JSON.
  public static func json(_ value: JSONValue) -> HTTPResponse {
    .json { json in json.value(value) }
  }

  /// Whether a daemon can do what it is for: 200, or 503 with what is missing.
  public static func ready(missing: [String]) -> HTTPResponse {
    missing.isEmpty
      ? .json(["status": "ready"] as JSONValue)
      : problem(503, title: "Not ready", detail: missing.joined(separator: " "))
  }

  /// 405, with the methods that are allowed.
  public static func notAllowed(use methods: [HTTPMethod]) -> HTTPResponse {
    let names = methods.map(\.rawValue).sorted().joined(separator: ", ")
    var refusal = problem(405, detail: "Use \(names) here.")
    refusal.headers.append(("Allow", names))
    return refusal
  }
}
