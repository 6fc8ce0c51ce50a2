import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The readiness checklist of the event, as this point stands to it.
struct Checklist {
  private let items: [EventPart]
  /// Ids of what is ready, ascending; also of what the event no longer asks for.
  private(set) var ready: [String]

  /// Reads the event's items and what this point has last said.
  init(of node: Node) {
    (items, ready) = node.replica.reading { fold in
      (fold.parts(.item), fold.point(named: node.point)?.ready ?? [])
    }
    ready = Set(ready).sorted()
  }

  /// Ids of the items, by when they are due.
  var ids: [String] { ordered.map(\.id) }

  /// Marks items as ready, and others as not ready.
  mutating func mark(_ done: [String], not undone: [String]) {
    ready = Set(ready).union(done).subtracting(undone).sorted()
  }

  /// The item that a person means: capitals do not matter.
  func item(_ typed: String) -> String? {
    items.first { $0.id == typed }?.id
      ?? items.first { $0.id.lowercased() == typed.lowercased() }?.id
  }

  /// The list for a page: every item with its title, when it is due, and whether it is ready.
  ///
  /// - Parameter now: hub time, ms.
  func json(_ node: Node, _ languages: Languages, now: Int64) -> JSONValue {
    .array(
      ordered.map { item in
        let isReady = ready.contains(item.id)
        return .present([
          "item": .string(item.id),
          "title": .string(languages.pick(item.titles)?.text ?? item.id),
          "ready": .bool(isReady), "due_ms": item.due.map { .number($0) },
          "due": item.due.flatMap { node.localTime($0) }.map { .string($0) },
          "late": .bool(!isReady && item.due.map { $0 < now } ?? false),
        ])
      })
  }

  /// Ids of what is missing, by when it is due.
  var missing: [String] { ids.filter { !ready.contains($0) } }

  private var ordered: [EventPart] {
    items.sorted { ($0.due ?? .max, $0.id) < ($1.due ?? .max, $1.id) }
  }
}
