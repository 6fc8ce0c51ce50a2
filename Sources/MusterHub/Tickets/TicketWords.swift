/// What stands on tickets beside what the event says.
struct TicketWords {
  /// BCP 47 tag.
  let language: String
  /// Before the participant's id.
  let number: String
  /// Before the name of a time zone.
  let clock: String
  /// What to do with the ticket.
  let use: String

  private static let all = [
    TicketWords(
      language: "en", number: "Number", clock: "By the clock of",
      use: "Show this code at the door. Without it, your name will do."),
    TicketWords(
      language: "ar", number: "الرقم", clock: "بتوقيت",
      use: "أبرز هذا الرمز عند الدخول، وإن لم يكن معك فاسمك يكفي."),
    TicketWords(
      language: "fr", number: "Numéro", clock: "À l’heure de",
      use: "Présentez ce code à l’entrée. Sans lui, votre nom suffit."),
    TicketWords(
      language: "tr", number: "Numara", clock: "Saat dilimi:",
      use: "Girişte bu kodu gösterin. Yanınızda değilse adınız yeterlidir."),
    TicketWords(
      language: "ms", number: "Nombor", clock: "Mengikut waktu",
      use: "Tunjukkan kod ini di pintu masuk. Tanpanya, nama anda sudah memadai."),
  ]

  /// The words of the first of some languages in which there are any; English ones where there are none.
  static func best(of languages: [String]) -> TicketWords {
    for language in languages {
      let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
      if let words = all.first(where: { $0.language == primary }) { return words }
    }
    return all[0]
  }
}
