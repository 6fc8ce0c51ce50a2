import MusterCommand

/// Which runs are asked for.
struct Plan {
  /// All of a run but its seed, and its length where the seed draws it.
  var template: Options
  /// How long, minutes; nil as each seed draws.
  var minutes: Int?
  /// The seeds.
  var seeds: ClosedRange<UInt64>
  /// How many runs at once.
  var jobs = 1
  /// Whether a smaller run is looked for.
  var shrinks = true
  /// Whether seeds after the first that fails are left out.
  var endsEarly = false
  /// Words that stand in each command line of it.
  var extra: [String] = []

  /// Reads it from a command line.
  init(_ invocation: Invocation) throws(CommandError) {
    let most = Int.max >> 1
    let first = try invocation.number("first", in: 0...most)
    let seed = try invocation.number("seed", in: 0...most)
    let count = try invocation.number("seeds", in: 1...10_000_000)
    if seed != nil, first ?? count != nil {
      throw .usage("run: give --seed, or --seeds and --first, not both")
    }
    minutes = try invocation.number("minutes", in: 1...100_000)
    if let hours = try invocation.number("hours", in: 1...1_000) {
      guard minutes == nil else { throw .usage("run: give --minutes or --hours, not both") }
      minutes = hours * 60
    }
    let start = UInt64(seed ?? first ?? 1)
    seeds = start...(start + UInt64((count ?? 1) - 1))
    template = Options(seed: start, nodes: try invocation.number("nodes", in: 1...75) ?? 5)
    template.faults = try Self.faults(invocation) ?? Fault.usual
    template.watched = invocation.value("watch")
    template.printsLog = invocation.has("log") || invocation.has("watch")
    jobs = try invocation.number("jobs", in: 1...64) ?? 1
    shrinks = !invocation.has("no-shrink")
    #if PLANTED_BUGS
      endsEarly = invocation.has("until-caught")
      if let bug = invocation.value("plant") { extra = ["--plant", bug] }
    #endif
  }

  private static func faults(_ invocation: Invocation) throws(CommandError) -> [Fault]? {
    guard let list = invocation.value("faults") else { return nil }
    var faults: [Fault] = []
    for name in list.split(separator: ",") {
      guard let fault = Fault(rawValue: String(name)) else {
        throw .usage(
          "--faults: nothing is called \(Terminal.plain(String(name))); see muster-sim run --help")
      }
      faults.append(fault)
    }
    return faults
  }

  /// The run of a seed.
  func options(_ seed: UInt64) -> Options {
    var options = Options(seed: seed, minutes: minutes)
    options.nodes = template.nodes
    options.faults = template.faults
    options.watched = template.watched
    options.printsLog = template.printsLog
    return options
  }
}

extension Options {
  /// The words of the command line that plays this run.
  var words: [String] {
    var words = ["run", "--seed", "\(seed)", "--nodes", "\(nodes)", "--minutes", "\(minutes)"]
    if faults != Fault.usual {
      words += ["--faults", faults.map(\.rawValue).joined(separator: ",")]
    }
    return words
  }
}
