/// Numbers as people read them.
enum Figures {
  /// `12.3` of 12,345 ms.
  static func seconds(_ ms: Int64) -> String { "\(ms / 1000).\(ms % 1000 / 100)" }

  /// `4,812`.
  static func count(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `9.4 MB` of KiB, in units of 1,000,000 bytes.
  static func megabytes(kiB: Int) -> String {
    let tenths = kiB * 1024 / 100_000
    return "\(tenths / 10).\(tenths % 10) MB"
  }
}
