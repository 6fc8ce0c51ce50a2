/// Texts of others inside HTML and SVG.
public nonisolated enum Markup {
  /// The text as the content of an element, or as the value of an attribute between double quotes; what
  /// no document may hold becomes U+FFFD.
  public static func escaped(_ text: String) -> String {
    var escaped: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;".utf8
      case "<": escaped += "&lt;".utf8
      case ">": escaped += "&gt;".utf8
      case "\"": escaped += "&quot;".utf8
      default:
        // XML, which SVG is, takes no other control characters, and these two never.
        let isAllowed =
          scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
          && !(0xFFFE...0xFFFF).contains(scalar.value)
        escaped += String(isAllowed || scalar == "\n" || scalar == "\t" ? scalar : "\u{FFFD}").utf8
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// The text as an element that runs in its own direction, whatever stands around it.
  public static func isolated(_ text: String) -> String {
    "<bdi dir=\"auto\">\(escaped(text))</bdi>"
  }

  /// `rtl` or `ltr`: how a language of this BCP 47 tag is written.
  public static func direction(ofLanguage tag: String) -> String {
    let subtags = tag.lowercased().split { $0 == "-" || $0 == "_" }
    if subtags.contains("latn") || subtags.contains("cyrl") { return "ltr" }
    if subtags.contains("arab") { return "rtl" }
    switch subtags.first {
    case "ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "syr": return "rtl"
    default: return "ltr"
    }
  }
}
