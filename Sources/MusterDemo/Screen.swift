internal import MusterCommand

/// What the demo shows: lines that stay, and on a terminal one that lives below them.
final class Screen {
  private let isTerminal = Terminal.isInteractive
  private var hasLiveLine = false
  private var lastLiveMs: Int64 = 0
  private let startMs = TrueTime.steadyMs()

  /// Seconds since the demo began, with one decimal.
  private var elapsed: String { Figures.seconds(TrueTime.steadyMs() - startMs) }

  /// A line that stays.
  func say(_ text: String = "") {
    clearLive()
    put(text + "\n")
  }

  /// The heading of a stage and, in one or two sentences, why it matters.
  func stage(_ title: String, _ why: String) {
    say()
    say(bold("\(pad(elapsed, 7)) s  \(title)"))
    for line in wrap(why, width: 86) { say("           \(line)") }
  }

  /// Something that was done in the present stage.
  func done(_ text: String) { say("\(pad(elapsed, 7)) s  · \(text)") }

  /// How far something is, shown on a terminal only, at most ten times a second.
  func live(_ text: @autoclosure () -> String) {
    guard isTerminal else { return }
    let now = TrueTime.steadyMs()
    guard now - lastLiveMs >= 100 else { return }
    lastLiveMs = now
    put("\r\u{1B}[K\(pad(elapsed, 7)) s  · \(text())")
    hasLiveLine = true
  }

  /// Text that stands out on a terminal.
  func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func clearLive() {
    if hasLiveLine { put("\r\u{1B}[K") }
    hasLiveLine = false
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func put(_ text: String) { _ = Terminal.write(Array(text.utf8)) }

  private func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
