import CMalloc
import Glibc
import MusterCommand

/// How the process holds memory: a node lives beside other things on old laptops.
public enum Memory {
  /// Keeps what is freed from staying with the process; to be called once, first of all.
  public static func beFrugal() {
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_MMAP_THRESHOLD, 65_536)
    mallopt(M_TRIM_THRESHOLD, 131_072)
    mallopt(M_TOP_PAD, 65_536)
  }

  /// Gives back to the system what freed memory a large piece of work has left behind.
  public static func giveBack() { malloc_trim(0) }

  /// Gives back that, and the pages of programs and libraries which are only in memory because
  /// something once needed them: starting takes thousands that an idle daemon never looks at again.
  ///
  /// Takes some milliseconds; what is needed again comes from the system's cache.
  public static func settle() {
    giveBack()
    guard let bytes = try? Files.read("/proc/self/smaps", atMostBytes: 4 << 20) else { return }
    var mapping: (start: UInt, end: UInt)?
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if let found = readOnlyFile(line) {
        mapping = found
      } else if !line.contains(":") || line.first?.isUppercase != true {
        mapping = nil
      } else if let clean = mapping, line.hasPrefix("Anonymous:") {
        // A page that was written to is in no file: only mappings without any may be dropped.
        if line.split(separator: " ").dropFirst().first == "0" { drop(clean) }
        mapping = nil
      }
    }
  }

  /// The range of a line such as `55d0-55e0 r-xp 0001000 08:01 1234 /usr/bin/x`; nil for any other.
  private static func readOnlyFile(_ line: Substring) -> (start: UInt, end: UInt)? {
    let fields = line.split(separator: " ", maxSplits: 5)
    guard fields.count == 6, fields[1] == "r-xp" || fields[1] == "r--p", fields[4] != "0" else {
      return nil
    }
    let range = fields[0].split(separator: "-")
    guard range.count == 2, let start = UInt(range[0], radix: 16),
      let end = UInt(range[1], radix: 16), start < end
    else { return nil }
    return (start, end)
  }

  private static func drop(_ range: (start: UInt, end: UInt)) {
    let start = unsafe UnsafeMutableRawPointer(bitPattern: range.start)
    _ = unsafe madvise(start, Int(range.end - range.start), MADV_DONTNEED)
  }
}
