internal import Glibc

/// Whole lines to standard output and standard error.
public nonisolated enum Terminal {
  /// Prints one line, or several; returns whether they were taken. A reader that has gone is no error.
  @discardableResult
  public static func print(_ text: String) -> Bool { write(Array((text + "\n").utf8), to: 1) }

  /// Prints one line to standard error.
  @discardableResult
  public static func error(_ text: String) -> Bool { write(Array((text + "\n").utf8), to: 2) }

  /// Writes bytes as they are to standard output, for exports.
  @discardableResult
  public static func write(_ bytes: [UInt8]) -> Bool { write(bytes, to: 1) }

  /// Whether standard output has taken all that was written to it so far.
  public static var takesOutput: Bool { unsafe outputError == 0 }

  /// Why standard output did not take all; nil where it did, or where its reader has gone.
  public static var outputFailure: String? {
    let code = unsafe outputError
    return code == 0 || code == EPIPE ? nil : CommandError.words(code)
  }

  // Only the main thread writes to standard output.
  private static nonisolated(unsafe) var outputError: Int32 = 0

  /// Whether standard output is a terminal that a person looks at.
  public static var isInteractive: Bool { isatty(1) == 1 }

  /// The text without what could move the cursor, change colours, or turn the direction of what
  /// follows: for showing what others wrote. Each such character becomes U+FFFD.
  public static func plain(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(isHarmless(scalar) ? scalar : "\u{FFFD}") }
    return String(clean)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }

  /// Writes everything, in as many calls as it takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    Progress.endBefore(writingTo: descriptor)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { space in
        unsafe Glibc.write(descriptor, space.baseAddress, space.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&wait, 1, -1)
      } else if errno != EINTR {
        if descriptor == 1 { unsafe outputError = errno }
        return false
      }
    }
    return true
  }
}
