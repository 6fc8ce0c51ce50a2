import MusterCommand
import MusterDaemon
import MusterSync

@testable import MusterNode

/// A paper list, as a volunteer has typed it into a spreadsheet.
///
/// A trial says what the recording then says, and records nothing. All of a list is recorded or
/// nothing; the same list again finds every line there.
enum NodePaperTarget {
  static func feed(_ bytes: [UInt8]) {
    let stage = NodeStage.ready(for: bytes)
    let file = Tokens.replace(bytes) { stage.value($0) }
    do throws(CommandError) {
      let rows = try Asking.lines(of: file, nil)
      if !rows.isEmpty { take(rows, stage) }
    } catch {
      hold(!error.message.isEmpty && isShown(error.message), "not to be shown: \(error.message)")
    }
  }

  private static func take(_ rows: [JSONValue], _ stage: NodeStage) {
    let before = stage.made
    let trial = paper(rows, isTrial: true, stage)
    hold(stage.made == before, "a trial records")
    let report = paper(rows, isTrial: false, stage)
    for name in ["ok", "recorded", "repeats", "orphans", "there", "errors"] {
      hold(trial?[name] == report?[name], "\(name): the trial said something else")
    }
    guard let report, report["ok"] == true else {
      return hold(stage.made == before, "a list with mistakes is recorded")
    }
    hold(report["recorded"]?.integer == stage.made - before, "another number is recorded")
    stage.checkOps(after: before)
    let again = paper(rows, isTrial: false, stage)
    hold(again?["there"]?.integer == Int64(rows.count), "again: \(again ?? .null)")
  }

  private static func paper(
    _ rows: [JSONValue], isTrial: Bool, _ stage: NodeStage
  ) -> JSONValue? {
    do throws(Failure) {
      let report = try stage.commands.perform(
        "paper",
        [
          "rows": .array(rows), "date": "2030-01-01", "dry_run": .bool(isTrial), "anyway": true,
        ])
      Answer.check(report)
      return report
    } catch {
      Answer.check(error)
      return nil
    }
  }
}
