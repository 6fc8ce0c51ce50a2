public import MusterCore

/// A ticket as a scanner has typed it: a scanner presses the keys of an English keyboard, and the
/// computer takes them for those of its own layout.
///
/// What other keys have come to be is told by the beginning, which every ticket shares. Where two
/// layouts begin alike, the signature says which of them it was.
public nonisolated enum ScannedTicket {
  /// Whether a text says of itself that it is a ticket, under any layout that is known here.
  public static func isTicket(_ typed: String) -> Bool { !readings(of: typed).isEmpty }

  /// Reads what was typed.
  ///
  /// - Parameter isSigned: whether one of the event's keys signed it.
  public static func read(
    _ typed: String, event: EventID, isSigned: (Ticket) -> Bool
  ) throws(TicketRefusal) -> Ticket {
    var refusal = TicketRefusal.unknown
    var namesThisEvent = false
    for text in readings(of: typed) {
      do throws(TicketRefusal) {
        let ticket = try Ticket(text, event: event)
        if isSigned(ticket) { return ticket }
        // A misreading would hardly name this very event.
        namesThisEvent = true
      } catch {
        if refusal != .wrongEvent { refusal = error }
      }
    }
    throw namesThisEvent ? .badSignature : refusal
  }

  /// Whatever texts of tickets may have been meant, the likeliest first.
  static func readings(of typed: String) -> [String] {
    let signs = typed.unicodeScalars.filter { !isSpace($0) }
    let upper = String(String.UnicodeScalarView(signs)).uppercased()
    if upper.hasPrefix(prefix) { return [upper] }
    return latin(upper) + layouts.compactMap { $0.keys(of: signs) }.filter { $0.hasPrefix(prefix) }
  }

  private static let prefix = "MUSTER1:"

  /// Layouts whose letters are where English has them, or with Y and Z changed, as in German; the sign
  /// where English has the colon is whatever it may be.
  private static func latin(_ upper: String) -> [String] {
    let scalars = Array(upper.unicodeScalars)
    let rest = scalars.dropFirst(prefix.utf8.count)
    guard scalars.count > prefix.utf8.count, scalars.starts(with: "MUSTER1".unicodeScalars),
      !isOfTickets(scalars[7]), rest.allSatisfy(isOfTickets)
    else { return [] }
    let changed = rest.map { $0 == "Y" ? "Z" : $0 == "Z" ? "Y" : $0 }
    return [Array(rest), changed].map { prefix + String(String.UnicodeScalarView($0)) }
  }

  private static func isOfTickets(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0xA0, 0x200E, 0x200F, 0xFEFF: true
    default: false
    }
  }

  private static let layouts = [
    // French, Belgian: digits need the shift key.
    KeyboardLayout(
      """
      0à 1& 2é 3" 4' 5( 6-§ 7è 8_! 9ç Qq Bb Cc Dd Ee Ff Gg Hh Jj Kk ?, Nn Pp Aa Rr Ss Tt Vv Zz Xx Yy \
      Ww Uu Mm
      """),
    // Turkish F.
    KeyboardLayout(
      """
      0 1 2 3 4 5 6 7 8 9 Uu Çç Vv Ee Ğğ Aa Üü Tt Kk Mm Ss Zz Pp Ff Iı İi Oo Cc Gg Öö Dd Jj Rr Yy
      """),
    // Arabic, as Windows and as Linux have it.
    KeyboardLayout(
      """
      0 1 2 3 4 5 6 7 8 9 \u{650}ش \u{FEF5}\u{FEFB} }ؤ ]ي \u{64F}ث [ب \u{FEF7}ل أا ـت ،ن ’'ة \
      آى ؛ح \u{64E}ض \u{64C}ق \u{64D}س \u{FEF9}ف {ر \u{64B}ص \u{652}ء إغ ~ئ ‘`ع :ك
      """),
    // Russian.
    KeyboardLayout(
      """
      0 1 2 3 4 5 6 7 8 9 Фф Ии Сс Вв Уу Аа Пп Рр Оо Лл Ьь Тт Зз Йй Кк Ыы Ее Мм Цц Чч Нн Яя Гг Жж
      """),
  ]
}
