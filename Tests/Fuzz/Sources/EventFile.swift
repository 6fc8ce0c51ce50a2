@testable import MusterHub

/// Any bytes, as an event file.
///
/// Whatever stands in it is found, in words that can be shown. A file without an error gives an event
/// that can be set up at any time, and each of its parts is a line that every reader takes.
enum EventFileTarget {
  private static let starts = [
    EventPlan.Start.asWritten, .around(1_762_520_000_000), .around(0), .around(4_102_444_800_000),
  ]

  static func feed(_ bytes: [UInt8]) {
    let check = EventCheck(bytes)
    for finding in check.errors + check.warnings {
      hold(isShown(finding.line), "not to be shown: \(finding.line)")
    }
    guard let file = try? check.event() else {
      hold(!check.errors.isEmpty, "no event, and nothing wrong")
      return
    }
    hold(check.errors.isEmpty, "an event in spite of \(check.errors.first?.line ?? "")")
    for start in starts {
      guard let plan = try? EventPlan(file, start: start) else {
        fatalError("it cannot be planned")
      }
      for (path, part) in zip(plan.paths, plan.parts) {
        hold(EventPlan.fits(part), "\(path) is a line that nobody reads")
      }
    }
  }
}
