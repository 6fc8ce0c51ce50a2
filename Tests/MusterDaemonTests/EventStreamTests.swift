import MusterNet
import MusterSync
import Testing

@testable import MusterDaemon

@Suite("Event streams")
struct EventStreamTests {
  /// A loop whose time stands.
  final class StillLoop: Planner {
    final class Plan: Planned {
      let body: () -> Void
      var isCancelled = false
      init(_ body: @escaping () -> Void) { self.body = body }
      func cancel() { isCancelled = true }
    }

    var plans: [Plan] = []
    var planned: Int { plans.count { !$0.isCancelled } }

    func soon(_ body: @escaping () -> Void) {}
    func plan(afterMs ms: Int, _ body: @escaping () -> Void) -> any Planned { add(body) }
    func plan(everyMs ms: Int, _ body: @escaping () -> Void) -> any Planned { add(body) }
    func turn() { for plan in plans where !plan.isCancelled { plan.body() } }

    private func add(_ body: @escaping () -> Void) -> any Planned {
      plans.append(Plan(body))
      return plans[plans.count - 1]
    }
  }

  final class Things { var versions = ["a": 0, "b": 0] }

  let loop = StillLoop()
  let things = Things()
  let streams: EventStreams

  init() {
    streams = EventStreams(loop: loop) { [things] in
      things.versions.sorted { $0.key < $1.key }.map { kind, version in
        EventStreams.View(kind, version: version, ["version": .number(version)])
      }
    }
  }

  func open(after last: String? = nil, by name: String? = nil) -> HTTPResponse {
    streams.open(
      HTTPRequest(
        .get, path: ["api", "v1", "events"],
        headers: last.map { [(name: "last-event-id", value: $0)] } ?? []), by: name
    ) { true }
  }

  func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

  func id(_ text: String) -> String {
    String(text.split(separator: "\n").last { $0.hasPrefix("id: ") }?.dropFirst(4) ?? "")
  }

  @Test("Who comes new is told from where it goes on, and nothing else")
  func beginning() {
    let response = open()
    #expect(response.status == 200)
    #expect(response.headers.contains { $0.value == "text/event-stream" })
    #expect(text(response).hasPrefix("id: ") && !text(response).contains("event:"))
    #expect(loop.planned == 1)
  }

  @Test("Who comes back is told what changed meanwhile, each kind once for each look")
  func resuming() {
    let begun = id(text(open()))
    for _ in 0..<5 { things.versions["b", default: 0] += 1 }
    let missed = text(open(after: begun))
    #expect(missed.components(of: "event: b\ndata: {\"version\":5}\n\n") == 1)
    #expect(!missed.contains("event: a"))
    things.versions["a"] = 1
    loop.turn()
    things.versions["a"] = 2
    loop.turn()
    let all = text(open(after: begun))
    #expect(all.components(of: "event: ") == 3)
    #expect(text(open(after: id(all))) == ":\n\n")
  }

  @Test("An id of another run, of the future, too old, or of no form tells to read again")
  func reset() {
    let begun = id(text(open()))
    for _ in 0...EventStreams.keptEvents {
      things.versions["a", default: 0] += 1
      loop.turn()
    }
    for last in [begun, "x-1", "", "1", begun + "0000", String(begun.dropLast()) + "99999"] {
      #expect(text(open(after: last)).contains("event: reset\n"), "\(last)")
    }
  }

  @Test("Nobody keeps the others out")
  func mostOfOne() {
    for _ in 0..<EventStreams.mostOfOne { #expect(open(by: "a").status == 200) }
    let refusal = open(by: "a")
    #expect(refusal.status == 503)
    #expect(text(refusal).contains("of this login"))
    #expect(open(by: "b").status == 200)
    #expect(open().status == 200)
  }

  @Test("HEAD is told what it would be, and listens to nothing")
  func head() {
    let request = HTTPRequest(.head, path: ["api", "v1", "events"])
    let response = streams.open(request, by: "a") { true }
    #expect(response.status == 200 && response.stream == nil && streams.count == 0)
  }

  @Test("Only so many may listen")
  func most() {
    for _ in 0..<EventStreams.mostStreams { #expect(open().status == 200) }
    let refusal = open()
    #expect(refusal.status == 503)
    #expect(refusal.headers.contains { $0.name == "Retry-After" })
  }
}

extension String {
  func components(of part: String) -> Int { ranges(of: part).count }
}
