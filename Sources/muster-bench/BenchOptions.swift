import Foundation
import MusterCommand

/// How to measure: what the commands share, and what each alone has.
struct BenchOptions {
  // Of `drain`.
  var nodes = 75
  var ops = 1000
  /// Folder of the programs; this program's own by default.
  var bin: String
  var seeds = "seeds"

  // Of `desk`.
  var checkins = 2_000

  // Of `search`.
  var people = 500_000
  var queries = 2000

  // Of all.
  var json = false

  private static let bin = Command.Option(
    "bin", value: "DIR", "folder of the programs (default: this program's)")
  private static let seeds = Command.Option(
    "seeds", value: "DIR", "folder of the sample event (default seeds)")

  static let program = Command(
    "muster-bench", "Measures Muster, as ratios against something measured in the same run",
    commands: [
      Command(
        "desk", "a desk checks people in through HTTP, beside a bare fsync on the same disk",
        options: [
          .init("checkins", value: "N", "how many (default 2000)"),
          bin, seeds, .json,
        ]),
      Command(
        "drain", "75 nodes come back with 1,000 ops each",
        options: [
          .init("nodes", value: "N", "how many nodes (default 75)"),
          .init("ops", value: "N", "how many ops each (default 1000)"),
          bin, seeds, .json,
        ]),
      Command(
        "fold", "what one more op costs while the log grows, and how soon a hub is ready again",
        options: [
          .init("ops", value: "N", "how many ops the log grows to (default 1000000)"), .json,
        ]),
      Command(
        "idle", "many nodes that do nothing, come back at once, and are told something",
        options: [
          .init("nodes", value: "N", "how many nodes (default 2000)"),
          bin, seeds, .json,
        ]),
      Command(
        "search", "a desk searches among 500,000 people",
        options: [
          .init("people", value: "N", "how many people (default 500000)"),
          .init("queries", value: "N", "how many queries (default 2000)"),
          .json,
        ]),
    ])

  init(_ invocation: Invocation) throws(CommandError) {
    bin =
      invocation.value("bin")
      ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    nodes =
      invocation.command == "idle"
      ? try invocation.number("nodes", in: 100...10_000) ?? 2_000
      : try invocation.number("nodes", in: 1...75) ?? nodes
    if invocation.command == "fold" {
      ops = try invocation.number("ops", in: 10_000...10_000_000) ?? 1_000_000
    } else {
      ops = try invocation.number("ops", in: 1...100_000) ?? ops
    }
    seeds = invocation.value("seeds") ?? seeds
    people = try invocation.number("people", in: 1...2_000_000) ?? people
    checkins = try invocation.number("checkins", in: 100...100_000) ?? checkins
    queries = try invocation.number("queries", in: 1...1_000_000) ?? queries
    json = invocation.has("json")
  }
}
