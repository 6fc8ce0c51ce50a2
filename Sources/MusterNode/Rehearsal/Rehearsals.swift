import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// The rehearsals of a node: the one that runs, and how the last one went.
///
/// What it leaves in the real event is the mark on the checklist; all else is told beside the log.
final class Rehearsals {
  /// The item of the checklist that a rehearsal marks, where the event has it.
  static let item = "rehearsal"
  /// Each part of a rehearsal may take so long unless told otherwise, s.
  static let patience: Int64 = 60
  /// … and at most so long, s.
  static let mostPatience: Int64 = 600

  private let node: Node
  private let link: HubLink
  private let loop: any Planner
  private let dialer: any Dialer
  private let addresses: [HostPort]
  private let log: (String) -> Void
  private var current: Rehearsal?
  /// Whether the last one has changed the checklist; nil where the event does not ask for one.
  private var hasMarked: Bool?
  /// Counts what there is to tell.
  private(set) var version = 0

  init(
    node: Node, link: HubLink, loop: any Planner, dialer: any Dialer, addresses: [HostPort],
    log: @escaping (String) -> Void
  ) {
    self.node = node
    self.link = link
    self.loop = loop
    self.dialer = dialer
    self.addresses = addresses
    self.log = log
    sweep()
  }

  /// What a daemon that ended in the midst has left.
  private func sweep() {
    guard Files.exists(node.folder.rehearsal.path) else { return }
    note(.unfinished)
    do throws(Failure) { try node.folder.rehearsal.removeAll() } catch { log(error.message) }
  }

  /// Begins one, or tells of the one that runs.
  func begin(by: String, patience: Int64) {
    guard current?.isOver != false else { return }
    let first = try? HostPort(link.address)
    let others = addresses.filter { $0 != first }
    let rehearsal = Rehearsal(
      Rehearsal.Plan(
        by: by, patience: patience, addresses: [first].compactMap(\.self) + others),
      node: node, loop: loop, dialer: dialer, log: log)
    current = rehearsal
    hasMarked = nil
    rehearsal.onProgress = { [weak self] in self?.version += 1 }
    rehearsal.onEnd = { [weak self, weak rehearsal] in
      if let rehearsal { self?.ended(rehearsal) }
    }
    log("a rehearsal begins, by \(by)")
    // The answer to whoever asked comes first.
    loop.soon { rehearsal.start() }
  }

  /// Ends what runs, for the daemon ends.
  func abandon() { current?.abandon() }

  private func ended(_ rehearsal: Rehearsal) {
    log("the rehearsal ended: \(rehearsal.outcome.rawValue)")
    note(rehearsal.outcome)
    switch rehearsal.outcome {
    case .well: mark("items", by: rehearsal.plan.by)
    case .failed: mark("not", by: rehearsal.plan.by)
    case .unfinished: break
    }
    link.sendStatus()
  }

  private func note(_ outcome: Rehearsed.Outcome) {
    version += 1
    let rehearsed = Rehearsed(at: node.now(), outcome: outcome.rawValue)
    node.rehearsed = rehearsed
    do throws(StoreError) {
      try node.replica.settings.set(.rehearsed, to: rehearsed.kept)
    } catch {
      log("how the rehearsal went cannot be kept: \(error.message)")
    }
  }

  /// Says on the checklist that a rehearsal went well, or that it did not.
  private func mark(_ member: String, by: String) {
    let list = Checklist(of: node)
    guard list.ids.contains(Self.item) else { return }
    do throws(Failure) {
      _ = try NodeCommands(node, link: link).perform(
        "ready", [member: [.string(Self.item)], "by": .string(by)])
      hasMarked = true
    } catch {
      log("the checklist could not be marked: \(error.message)")
      hasMarked = false
    }
  }

  // MARK: What is told

  /// The one that runs, or the last: its steps in words, and how it went.
  func json(language: String) -> JSONValue {
    guard let current else {
      return .present([
        "running": false, "outcome": node.rehearsed.map { .string($0.outcome) },
        "ended_ms": node.rehearsed.map { .number($0.at) }, "steps": [],
      ])
    }
    let words = RehearsalWords(language: language)
    var steps = current.steps.map { step in
      var json: JSONValue = ["step": .string(step.name), "ok": true]
      for figure in step.figures { json.append(figure.name, figure.value) }
      json.append("text", .string(words.text(step)))
      return json
    }
    if let trouble = current.trouble {
      steps.append([
        "step": .string(trouble.name), "ok": false,
        "text": .string(words.text(trouble, patience: current.plan.patience)),
        "advice": .string(words.advice(trouble)),
      ])
    }
    let isOver = current.isOver
    let end = words.end(current.outcome, afterMs: current.tookMs, hasMarked: hasMarked)
    return .present([
      "running": .bool(!isOver), "by": .string(current.plan.by),
      "outcome": isOver ? .string(current.outcome.rawValue) : nil,
      "ended_ms": isOver ? node.rehearsed.map { .number($0.at) } : nil,
      "took_ms": isOver ? .number(current.tookMs) : nil, "text": isOver ? .string(end) : nil,
      "marked": hasMarked.map { .bool($0) }, "steps": .array(steps),
    ])
  }
}

nonisolated extension Settings.Name {
  /// When the last rehearsal ended, hub time in ms, and how.
  static let rehearsed: Settings.Name = "rehearsed"
}

extension Node {
  /// Reads how the last rehearsal went.
  func readRehearsed() throws(StoreError) -> Rehearsed? {
    try replica.settings.text(.rehearsed).flatMap { Rehearsed(kept: $0) }
  }
}
