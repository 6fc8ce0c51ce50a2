import MusterNet
import Testing

@testable import MusterDaemon

@Suite("A log that gathers")
struct GatheredLogTests {
  final class Lines { var all: [String] = [] }

  @Test("The first is said at once, the others together once the time is over")
  func gathers() {
    let loop = EventStreamTests.StillLoop()
    let lines = Lines()
    let log = GatheredLog(loop: loop) { lines.all.append($0) }
    for number in 1...700 { log("failure \(number)") }
    #expect(lines.all == ["failure 1"])
    loop.plans.removeLast().body()
    #expect(lines.all == ["failure 1", "699 more within 10 s, the last: failure 700"])
    log("failure 701")
    loop.plans.removeLast().body()
    loop.plans.popLast()?.body()
    #expect(lines.all.count == 3)
  }
}
