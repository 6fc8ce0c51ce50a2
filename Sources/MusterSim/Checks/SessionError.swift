/// The error of a session that stands in what an engine said: `108 bad_line`.
nonisolated struct SessionError {
  /// Its number.
  var code: Int
  /// Its name.
  var name: Substring

  private static let names: Set<String> = [
    "bad_frame", "bad_utf8", "bad_line", "bad_json", "bad_message", "unexpected", "too_many",
    "too_large", "bad_hash", "too_slow", "no_common_version", "unknown_node", "revoked",
    "bad_signature", "bad_code", "code_used", "wrong_hub", "bad_admission", "gap", "fork", "behind",
    "wrong_event", "parted",
  ]

  /// Finds one in a text.
  init?(in text: String) {
    let words = text.split { " ():,".contains($0) }
    for (number, name) in zip(words, words.dropFirst())
    where Self.names.contains(String(name)) {
      guard let code = Int(number), (100..<600).contains(code) else { continue }
      self.code = code
      self.name = name
      return
    }
    return nil
  }

  /// Whether it must not come up between engines of one kind.
  ///
  /// - Parameter mayRewrite: whether copies are put back, so that chains may part.
  func isForbidden(mayRewrite: Bool) -> Bool {
    switch code {
    // Silence is no mistake, and the revoked are told.
    case 114, 203: false
    // A hub that was put back has forgotten an invitation, and gives a point's open one again.
    case 205, 206, 300..<400: !mayRewrite
    case 100..<300: true
    default: false
    }
  }
}
