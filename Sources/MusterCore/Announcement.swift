/// What the centre tells the points.
public nonisolated struct Announcement: Hashable, Sendable {
  /// The text by language, BCP 47 primary subtags; at least one.
  public var texts: [String: String]
  /// Only for points of these countries, and of those of ``groups``; both empty: for all.
  public var countries: [String]
  /// Only for points of countries of these groups, and of ``countries``.
  public var groups: [String]
  /// Shown no longer from this moment on, hub time, ms; nil: for ever.
  public var until: Int64?

  /// Makes an announcement.
  public init(
    texts: [String: String], countries: [String] = [], groups: [String] = [], until: Int64? = nil
  ) {
    self.texts = texts
    self.countries = countries
    self.groups = groups
    self.until = until
  }
}
