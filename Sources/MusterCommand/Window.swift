internal import Glibc

/// A terminal that shows one picture and then another in its place, and is given back as it was.
public nonisolated struct Window {
  private static let escape = "\u{1B}["

  /// Turns to a screen of its own.
  public static func open() {
    // Another screen, no cursor, lines cut at the edge.
    put("\(escape)?1049h\(escape)?25l\(escape)?7l")
  }

  /// Gives the terminal back.
  public static func close() { put("\(escape)?7h\(escape)?25h\(escape)?1049l") }

  /// Rows of the terminal; 24 where it does not say.
  public static var rows: Int {
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return Int(size.ws_row)
  }

  /// Shows lines in the place of what was there; those that do not fit are left out.
  public static func show(_ lines: [String]) {
    let body = lines.prefix(rows).map { "\($0)\(escape)K" }.joined(separator: "\r\n")
    put("\(escape)H\(body)\(escape)J")
  }

  private static func put(_ text: String) { Terminal.write(Array(text.utf8)) }
}
