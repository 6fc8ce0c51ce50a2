/// For whose points an announcement is.
nonisolated extension Fold {
  /// The countries that an announcement names, by themselves and by their groups; nil: all.
  public mutating func audience(of announcement: Announcement) -> Set<String>? {
    guard !announcement.countries.isEmpty || !announcement.groups.isEmpty else { return nil }
    var countries = Set(announcement.countries)
    for group in parts(.group) where announcement.groups.contains(group.id) {
      countries.formUnion(group.countries)
    }
    for country in parts(.country)
    where country.groups.contains(where: { announcement.groups.contains($0) }) {
      countries.insert(country.id)
    }
    return countries
  }
}
