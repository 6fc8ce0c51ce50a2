import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// How nodes' clocks are marked on the log (`Protocol/4-messages.md`, ping).
extension Peers {
  /// A boot that is known as well as this is not marked better, ms: every mark goes to every node.
  private static var goodErrMs: Int64 { 100 }
  /// So far from what is known, ms, a mark says something new.
  private static var newMs: Int64 { 1000 }

  /// Logs a mark when it says something new.
  ///
  /// The first one of a boot is logged at once, before the ops that it times. While thousands of nodes
  /// come back, each is measured better with every ping, and each mark goes to all of them: better
  /// ones wait for ``logMarks()``, and only the best of each node is logged.
  func note(_ mark: ClockMark) {
    // A mark that is not logged is measured again.
    if hub.isDiskScarce { return }
    let known = hub.replica.reading { fold in
      fold.time(node: mark.node, boot: mark.boot, mono: mark.mono)
    }
    guard let known, abs(known.ms - mark.time) <= Self.newMs else { return gather([mark]) }
    guard known.err > Self.goodErrMs, mark.err * 2 <= known.err else { return }
    if let waiting = betterMarks[mark.node], waiting.boot == mark.boot, waiting.err <= mark.err {
      return
    }
    betterMarks[mark.node] = mark
  }

  /// Logs the better marks that have come since this was last done.
  func logMarks() {
    guard !betterMarks.isEmpty, !hub.isDiskScarce else { return }
    let marks = betterMarks.values.sorted { $0.node < $1.node }
    betterMarks = [:]
    gather(marks)
    do throws(Failure) { try hub.commit() } catch { onStorageFailure(error) }
  }

  private func gather(_ marks: [ClockMark]) {
    do throws(Failure) {
      try hub.gather(marks.map { Draft(.clock($0)) })
    } catch {
      onStorageFailure(error)
    }
  }
}
