import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Desks that log in")
struct DeskLoginTests {
  @Test("A session lives through a restart, and its age is that of the boot's clock")
  func restart() throws {
    let town = try Town(try Centre())
    let made = town.node.stamp()
    try town.crash()
    #expect((0..<60_000).contains(town.node.age(of: made)))
    // As if it had been made under a clock that was three years slow: the boot's clock knows better.
    let slow = Accounts.Stamp(
      at: made.at - 94_608_000_000, boot: made.boot, mono: made.mono)
    #expect((0..<60_000).contains(town.node.age(of: slow)))
    // Of a boot that nothing is known of, there is only what was believed then.
    let strange = Accounts.Stamp(at: slow.at, boot: .init(high: 1, low: 1), mono: 0)
    #expect(town.node.age(of: strange) > 94_000_000_000)
  }

  @Test("Who is logged in acts, whatever the request says")
  func acting() throws {
    let centre = try Centre()
    let town = try Town(centre)
    let request = HTTPRequest(
      .post, path: ["api", "v1", "open"], body: Array(#"{"by":"somebody"}"#.utf8))
    let answer = DeskAPI(commands: town.commands).answer(request, by: "entrance-1")
    let op = try JSONValue.read(answer.body).op
    #expect(try town.line(of: op)?["by"]?.string == "entrance-1")
  }
}
