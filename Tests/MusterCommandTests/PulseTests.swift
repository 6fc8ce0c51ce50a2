import Glibc
import Testing

@testable import MusterCommand

@Suite("Whether a daemon is at work")
struct PulseTests {
  @Test("A daemon that answers on another connection is waited for, whatever it answers")
  func answers() {
    var server: ScriptedServer? = ScriptedServer([
      ["HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"]
    ])
    // No process has this number, so that only the answer speaks for it.
    var pulse = Pulse(
      .tcp(host: "127.0.0.1", port: server?.port ?? 0), process: Int32.max)
    let isStill = pulse.isStill()
    #expect(!isStill)
    #expect(server?.requests.first?.hasPrefix("GET /healthz ") == true)
    server = nil
    let isStillWithoutAnybody = pulse.isStill()
    #expect(isStillWithoutAnybody)
  }

  @Test("A daemon that uses a processor is waited for, though it answers nobody")
  func works() {
    var pulse = Pulse(.unix(path: "/nowhere"), process: getpid())
    _ = pulse.hasWorked()
    let begun = clock()
    var sum: UInt64 = 0
    // Until the kernel has counted some ticks of it.
    while clock() - begun < 100_000 { sum &+= sum ^ 0x9E37 }
    let hasWorked = pulse.hasWorked()
    #expect(hasWorked, "\(sum)")
  }
}
