import CQRencode
import MusterDaemon

/// The modules of a QR code (ISO/IEC 18004): a square of dark and light fields.
struct QRCode {
  /// Light modules that must stand around a code.
  static let margin = 4

  /// Modules on a side.
  let side: Int
  /// By row; true is dark.
  private let modules: [Bool]

  /// Makes the code of a text; up to 15 of 100 of it may be soiled and it still reads.
  init(_ text: String) throws(Failure) {
    guard let code = unsafe QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
      throw .badData("No QR code can hold a text of \(text.utf8.count) bytes.")
    }
    defer { unsafe QRcode_free(code) }
    let width = unsafe Int(code.pointee.width)
    side = width
    modules = (0..<width * width).map { unsafe code.pointee.data[$0] & 1 == 1 }
  }

  /// Modules on a side with the margin around the code.
  var sideWithMargin: Int { side + 2 * Self.margin }

  /// The dark modules as the data of an SVG path whose stroke is one module wide, the margin's corner
  /// at 0,0.
  var path: String {
    var path = ""
    for row in 0..<side {
      path += "M\(Self.margin) \(row + Self.margin).5"
      var column = 0
      while column < side {
        let isDark = modules[row * side + column]
        var end = column + 1
        while end < side, modules[row * side + end] == isDark { end += 1 }
        if isDark {
          path += "h\(end - column)"
        } else if end < side {
          path += "m\(end - column) 0"
        }
        column = end
      }
    }
    return path
  }
}
