import MusterCommand
import MusterSync

/// The list of a point as an HTML document for A4: nothing in it is loaded from elsewhere, and nothing
/// runs. What is written on it, `muster-node paper` takes.
struct RosterSheet {
  /// Lines at the end for people who are not on the list.
  private static let emptyLines = 12

  private static let style = """
    @page { size: A4; margin: 12mm 10mm; @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif } }
    body { margin: 0 .5mm; font: 10pt/1.3 "Noto Sans", "Noto Naskh Arabic", system-ui, sans-serif; color: #000; background: #fff }
    table { inline-size: 100%; border-collapse: collapse }
    thead { display: table-header-group }
    tr { break-inside: avoid }
    th, td { border: .25mm solid #000; padding: 1mm 1.5mm; text-align: start }
    td { block-size: 8.5mm }
    .head { border: 0; padding: 0 0 2mm; font-weight: normal }
    .head b { font-size: 13pt }
    .number { inline-size: 7mm; text-align: end; font-size: 8pt }
    .id { inline-size: 30mm; font: 8.5pt ui-monospace, monospace; overflow-wrap: anywhere }
    .hour { inline-size: 15mm }
    .name { font-size: 11pt; overflow-wrap: anywhere }
    .blank { display: inline-block; inline-size: 35mm; border-block-end: .25mm solid #000 }
    tbody + tbody tr:first-child { break-after: avoid }
    p { margin: 1mm 0 0; font-size: 8.5pt; font-weight: normal }
    """

  private let answer: JSONValue
  private let words: RosterWords

  /// - Parameter answer: that of `roster-print`.
  init(_ answer: JSONValue) {
    self.answer = answer
    words = RosterWords.of(answer["language"]?.string ?? "en")
  }

  /// The document.
  var text: String {
    let rows = (answer["rows"]?.array ?? []).enumerated().map { row($0.element, $0.offset + 1) }
    let direction = Markup.direction(ofLanguage: words.language)
    return """
      <!DOCTYPE html>
      <html lang="\(words.language)" dir="\(direction)">
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(words.title): \(of("point"))</title>
      <style>
      \(Self.style)
      </style>
      <table>
      <thead>
      <tr><th class="head" colspan="7">\(head)</th></tr>
      <tr><th class="number"></th><th>\(words.name)</th><th class="id">\(words.number)</th>\(hours)</tr>
      </thead>
      <tbody>
      \(rows.joined())</tbody>
      <tbody>
      <tr><th colspan="7">\(words.others)<p>\(afterwards)</p></th></tr>
      \(String(repeating: Self.row("", "", ""), count: Self.emptyLines))</tbody>
      </table>
      </html>

      """
  }

  private var afterwards: String {
    "\(words.afterwards) <bdi dir=\"ltr\">muster-node paper list.csv --date YYYY-MM-DD</bdi>"
      + " (<bdi dir=\"ltr\">participant,time,act</bdi>)"
  }

  private var head: String {
    let days = (answer["days"]?.array ?? []).map { day in
      "\(Self.isolated(day["title"])) <bdi dir=\"ltr\">\(Self.text(day["text"]))</bdi>"
    }
    let blanks = [words.date, words.door].map { "\($0): <span class=\"blank\"></span>" }
    return "<b>\(Self.isolated(answer["point"]))</b> · \(Self.isolated(answer["event"]))<br>"
      + days.joined(separator: " · ") + "<br>" + blanks.joined(separator: " ")
      + "<br>\(words.clock) <bdi dir=\"ltr\">\(of("zone"))</bdi> · \(words.made)"
      + " <bdi dir=\"ltr\">\(of("made"))</bdi>"
  }

  private var hours: String {
    let pair = "<th class=\"hour\">\(words.arrived)</th><th class=\"hour\">\(words.left)</th>"
    return pair + pair
  }

  private func row(_ person: JSONValue, _ number: Int) -> String {
    let blocked = person["blocked"]?.bool == true ? " <b>(\(words.blocked))</b>" : ""
    return Self.row(
      String(number), Self.isolated(person["name"]) + blocked,
      "<bdi dir=\"ltr\">\(Self.text(person["code"]))</bdi>")
  }

  private static func row(_ number: String, _ name: String, _ id: String) -> String {
    "<tr><td class=\"number\">\(number)</td><td class=\"name\">\(name)</td><td class=\"id\">\(id)</td>"
      + "<td></td><td></td><td></td><td></td></tr>\n"
  }

  private func of(_ member: String) -> String { Self.text(answer[member]) }

  private static func text(_ value: JSONValue?) -> String { Markup.escaped(value?.string ?? "") }

  private static func isolated(_ value: JSONValue?) -> String {
    Markup.isolated(value?.string ?? "")
  }
}
