internal import MusterCore

/// What was found of signatures before, for a process in which many machines check the same ones.
///
/// A daemon has none: each signature comes to it once. A simulated world has one for all its machines.
package nonisolated final class SignatureMemory: @unchecked Sendable {
  /// The memory in use; nil in a daemon.
  @TaskLocal package static var current: SignatureMemory?

  private var answers: [Digest: Bool] = [:]

  /// Nothing found yet.
  package init() {}

  /// The answer to a question: as found before, or by asking now.
  func answer(for question: [UInt8], asking ask: () -> Bool) -> Bool {
    let name = SHA256.digest(question)
    if let known = answers[name] { return known }
    let found = ask()
    answers[name] = found
    return found
  }
}
