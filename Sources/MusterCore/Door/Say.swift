/// What the desk reads aloud after a verdict: short, polite, and in the listener's language.
public nonisolated enum Say {
  /// Languages that have words, as BCP 47 primary subtags.
  public static let languages = ["ar", "en", "fr", "tr", "ms"]

  /// The words for a verdict.
  ///
  /// - Parameters:
  ///   - language: BCP 47 tag; its primary subtag counts, and English stands in for a language
  ///     without words.
  ///   - since: for a repeat, the time since when the person is inside, as that language writes it.
  public static func words(for verdict: Verdict, language: String, since: String? = nil) -> String {
    let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    switch verdict {
    case .admitted: return welcome[primary] ?? english.welcome
    case .repeat:
      guard let since else { return inside[primary] ?? english.inside }
      return (insideSince[primary] ?? english.insideSince) + since + stop
    case .refused(let refusal): return words(for: refusal, primary)
    }
  }

  private static let stop = "."
  private static let english = (
    welcome: "Welcome.", inside: "You are already inside.",
    insideSince: "You are already inside, since "
  )

  private static let welcome = [
    "ar": "أهلًا وسهلًا.", "en": english.welcome, "fr": "Bienvenue.", "tr": "Hoş geldiniz.",
    "ms": "Selamat datang.",
  ]

  private static let inside = [
    "ar": "تم تسجيل دخولكم من قبل.", "en": english.inside, "fr": "Vous êtes déjà à l’intérieur.",
    "tr": "Zaten içeridesiniz.", "ms": "Anda sudah berada di dalam.",
  ]

  private static let insideSince = [
    "ar": "تم تسجيل دخولكم من قبل، منذ الساعة ", "en": english.insideSince,
    "fr": "Vous êtes déjà à l’intérieur, depuis ", "tr": "Zaten içeridesiniz, giriş saati: ",
    "ms": "Anda sudah berada di dalam, sejak ",
  ]

  private static func words(for refusal: Verdict.Refusal, _ language: String) -> String {
    switch (refusal, language) {
    case (.unknown, "ar"): "عذرًا، لم نجد اسمكم في القائمة. يرجى مراجعة مكتب التسجيل."
    case (.unknown, "fr"):
      "Désolé, nous ne vous trouvons pas sur la liste. Adressez-vous à l’accueil, s’il vous plaît."
    case (.unknown, "tr"): "Üzgünüz, sizi listede bulamadık. Lütfen kayıt masasına başvurun."
    case (.unknown, "ms"): "Maaf, anda tiada dalam senarai. Sila ke meja pendaftaran."
    case (.unknown, _): "Sorry, we cannot find you on the list. Please see the registration desk."
    case (.wrongEvent, "ar"): "عذرًا، هذه التذكرة لفعالية أخرى."
    case (.wrongEvent, "fr"): "Désolé, ce billet est celui d’un autre événement."
    case (.wrongEvent, "tr"): "Üzgünüz, bu bilet başka bir etkinliğe ait."
    case (.wrongEvent, "ms"): "Maaf, tiket ini untuk acara lain."
    case (.wrongEvent, _): "Sorry, this ticket is for another event."
    case (.badSignature, "ar"): "عذرًا، تعذّر التحقق من هذه التذكرة. يرجى مراجعة مكتب التسجيل."
    case (.badSignature, "fr"):
      "Désolé, ce billet ne peut pas être vérifié. Adressez-vous à l’accueil, s’il vous plaît."
    case (.badSignature, "tr"): "Üzgünüz, bu bilet doğrulanamadı. Lütfen kayıt masasına başvurun."
    case (.badSignature, "ms"): "Maaf, tiket ini tidak dapat disahkan. Sila ke meja pendaftaran."
    case (.badSignature, _):
      "Sorry, this ticket cannot be verified. Please see the registration desk."
    case (.blocked, "ar"): "عذرًا، هذا التسجيل غير صالح للدخول. يرجى مراجعة مكتب التسجيل."
    case (.blocked, "fr"):
      "Désolé, cette inscription ne permet pas d’entrer. Adressez-vous à l’accueil, s’il vous plaît."
    case (.blocked, "tr"):
      "Üzgünüz, bu kayıtla giriş yapılamıyor. Lütfen kayıt masasına başvurun."
    case (.blocked, "ms"):
      "Maaf, pendaftaran ini tidak sah untuk masuk. Sila ke meja pendaftaran."
    case (.blocked, _):
      "Sorry, this registration is not valid for entry. Please see the registration desk."
    default: "Sorry, you cannot enter here now. Please see the registration desk."
    }
  }
}
