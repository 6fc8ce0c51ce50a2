import MusterCore
import MusterTrust

@testable import MusterSync

/// A machine with a join code that a fuzzer answers.
enum JoiningSide {
  /// What comes of the parts.
  static func hear(_ parts: [MessageTarget.Part], chunk: Int) -> [String] {
    guard let code = Side.code else { return [] }
    var joining = NodeEnrolment(code: code, channel: Side.nodeChannel, deflate: Side.deflate)
    for part in parts {
      for bytes in Side.chunks(Side.bytes(part, Side.emptyHead, Side.emptyLog), of: chunk) {
        joining.feed(bytes)
        do throws(ProtocolError) {
          guard let answer = try joining.next() else { continue }
          let admission = answer.admitted.verified(for: Company.event)
          hold(admission?.key == Company.node.publicKey, "another's admission")
          return ["enrolled \(answer.event.hex)"]
        } catch {
          if !joining.farewell.isEmpty { Side.check(farewell: joining.farewell, of: error) }
          return ["\(error.code) \(error.name)"]
        }
      }
    }
    return []
  }
}
