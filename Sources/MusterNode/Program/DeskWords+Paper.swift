import MusterCommand
import MusterDaemon
import MusterSync

/// The report on a paper list: first the lines that a person must look at, then the sum.
extension DeskWords {
  static func paper(_ answer: JSONValue) -> [String] {
    let isTrial = answer["dry_run"]?.bool == true
    var lines: [String] = []
    for row in answer["rows"]?.array ?? [] {
      guard let detail = row["detail"]?.string, row["result"]?.string != "there" else { continue }
      var parts = ["line \(row["line"]?.integer ?? 0):"]
      if row["result"]?.string != "error" {
        parts += [text(row["participant"]), text(row["act"]), text(row["time"]) + ":"]
      }
      lines.append((parts + [detail]).joined(separator: " "))
    }
    func number(_ name: String) -> Int64 { answer[name]?.integer ?? 0 }
    if number("errors") > 0 {
      let end = "Mend the file and give it again."
      lines.append(
        "Nothing was recorded: of \(Counted(number("errors") + good(answer), "line")) \(number("errors")) "
          + "\(number("errors") == 1 ? "is" : "are") wrong. \(end)")
      return lines
    }
    let verb = isTrial ? "would be recorded" : "recorded"
    var sum = "\(number("recorded")) \(verb)"
    if number("repeats") > 0 { sum += ", \(number("repeats")) of them repeats" }
    if number("conflicts") > 0 { sum += ", \(number("conflicts")) of them in conflicts" }
    if number("there") > 0 { sum += "; \(number("there")) there already" }
    return lines + [sum + "."]
  }

  private static func good(_ answer: JSONValue) -> Int64 {
    (answer["recorded"]?.integer ?? 0) + (answer["there"]?.integer ?? 0)
  }
}
