/// What stands on a list for paper.
struct RosterWords {
  /// BCP 47 tag.
  let language: String
  let title: String
  let name: String
  /// Above the participants' ids.
  let number: String
  /// Above the hour at which somebody came in.
  let arrived: String
  /// Above the hour at which somebody left.
  let left: String
  /// Before the room for a date.
  let date: String
  /// Before the room for a door.
  let door: String
  /// Before the name of a time zone.
  let clock: String
  /// Before the time at which the list was made.
  let made: String
  /// Beside whoever is not to be let in.
  let blocked: String
  /// Above the room for people who are not on the list.
  let others: String
  /// Before the command that takes what was written.
  let afterwards: String

  /// The words in a language; the English ones where there are none.
  static func of(_ language: String) -> RosterWords {
    switch language {
    case "ar":
      RosterWords(
        language: "ar", title: "قائمة الحضور", name: "الاسم", number: "الرقم", arrived: "دخل",
        left: "خرج", date: "التاريخ", door: "الباب", clock: "بتوقيت", made: "أُعدّت",
        blocked: "موقوف", others: "من ليس في القائمة: الاسم والهاتف",
        afterwards: "بعد ذلك، تُنقل الأوقات إلى ملف ثم:")
    case "fr":
      RosterWords(
        language: "fr", title: "Liste de présence", name: "Nom", number: "Numéro",
        arrived: "Entrée",
        left: "Sortie", date: "Date", door: "Porte", clock: "À l’heure de", made: "établie le",
        blocked: "bloqué", others: "Hors liste : nom et téléphone",
        afterwards: "Ensuite, saisir les heures dans un fichier, puis :")
    case "tr":
      RosterWords(
        language: "tr", title: "Katılım listesi", name: "Ad", number: "Numara", arrived: "Giriş",
        left: "Çıkış", date: "Tarih", door: "Kapı", clock: "Saat dilimi:", made: "hazırlandı:",
        blocked: "engellendi", others: "Listede olmayanlar: ad ve telefon",
        afterwards: "Sonra saatleri bir dosyaya yazın, ardından:")
    case "ms":
      RosterWords(
        language: "ms", title: "Senarai kehadiran", name: "Nama", number: "Nombor",
        arrived: "Masuk", left: "Keluar", date: "Tarikh", door: "Pintu", clock: "Mengikut waktu",
        made: "dibuat", blocked: "disekat", others: "Tiada dalam senarai: nama dan telefon",
        afterwards: "Selepas itu, taip waktu ke dalam fail, kemudian:")
    default:
      RosterWords(
        language: "en", title: "Attendance list", name: "Name", number: "Number", arrived: "In",
        left: "Out", date: "Date", door: "Door", clock: "By the clock of", made: "made",
        blocked: "blocked", others: "Not on the list: name and telephone",
        afterwards: "Afterwards, type the hours into a file, then:")
    }
  }
}
