import MusterSync

/// JSON for the terminal and the socket.
nonisolated enum JSONText {
  /// On one line.
  static func compact(_ value: JSONValue) -> String {
    var json = JSONWriter()
    json.value(value)
    return json.text
  }
}
