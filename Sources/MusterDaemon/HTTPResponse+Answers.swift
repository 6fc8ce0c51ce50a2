public import MusterNet
public import MusterSync

nonisolated extension HTTPResponse {
  /// A value as JSON.
  public static func json(_ value: JSONValue) -> HTTPResponse {
    .json { json in json.value(value) }
  }

  /// 405, with the methods that are allowed.
  public static func notAllowed(use methods: [HTTPMethod]) -> HTTPResponse {
    let names = methods.map(\.rawValue).sorted().joined(separator: ", ")
    var refusal = problem(405, detail: "Use \(names) here.")
    refusal.headers.append(("Allow", names))
    return refusal
  }
}
