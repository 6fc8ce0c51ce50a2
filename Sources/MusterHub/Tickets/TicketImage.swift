import MusterCommand

/// A ticket as an SVG document of its own: the code, and under it name and number.
struct TicketImage {
  /// What every such file begins with, by which it is known again.
  static let mark = "<!-- a ticket made by muster-hub -->\n"

  private let holder: TicketHolder
  private let code: QRCode

  init(_ holder: TicketHolder, _ code: QRCode) {
    self.holder = holder
    self.code = code
  }

  /// The document.
  var text: String {
    let side = code.sideWithMargin
    let name = holder.name ?? holder.id
    return Self.mark
      + "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(side) \(side + 10)\""
      + " width=\"\(side)mm\" height=\"\(side + 10)mm\">\n"
      + "<title>\(Markup.escaped(name))</title>\n"
      + "<path fill=\"#fff\" d=\"M0 0h\(side)v\(side + 10)h-\(side)z\"/>\n\(Self.drawing(code))\n"
      + line(name, at: side + 2, largest: 4) + line(holder.id, at: side + 7, largest: 3)
      + "</svg>\n"
  }

  /// The dark modules alone, for a drawing in which one unit is one module.
  static func drawing(_ code: QRCode) -> String {
    "<path stroke=\"#000\" stroke-width=\"1\" fill=\"none\" shape-rendering=\"crispEdges\""
      + " d=\"\(code.path)\"/>"
  }

  /// A line in the middle, as large as fits.
  private func line(_ text: String, at height: Int, largest: Int) -> String {
    let side = code.sideWithMargin
    // A letter is seldom wider than two thirds of the size of its type.
    let tenths = min(largest * 10, side * 15 / max(1, text.unicodeScalars.count))
    let direction = Self.isRightToLeft(text) ? "rtl" : "ltr"
    return "<text x=\"\(side / 2)\" y=\"\(height)\" font-size=\"\(tenths / 10).\(tenths % 10)\""
      + " text-anchor=\"middle\" direction=\"\(direction)\" font-family=\"sans-serif\">"
      + Markup.escaped(text) + "</text>\n"
  }

  /// By the first letter that has a direction.
  private static func isRightToLeft(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF,
        0x1_E800...0x1_EFFF:
        if scalar.properties.isAlphabetic { return true }
      default: if scalar.properties.isAlphabetic { return false }
      }
    }
    return false
  }
}
