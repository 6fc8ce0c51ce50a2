import MusterTrust

/// Any text, as a person types a join code.
///
/// What is read is shown in one form, which is read as the same code; small letters, hyphens and
/// spaces make no difference. The address alone is one that a code can be made for.
enum JoinCodeTarget {
  static func feed(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let made = try? JoinCode(address: text, secret: .random()) {
      guard let again = try? JoinCode(made.text) else { fatalError("a code made is not read") }
      hold(again == made, "another code")
    }
    do throws(TrustError) {
      let code = try JoinCode(text)
      hold(!code.description.contains(code.text.suffix(22)), "a log would show the secret")
      for spelling in [code.text, code.text.lowercased(), " " + code.text + "\n"] {
        guard let again = try? JoinCode(spelling) else { fatalError("\(spelling) is not read") }
        hold(again == code && again.text == code.text, "\(spelling) is another code")
      }
    } catch {
      hold(!error.message.isEmpty, "an error without a word")
    }
  }
}
