import MusterCommand
import MusterDaemon
import MusterNet
import MusterSync

/// `muster-hub coverage --watch`: the table again whenever something in it has changed.
///
/// It follows the daemon's events over the socket in the data folder and asks anew when they say so. On
/// a terminal each table takes the place of the one before; elsewhere, one comes after the other, or one
/// line of JSON. While the daemon is away it waits for it, and says so. SIGINT ends it well.
struct CoverageWatch {
  /// So often it looks whether the daemon has come, ms.
  private static let lookEveryMs = 1_000

  /// A daemon that answers no sooner is taken for away, ms.
  static let askMs = 15_000

  let socket: String
  /// The coverage, of the daemon or of the files of one that does not run; and which of the two.
  let ask: () throws(Failure) -> (answer: JSONValue, isServed: Bool)
  let isJSON: Bool

  private var isWindow: Bool { Terminal.isInteractive && !isJSON }

  func run() throws(Failure) -> ExitCode {
    // What is wrong with the question shows now.
    var last = try ask()
    let signals = try Failure.commanding { () throws(CommandError) in try Interruption() }
    if isWindow { Window.open() }
    defer { if isWindow { Window.close() } }
    var absence: String? = last.isServed ? nil : Self.neverThere
    show(last.answer, absence)
    while Terminal.takesOutput {
      guard let events = try? EventReader(.unix(path: socket), interruption: signals) else {
        absence = absence ?? leave(last.answer)
        switch signals.wait(ms: Self.lookEveryMs) {
        case .end: return .done
        case .resized where isWindow: show(last.answer, absence)
        default: break
        }
        continue
      }
      var isToBeAsked = true
      following: while Terminal.takesOutput {
        if isToBeAsked {
          guard let fresh = try? ask(), fresh.isServed else { break following }
          if absence != nil { comeBack() }
          absence = nil
          last = fresh
          show(last.answer, nil)
          guard Terminal.takesOutput else { break following }
        }
        switch events.next() {
        case .event(let kind): isToBeAsked = kind == "coverage" || kind == "reset"
        case .resized:
          isToBeAsked = false
          if isWindow { show(last.answer, nil) }
        case .ended: return .done
        case .gone: break following
        }
      }
    }
    // Nobody sees it any more.
    return .done
  }

  // MARK: Words

  private static let neverThere =
    "No hub serves here: this is what the files say. Waiting for muster-hub serve."

  /// Says that the daemon has gone; gives the words for it.
  private func leave(_ last: JSONValue) -> String {
    let now = HubWords.time(.integer(BootClock.wallMilliseconds()))
    let words = "The hub has not answered since \(now): this is what it said last. Waiting for it."
    if isWindow {
      show(last, words)
    } else {
      Terminal.error("muster-hub: \(words)")
    }
    return words
  }

  private func comeBack() {
    if !isWindow { Terminal.error("muster-hub: the hub is there.") }
  }

  private func show(_ answer: JSONValue, _ absence: String?) {
    guard !isJSON else { return _ = Terminal.print(answer.compact) }
    let lines = Self.lines(
      answer, absence, rows: isWindow ? Window.rows : Int.max, isolates: isWindow)
    if isWindow {
      Window.show(lines)
    } else {
      for line in lines + [""] { Terminal.print(line) }
    }
  }

  /// The picture: when it was so, the sum, whom to call, and the countries, those in trouble first.
  ///
  /// - Parameter rows: so many lines there is room for; the countries at the end give way.
  static func lines(
    _ answer: JSONValue, _ absence: String?, rows: Int, isolates: Bool
  ) -> [String] {
    var lines = [
      absence ?? "As of \(HubWords.time(answer["time"])). Changes come by themselves; Ctrl-C ends."
    ]
    lines += HubWords.coverageSum(answer) + [""]
    let table = HubWords.coverageTable(troubledFirst(answer), isolates: isolates)
    let room = max(2, rows - lines.count)
    guard table.count > room else { return lines + table }
    let left = table.count - (room - 1)
    return lines + table.prefix(room - 1)
      + ["… and \(Counted(left, "country", "countries")) more: make the window higher"]
  }

  /// The rows, those with an alarm before the silent ones, these before who has work waiting, and the
  /// others as they were.
  static func troubledFirst(_ answer: JSONValue) -> [JSONValue] {
    let alarmed = Set((answer["alarms"]?.array ?? []).compactMap { $0["country"]?.string })
    func trouble(_ row: JSONValue) -> Int {
      if alarmed.contains(row["country"]?.string ?? "") { return 0 }
      if row["state"]?.string == "silent" { return 1 }
      return row["pending"]?.integer ?? 0 > 0 ? 2 : 3
    }
    let rows = answer["rows"]?.array ?? []
    return (0...3).flatMap { grade in rows.filter { trouble($0) == grade } }
  }
}
