import MusterCommand
import MusterCore
import MusterDaemon
import MusterHeld
import MusterNet
import MusterStore
import Testing

@testable import MusterNode

@Suite("The write-ahead log is copied while nobody asks")
struct TidyingTests {
  private final class Plan: Planned { func cancel() {} }

  /// Keeps what is planned for every so often; nothing else comes to pass.
  private final class Ticks: Planner {
    private var bodies: [() -> Void] = []

    func soon(_: @escaping () -> Void) {}
    func plan(afterMs _: Int, _: @escaping () -> Void) -> any Planned { Plan() }
    func plan(everyMs _: Int, _ body: @escaping () -> Void) -> any Planned {
      bodies.append(body)
      return Plan()
    }

    func tick() { for body in bodies { body() } }
  }

  private struct Nowhere: Dialer {
    func open(
      _: HostPort, then _: @escaping (Result<any Wire, NetError>) -> Void
    ) -> any Planned { Plan() }
  }

  @Test("Soon after a request the copying waits", arguments: [false, true])
  func ticks(isAsked: Bool) throws {
    let town = try Town(Centre(), synced: false)
    try town.node.replica.close()
    let path = NodeFolder(town.folder.path).database
    try BootClock.$machine.withValue(StandingClock()) {
      let loop = Ticks()
      let engine = try NodeEngine(folder: town.folder.path, hub: nil, loop: loop, log: { _ in }) {
        _ in Nowhere()
      }
      engine.start()
      for number in 1...60 {
        let counted = engine.node.write(
          Draft(.count(indicator: "viewers", value: Int64(number)), point: "ma-1"))
        try engine.node.record([counted])
      }
      if isAsked { _ = engine.answer(HTTPRequest(.get, path: ["healthz"])) }
      let before = try Files.read(path, atMostBytes: 16 << 20).count
      loop.tick()
      let after = try Files.read(path, atMostBytes: 16 << 20).count
      #expect(isAsked ? after == before : after > before)
      try engine.close()
    }
  }
}
