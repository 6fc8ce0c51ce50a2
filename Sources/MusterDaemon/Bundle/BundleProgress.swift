import MusterCommand

/// Tells a person who waits that there is much to read.
public enum BundleProgress {
  /// From so many bytes on.
  private static let muchBytes = 16 << 20

  /// Says how large a file is, where it is large and somebody looks.
  public static func announce(_ path: String, program: String) {
    guard Terminal.isInteractive, let bytes = Files.size(path), bytes >= muchBytes else { return }
    Terminal.error("\(program): reading \(bytes >> 20) MB; this may take some minutes")
  }
}
