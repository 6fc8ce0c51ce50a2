/// Names of nobody, in many scripts, from a seed.
///
/// Given names are common ones, the first of a list the most common; half of the family names are made of
/// syllables, for the long tail that every roster has.
struct InventedNames {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  mutating func next() -> String {
    let style = random.common(Self.styles)
    let given = random.common(style.given)
    let family = Bool.random(using: &random) ? random.common(style.family) : invented(style)
    switch style.order {
    case .givenFirst: return given + " " + family
    case .familyFirst: return random.common(style.family) + given
    case .son(let words):
      guard let word = words.randomElement(using: &random), Bool.random(using: &random) else {
        return given + " " + random.common(style.given) + " " + family
      }
      return given + " " + word + " " + random.common(style.given) + " " + family
    }
  }

  private mutating func invented(_ style: Style) -> String {
    (0..<Int.random(in: 2...4, using: &random)).map { _ in
      style.syllables.randomElement(using: &random) ?? ""
    }.joined()
  }

  /// How names of one language are made.
  private struct Style {
    enum Order {
      case givenFirst, familyFirst
      /// A given name, perhaps one of the words for a child, the parent's name, and the family's.
      case son([String])
    }

    var given: [String]
    var family: [String]
    var syllables: [String]
    var order: Order

    init(_ given: String, _ family: String, _ syllables: String, _ order: Order = .givenFirst) {
      self.given = given.split(separator: ",").map(String.init)
      self.family = family.split(separator: ",").map(String.init)
      self.syllables = syllables.split(separator: " ").map(String.init)
      self.order = order
    }
  }

  private static let styles = [
    Style(
      "محمد,أحمد,عليّ,فاطمة,حسين,إبراهيم,يوسف,مريم,خالد,عبد الله,عبدالرحمن,عائشة,نور الدين,زينب,سالم,هدى",
      "النجار,الحداد,الخياط,العطار,الزيات,السراج,الصياد,البحري,الجبلي,الملاح,القطان,السهلي",
      "با را سا نا كو لي مي دو حا شر طي غم قد فل زو وي", .son(["بن", "ابن", "بنت"])),
    Style(
      "Mohamed,Fatima,Ahmed,Amina,Aïcha,Ibrahima,Mariam,Ousmane,Moussa,Khadija,Jean-Luc,Éloïse,François,Zoé",
      "Diallo,Sow,N'Diaye,Boulanger,Lefèvre,L'Hermite,Ben Salah,Traoré,Cissé,Fontaine,Cœurdoux",
      "ba ra sa na kou li mi dou ha cha ti gue ko fa zo vi"),
    Style(
      "Muhammad,Siti,Ahmad,Nur'ain,Abdul,Aisyah,Ismail,Noor,Yusof,Zainab,Hafiz,Ma'arof",
      "Othman,Salleh,Hashim,Ibrahim,Rahman,Kassim,Daud,Yaakub,Razak",
      "ba ra sa na ku li mi du ha tu ti ga ko fa zu wi", .son(["bin", "binti", "b."])),
    Style(
      "محمد,علی,فاطمہ,عائشہ,کامران,یاسر,زینب,احسان اللہ,نورالدین,زاہد,ہما,ثنا",
      "خاں,انصاری,باغبان,درزی,لوہار,معمار,بھٹی,چوہدری,عطار",
      "با را سا نا کو لی می دو ہا شی ٹا گل پر چا زو وی"),
    Style(
      "رضا,مریم,زهرا,مهدی,کاوه,روح‌الله,حبیب‌الله,شیرین,پرویز,نرگس",
      "باغبان,نجارزاده,کتاب‌فروش,چای‌چیان,گلکار,دشتی‌پور,یزدانی‌فر",
      "با را سا نا کو لی می دو ها شی پا گل پر چا زو وی"),
    Style(
      "Mehmet,Fatma,Ayşe,Mustafa,İbrahim,Işıl,Hüseyin,Çiğdem,Ömer,Zeynep",
      "Yılmaz,Kılıç,Şahin,Öztürk,Gümüşçü,Işıkçı,Ağaoğlu,Demirci",
      "ba ra sa na ku lı mi dü ha şu ti ğa ko fa zü çı"),
    Style(
      "মোহাম্মদ,রহিম,ফাতেমা,করিম,আয়েশা,নুর,সোহেল,তানভীর,নাসরিন,ফারজানা",
      "তালুকদার,মজুমদার,মোল্লা,শিকদার,ভূঁইয়া,খন্দকার,সরদার,মাঝি",
      "বা রা সা না কু লি মি দু হা শি তা গা কো ফা জু ভি"),
    Style(
      "민준,서연,지호,하은,도윤,서윤,예준,지우,시우,수아", "김,이,박,최,정,강,조,윤,장,임",
      "가 나 다", .familyFirst),
  ]
}
