/// At which place each op's line stands, by the number that the fold gave the op.
///
/// The fold's own table of ids is the only one: this costs four bytes for each op.
nonisolated struct PlacesOfOps {
  /// 0: not placed, or after the last.
  private var places: ContiguousArray<UInt32> = []

  /// The place of the op's line; nil when the op is not placed.
  subscript(number: Int) -> Int64? {
    guard number < places.count, places[number] > 0 else { return nil }
    return Int64(places[number])
  }

  /// Notes the place of an op's line; false when it has one already, which stays.
  mutating func note(_ number: Int, at place: Int64) -> Bool {
    if number >= places.count {
      places.append(contentsOf: repeatElement(0, count: number - places.count + 1))
    }
    guard places[number] == 0 else { return false }
    places[number] = UInt32(clamping: place)
    return true
  }
}
