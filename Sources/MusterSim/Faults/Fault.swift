/// What can break.
package nonisolated enum Fault: String, CaseIterable, Sendable {
  /// A process is killed between two calls.
  case kill
  /// A process ends within a call to its disk.
  case killInDisk = "kill-in-disk"

  /// What breaks in an ordinary run.
  package static let usual: [Fault] = allCases
}
