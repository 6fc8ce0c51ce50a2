public import MusterNet
public import MusterSync

nonisolated extension HTTPResponse {
  /// A value as JSON.
  public static func json(_ value: JSONValue) -> HTTPResponse {
    .json { json in json.value(value) }
  }
}
