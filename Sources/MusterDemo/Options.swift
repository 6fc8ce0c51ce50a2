internal import MusterCommand

/// What the command line of `muster-demo` says.
struct Options {
  /// The folder with `muster-hub` and `muster-node`.
  let programs: String
  /// The folder with `event.json`, `points.csv` and `roster.csv`.
  let seeds: String
  /// Whether everything is left running at the end.
  let keeps: Bool
  /// How many points take part, 5–75.
  let nodes: Int

  /// The command line, described.
  static let command = Command(
    "muster-demo", "A hub, 75 nodes and 5,000 people on a bad day, and what the log proves of it",
    options: [
      .init("bin", value: "DIR", "the folder with the programs muster-hub and muster-node"),
      .init(
        "seeds", value: "DIR", "the folder with event.json, points.csv and roster.csv: seeds"),
      .init("nodes", value: "N", "only the first N points, 5 to 75: 75"),
      .init("keep", "leave everything running at the end, and say how to look at it; as KEEP=1"),
    ],
    notes: [
      "Runs a hub and the nodes as real processes, lets people in, kills the hub and a node, lets",
      "everything come back, and proves from the log that nothing was lost or counted twice.",
      "Exits with 0 when every proof holds, and with 1 when one fails.",
    ])

  /// Reads what was parsed.
  init(_ invocation: Invocation, environment: [String: String]) throws(CommandError) {
    programs = try invocation.required("bin")
    seeds = invocation.value("seeds") ?? "seeds"
    keeps = invocation.has("keep") || environment["KEEP"] == "1"
    nodes = try invocation.number("nodes", in: 5...75) ?? 75
  }
}
