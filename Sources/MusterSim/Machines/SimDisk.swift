internal import CSimDisk
import MusterDaemon

/// The disk of one machine: in memory, under SQLite, as slow, full and faulty as a run wants it.
///
/// A life of the machine's process works on it through SQLite alone; ``kill()`` or ``cut(_:kept:)`` ends
/// that life's hold on it.
nonisolated final class SimDisk: SimulatedDisk, @unchecked Sendable {
  /// What a call does that is told to fail.
  enum Fault {
    /// It fails, and nothing is written.
    case error
    /// Half of it is written, and it fails.
    case short
    /// The process ends within it.
    case death
  }

  /// Room that an ordinary disk has, bytes.
  static let ordinaryRoom: Int64 = 1 << 30
  /// What a sync takes on an ordinary disk, µs.
  static let ordinarySyncCost: Int64 = 200
  /// Most disks that one run has.
  static let most = 256

  private let number: Int32
  private(set) var limit = SimDisk.ordinaryRoom
  /// What a sync takes, µs.
  var syncCost = SimDisk.ordinarySyncCost
  /// Bytes that a ``DiskReserve`` holds.
  var reservedBytes: Int64 = 0 {
    didSet { tellLimit() }
  }
  private var syncsBefore: Int64 = 0

  /// An empty disk for the files of a folder; nil when there are too many.
  init?(folder: String) {
    number = unsafe sim_disk_make(folder)
    guard number >= 0 else { return nil }
    tellLimit()
  }

  /// Makes such disks SQLite's own, and forgets all that there were.
  ///
  /// - Parameter folder: where all of their folders are, the same one for the whole process.
  static func prepare(in folder: String, seed: UInt64) -> Bool {
    guard unsafe sim_disk_register(folder) == 0 else { return false }
    sim_disk_forget()
    sim_disk_seed(seed)
    return true
  }

  // MARK: How it is

  /// Bytes that may still be written.
  var freeBytes: Int64 { max(0, limit - reservedBytes - sim_disk_used(number)) }

  /// Whether the process has ended within a call.
  var isDead: Bool { sim_disk_is_dead(number) != 0 }

  /// Calls so far.
  var calls: Int64 { sim_disk_calls(number) }

  /// Gives the disk so many more bytes than it holds; nil for an ordinary one.
  func limit(toFree free: Int64?) {
    limit = free.map { sim_disk_used(number) + reservedBytes + $0 } ?? Self.ordinaryRoom
    tellLimit()
  }

  private func tellLimit() { sim_disk_limit(number, max(0, limit - reservedBytes)) }

  /// What the calls since ``beginCall()`` have taken, µs.
  var spent: Int64 { (sim_disk_syncs(number) - syncsBefore) * syncCost }

  /// Begins to count what calls take.
  func beginCall() { syncsBefore = sim_disk_syncs(number) }

  // MARK: What happens to it

  /// Lets the call that comes so many calls from now fail, from 1; 0 for none.
  func plan(_ fault: Fault, atCall call: Int) {
    let kind =
      switch fault {
      case .error: SIM_IO
      case .short: SIM_SHORT
      case .death: SIM_DEAD
      }
    sim_disk_plan(number, Int32(clamping: call), kind)
  }

  /// Takes the hold of the process off it; what it wrote stays.
  func kill() { sim_disk_kill(number) }

  /// A power cut: what was not synced is lost, but for each page's chance of so much in 256.
  func cut(_ chance: UInt64, kept: Int) { sim_disk_cut(number, chance, Int32(clamping: kept)) }

  /// Becomes what another disk is now.
  ///
  /// - Parameter atWorst: what a power cut would leave of it, and no more.
  func become(_ other: SimDisk, atWorst: Bool = false) {
    sim_disk_copy(other.number, number, atWorst ? 1 : 0)
  }

  /// Turns one bit over; false where there is none.
  func flip(_ chance: UInt64) -> Bool { sim_disk_flip(number, chance) != 0 }
}
