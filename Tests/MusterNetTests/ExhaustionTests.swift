import Glibc
import Testing

@testable import MusterNet

@Suite("Out of file descriptors")
struct ExhaustionTests {
  @Test("The listener rests instead of spinning, and comes back by itself")
  func exhaustion() throws {
    let ends = try Ends()
    defer { ends.end() }
    let socket = try #require(RawSocket(port: ends.listener.address.port))
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    unsafe getrlimit(kind, &limit)
    var none = limit
    none.rlim_cur = 3
    unsafe setrlimit(kind, &none)
    let before = clock()
    ends.loop.run(atMostMs: 300) { false }
    let spent = (clock() - before) * 1_000 / Int(CLOCKS_PER_SEC)
    unsafe setrlimit(kind, &limit)
    #expect(spent < 150)
    #expect(ends.failures.isEmpty)
    ends.wait {
      socket.say([0])
      return !ends.failures.isEmpty
    }
    #expect(ends.connect() != nil)
  }
}
