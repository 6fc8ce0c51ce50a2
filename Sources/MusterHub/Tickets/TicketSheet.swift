import MusterCommand

/// All tickets as one HTML document for print, written piece by piece: nothing in it is loaded from
/// elsewhere, and nothing runs.
struct TicketSheet {
  private static let style = """
    @page { size: A4; margin: 10mm }
    * { box-sizing: border-box }
    body { margin: 0; font: 10pt/1.35 "Noto Sans", "Noto Naskh Arabic", system-ui, sans-serif; color: #000; background: #fff }
    section { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
    section + section { break-before: page }
    h1 { grid-column: 1 / -1; margin: 0; font-size: 12pt }
    article { display: grid; grid-template-columns: 36mm 1fr; gap: 0 3mm; break-inside: avoid; border: .3mm dashed #888; padding: 3mm; overflow: hidden }
    svg { inline-size: 36mm; block-size: 36mm; margin: -2mm; background: #fff }
    h2 { margin: 1mm 0; font-size: 13pt; line-height: 1.25; overflow-wrap: anywhere; text-align: start }
    p { margin: 0 }
    .id { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
    .when, .use { grid-column: 1 / -1; margin-block-start: 1.5mm }
    .use { font-size: 8.5pt }
    """

  /// What every such file begins with, by which it is known again.
  static let begin = "<!DOCTYPE html>\n" + TicketImage.mark

  private let ground: TicketGround
  private let write: (String) throws(CommandError) -> Void
  private var country: String?
  private var isInSection = false

  /// Writes how the document begins.
  ///
  /// - Parameter write: takes the next piece.
  init(
    _ ground: TicketGround, write: @escaping (String) throws(CommandError) -> Void
  ) throws(CommandError) {
    self.ground = ground
    self.write = write
    try write(
      Self.begin + "<html lang=\"\(Markup.escaped(ground.language))\""
        + " dir=\"\(Markup.direction(ofLanguage: ground.language))\">\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\""
        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        + "<title>\(Markup.escaped(ground.title))</title>\n<style>\n\(Self.style)\n</style>\n")
  }

  /// Adds a ticket. Those of one country come together: each country begins a page.
  mutating func add(_ holder: TicketHolder, _ code: QRCode) throws(CommandError) {
    if !isInSection || country != holder.country {
      try endSection()
      country = holder.country
      isInSection = true
      let title = holder.country.map { ground.title(ofCountry: $0) } ?? "–"
      try write("<section>\n<h1 dir=\"auto\">\(Markup.escaped(title))</h1>\n")
    }
    try write(Self.card(holder, code))
  }

  /// Writes how it ends.
  func end() throws(CommandError) {
    try endSection()
    try write("</html>\n")
  }

  private func endSection() throws(CommandError) {
    if isInSection { try write("</section>\n") }
  }

  private static func card(_ holder: TicketHolder, _ code: QRCode) -> String {
    let words = holder.words
    let side = code.sideWithMargin
    let place = [holder.countryTitle, holder.point].compactMap(\.self)
      .map { Markup.isolated($0) }.joined(separator: " · ")
    let days = holder.hours.map { day in
      "<p>\(Markup.isolated(day.title)): <bdi dir=\"ltr\">\(Markup.escaped(day.text))</bdi></p>\n"
    }.joined()
    return """
      <article lang="\(words.language)" dir="\(Markup.direction(ofLanguage: words.language))">
      <svg viewBox="0 0 \(side) \(side)" role="img" aria-label="QR">\(TicketImage.drawing(code))</svg>
      <div>
      <p>\(Markup.isolated(holder.event))</p>
      <h2><bdi dir="auto">\(Markup.escaped(holder.name ?? holder.id))</bdi></h2>
      <p>\(words.number) <bdi dir="ltr" class="id">\(Markup.escaped(holder.id))</bdi></p>
      <p>\(place)</p>
      </div>
      <div class="when">
      \(days)<p>\(words.clock) <bdi dir="ltr">\(Markup.escaped(holder.zone))</bdi></p>
      </div>
      <p class="use">\(words.use)</p>
      </article>

      """
  }
}
