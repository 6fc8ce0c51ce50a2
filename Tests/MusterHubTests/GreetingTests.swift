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
    let loop = HeldLoop()
    let (_, node) = try stage.serve(on: loop)
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
      admitted.line = Array(line.replacing("\"at\":", with: "\"at\":1").utf8)
    }
    #expect(another == "bad_admission")
  }
}
