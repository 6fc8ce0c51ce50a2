internal import Glibc

/// What the system says about an errno.
nonisolated enum SystemWords {
  static func of(_ code: Int32) -> String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}
