import MusterSync

/// What one process has said of one run.
struct Report {
  let seed: UInt64
  let minutes: Int
  let simulatedMs: Int64
  let realMs: Int64
  let counts: [(name: String, count: Int)]
  /// What did not hold, and how it showed; nil when all did.
  let failure: (name: String, text: String)?

  /// Reads a line of it.
  init?(_ line: String) {
    let bytes = Array(line.utf8)
    guard let value = try? JSONValue.read(bytes), let seed = value["seed"]?.integer,
      let simulated = value["simulated_ms"]?.integer, let real = value["real_ms"]?.integer
    else { return nil }
    self.seed = UInt64(seed)
    minutes = Int(value["minutes"]?.integer ?? 0)
    simulatedMs = simulated
    realMs = real
    var counts: [(name: String, count: Int)] = []
    if case .object(let members)? = value["counts"] {
      counts = members.map { ($0.name, Int($0.value.integer ?? 0)) }
    }
    self.counts = counts
    failure = value["violated"]?.string.map { ($0, value["text"]?.string ?? "") }
  }

  /// Of a run that ended its process.
  init(crashed seed: UInt64, minutes: Int, _ how: String) {
    self.seed = seed
    self.minutes = minutes
    simulatedMs = 0
    realMs = 0
    counts = []
    failure = ("crashes", "the process of the run ended by \(how)")
  }
}
