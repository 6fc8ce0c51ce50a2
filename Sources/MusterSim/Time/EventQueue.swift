/// What will happen, by time and then by the order in which it was asked for.
///
/// A binary heap: equal times come out as they went in, so that a run repeats.
struct EventQueue {
  private struct Entry {
    var time: Int64
    var order: UInt64
    var body: () -> Void
  }

  private var heap: [Entry] = []
  private var orders: UInt64 = 0

  /// The time of the first event, µs; nil when there is none.
  var next: Int64? { heap.first?.time }

  /// Adds an event.
  mutating func add(_ time: Int64, _ body: @escaping () -> Void) {
    orders += 1
    heap.append(Entry(time: time, order: orders, body: body))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the first event off.
  mutating func take() -> (time: Int64, body: () -> Void)? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return (last.time, last.body) }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, Self.isBefore(heap[child + 1], heap[child]) { child += 1 }
      guard Self.isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return (first.time, first.body)
  }

  private static func isBefore(_ a: Entry, _ b: Entry) -> Bool {
    a.time == b.time ? a.order < b.order : a.time < b.time
  }
}
