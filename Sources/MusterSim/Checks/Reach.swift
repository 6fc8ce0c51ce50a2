import MusterCore
import MusterModel

/// Which countries may ever have had which private lines, whatever was taken back since.
///
/// A line that was sent while a country could have it stays; so merges join for good here, and check-ins
/// count for everybody to whom they were ever given. What is outside of this nobody may ever have had.
struct Reach {
  private var together: [String: Int] = [:]
  private var groups: [Set<String>] = []
  private var countries: [Set<String>] = []
  private var subjects: [OpID: String] = [:]

  /// Reads the whole log.
  init(_ elements: [Element]) {
    let operations = elements.map(\.operation)
    var points: [String: Set<String>] = [:]
    for operation in operations {
      if case .pointPut(let change) = operation.act, let point = operation.point,
        let country = change.country
      {
        points[point, default: []].insert(country)
      }
    }
    var entries: [OpID: String] = [:]
    for operation in operations {
      let subject = operation.participant ?? operation.id.hex
      subjects[operation.id] = subject
      switch operation.act {
      case .participantPut(let change):
        if let country = change.country { note(country, of: subject) }
      case .checkin:
        guard let point = operation.point else { break }
        entries[operation.id] = point
        for country in points[point] ?? [] { note(country, of: subject) }
      case .participantMerge(let people): join(people)
      default: break
      }
    }
    for operation in operations {
      guard case .reassign(let ops) = operation.act, let subject = operation.participant else {
        continue
      }
      for point in ops.compactMap({ entries[$0] }) {
        for country in points[point] ?? [] { note(country, of: subject) }
      }
    }
  }

  /// Whether a country may ever have had the private line of an op.
  func mayHave(_ op: OpID, _ country: String) -> Bool {
    guard let group = subjects[op].flatMap({ together[$0] }) else { return false }
    return countries[group].contains(country)
  }

  private mutating func group(of person: String) -> Int {
    if let group = together[person] { return group }
    together[person] = groups.count
    groups.append([person])
    countries.append([])
    return groups.count - 1
  }

  private mutating func note(_ country: String, of person: String) {
    countries[group(of: person)].insert(country)
  }

  private mutating func join(_ people: [String]) {
    guard let first = people.first else { return }
    let target = group(of: first)
    for person in people.dropFirst() {
      let other = group(of: person)
      guard other != target else { continue }
      for member in groups[other] { together[member] = target }
      groups[target].formUnion(groups[other])
      countries[target].formUnion(countries[other])
    }
  }
}
