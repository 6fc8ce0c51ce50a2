/// What can break.
package nonisolated enum Fault: String, CaseIterable, Sendable {
  // MARK: Processes and machines

  /// A process is killed between two calls.
  case kill
  /// A process ends within a call to its disk.
  case killInDisk = "kill-in-disk"
  /// A process is ended in order.
  case stop
  /// A machine loses power, and with it what was not synced.
  case powerCut = "power-cut"
  /// A laptop's lid is closed for a while.
  case sleep
  /// Somebody sets a machine's clock, by seconds or by years.
  case clock

  // MARK: Disks

  /// One call to the disk fails.
  case diskError = "disk-error"
  /// One write lands by half, and fails.
  case shortWrite = "short-write"
  /// The disk has no room for a while.
  case diskFull = "disk-full"
  /// Each sync takes long for a while.
  case slowDisk = "slow-disk"
  /// One bit of a disk turns over; who finds it is replaced.
  case flippedBit = "flipped-bit"

  // MARK: The network

  /// A node's cable is cut: both ends are told after a while, or by their own patience only.
  case cut
  /// Only one direction of a cable passes anything.
  case oneWay = "one-way"
  /// Several nodes are cut off for hours.
  case split
  /// A connection is no more, and nobody is told.
  case halfOpen = "half-open"
  /// A cable is slow, far and uneven, down to 2 kbit/s.
  case slowLine = "slow-line"
  /// Attempts to dial fail for no reason that anybody sees.
  case dials

  // MARK: History

  /// A node's disk is put back from a copy.
  case restoreNode = "restore-node"
  /// A node's machine is copied, and both run.
  case cloneNode = "clone-node"
  /// A node's machine is lost; another joins with a new code.
  case replaceNode = "replace-node"
  /// The hub's disk is put back from a copy.
  case restoreHub = "restore-hub"
  /// A node is revoked; mostly what it hands in later is accepted.
  case revoke

  /// What breaks in an ordinary run.
  package static let usual: [Fault] = allCases.filter { $0 != .flippedBit }

  /// After these the hub may hold less, or a node other things, than before.
  package static let history: Set<Fault> = [
    .restoreNode, .cloneNode, .replaceNode, .restoreHub, .flippedBit,
  ]

  /// How far apart such faults are on average, minutes.
  var everyMinutes: Int64 {
    switch self {
    case .kill, .cut, .slowLine, .diskError: 8
    case .killInDisk: 6
    case .stop, .powerCut, .sleep, .clock, .shortWrite, .slowDisk, .oneWay, .halfOpen, .dials: 15
    case .diskFull, .split, .restoreNode, .cloneNode, .replaceNode, .restoreHub, .flippedBit: 40
    case .revoke: 120
    }
  }
}
