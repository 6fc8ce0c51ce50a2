import MusterDaemon
import MusterHeld
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("What a machine shows when it greets")
struct GreetingTests {
  /// The error with which a hub answers a machine that has joined, and then shows what the change makes of
  /// its admission; nil where it is welcome.
  private func refusal(_ change: (inout Admitted) -> Void) throws -> String? {
    let stage = try Stage()
    let code = try stage.ask("invite", ["point": "fr-1"])["code"]?.string
    try stage.hub.replica.close()
    let loop = HeldLoop()
    let engine = try HubEngine(
      stage.folder.hub, HubKeys.read(from: stage.folder.hub), loop: loop, clockIsRight: true,
      keepFree: 0, log: { _ in })
    let node = HeldNode(hub: engine.publicKey, loop: loop, accept: engine.accept)
    try node.begin(code, showing: change)
    loop.turn()
    return node.refusal()?.name
  }

  @Test("The line that stands on the log is good without its signature, and no other line is")
  func standing() throws {
    let forged = SigningKey().sign(
      .admission(event: Randomness.identifier(), line: Randomness.digest()))
    #expect(try refusal { _ in } == nil)
    #expect(try refusal { $0.signature = forged } == nil)
    let another = try refusal { admitted in
      admitted.signature = forged
      // Of another time; whom it admits is the same.
      let line = String(decoding: admitted.line, as: UTF8.self)
      admitted.line = Array(line.replacing("\"at\":1", with: "\"at\":2").utf8)
    }
    #expect(another == "bad_admission")
  }
}
