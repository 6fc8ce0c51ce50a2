import CMalloc

/// How the process holds memory: a node lives beside other things on old laptops.
public enum Memory {
  /// Keeps what is freed from staying with the process; to be called once, first of all.
  public static func beFrugal() {
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_MMAP_THRESHOLD, 65_536)
    mallopt(M_TRIM_THRESHOLD, 131_072)
    mallopt(M_TOP_PAD, 65_536)
  }

  /// Gives back to the system what a large piece of work has left behind.
  public static func giveBack() { malloc_trim(0) }
}
