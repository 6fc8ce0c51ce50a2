import MusterHeld
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("A node whose connection never says that it can take more")
struct LeftBehindTests {
  let stage: Stage
  let peers: Peers
  let loop = HeldLoop()
  let node: HeldNode

  init() throws {
    stage = try Stage(people: (1...4_000).map { "p\($0)" })
    peers = try Peers(hub: stage.hub, loop: loop, log: { _ in })
    node = HeldNode(hub: stage.hub.keys.hub.publicKey, loop: loop, accept: peers.accept)
  }

  @Test("Is handed the rest of the log all the same, once what it was handed has left")
  func handsOn() throws {
    try node.begin(stage.ask("invite", ["point": "fr-1"])["code"]?.string)
    loop.turn()
    var place = try #require(try node.read().place)
    #expect(place < stage.place)
    var rounds = 0
    while place < stage.place, rounds < 100 {
      loop.turn()
      #expect(node.wire.outputBytes == 0)
      peers.pumpLeftBehind()
      let waiting = node.wire.outputBytes
      peers.pumpLeftBehind()
      #expect(node.wire.outputBytes == waiting)
      place = try #require(try node.read().place)
      rounds += 1
    }
    #expect(place == stage.place)
    #expect(rounds > 1)
  }
}
