import MusterCore
public import MusterNet
public import MusterStore
import MusterSync
import MusterTrust

/// A POST with an `Idempotency-Key`: the same key and the same request of one caller act once and get
/// the same answer, also after a restart; the same key with another request is refused.
///
/// A key is its caller's own: scripts at two desks may both count from 1. All who come without a login,
/// through the socket, are one caller.
///
/// An answer that tells of somebody who is erased is forgotten; its key is not, so that nothing is done
/// twice.
///
/// The answer is kept in the transaction of the ops, under the key; what is kept begins with the
/// request's digest. Answers are dropped after seven days.
public nonisolated struct IdempotentRequest: Sendable {
  /// Answers are kept for so long, ms: seven days.
  public static let keptMs: Int64 = 7 * 86_400_000
  /// The longest key, bytes.
  public static let keyBytes = 128

  /// What the answer is kept under: a digest of caller and key.
  private let key: String
  private let digest: Digest

  /// Reads the key of a request; nil when it has none.
  ///
  /// - Parameter login: who is logged in; nil for who needs no login.
  public init?(_ request: HTTPRequest, by login: String?) throws(Failure) {
    guard let key = request.header("Idempotency-Key") else { return nil }
    guard (1...Self.keyBytes).contains(key.utf8.count) else {
      throw .usage("An Idempotency-Key has 1 to \(Self.keyBytes) bytes.", code: .wrongLength)
    }
    self.key = Self.own(key, of: login)
    digest = SHA256.digest(
      Array((request.method.rawValue + " " + request.path.joined(separator: "/") + "\n").utf8)
        + request.body)
  }

  private static func own(_ key: String, of login: String?) -> String {
    // With its length, so that no name and key run into another name and key.
    let caller = login.map { "login \($0.utf8.count) \($0) " } ?? "socket "
    return SHA256.digest(Array((caller + key).utf8)).hex
  }

  /// The answer that was given before; nil when the key is new.
  public func earlier(in answers: Answers) throws(Failure) -> HTTPResponse? {
    let kept = try Failure.storing { () throws(StoreError) in try answers.response(to: key) }
    guard let kept, kept.count >= Answer.headBytes else { return nil }
    guard Array(kept[0..<32]) == digest.bytes else {
      throw .badData("You have used this Idempotency-Key for another request: make a new one.")
    }
    let status = Int(kept[32]) << 8 | Int(kept[33])
    guard kept.count > Answer.headBytes else { return Self.erased(status) }
    return HTTPResponse(
      status, type: "application/json", body: Array(kept[Answer.headBytes...]))
  }

  /// The answer in the place of one that told of somebody who was erased since.
  private static func erased(_ status: Int) -> HTTPResponse {
    .json(status: status) { answer in
      answer.beginObject()
      answer.member("erased", true)
      answer.member(
        "detail",
        "This was done when it was first sent. Somebody of whom the answer told was erased since, and"
          + " the answer with them.")
      answer.endObject()
    }
  }

  /// What is kept for an answer.
  public func answer(_ response: HTTPResponse, at time: Int64) -> Answer {
    let status = [
      UInt8(truncatingIfNeeded: response.status >> 8),
      UInt8(truncatingIfNeeded: response.status),
    ]
    return Answer(key: key, response: digest.bytes + status + response.body, at: time)
  }
}
