/// What a rehearsal tells a volunteer, in Arabic or English.
struct RehearsalWords {
  private let isArabic: Bool

  /// - Parameter language: BCP 47 primary subtag; English stands in for others.
  init(language: String) { isArabic = language == "ar" }

  private func pick(_ arabic: String, _ english: String) -> String { isArabic ? arabic : english }

  /// A step, as it went well.
  func text(_ step: RehearsalStep) -> String {
    switch step {
    case .linked(let roundTrip, let offset):
      pick(
        "الاتصال بالمركز قائم: الذهاب والإياب \(roundTrip) م.ث، وفرق ساعة هذا الجهاز \(offset) م.ث.",
        "Linked to the centre: \(roundTrip) ms there and back; this machine's clock is \(offset) ms off."
      )
    case .listed(let people):
      pick(
        "وصلت قائمة التدريب بالأسماء. عدد المتدربين: \(people).",
        "The practice list is here, with names: \(people) people.")
    case .cut: pick("قُطع اتصال التدريب.", "The practice link is cut.")
    case .recorded(let people, let slowest):
      pick(
        "سُجّل الدخول دون اتصال. العدد: \(people)، وأبطأ تسجيل \(slowest) م.ث.",
        "\(people) practice people checked in without a link; the slowest took \(slowest) ms.")
    case .back(let after):
      pick("عاد الاتصال بعد \(after) م.ث.", "The link is back after \(after) ms.")
    case .arrived(let people):
      pick("وصل الجميع إلى المركز. العدد: \(people).", "All \(people) are at the centre.")
    case .same: pick("الحالة واحدة في الطرفين.", "Both ends have the same state.")
    }
  }

  /// What went wrong.
  ///
  /// - Parameter patience: so long was waited, s.
  func text(_ trouble: RehearsalTrouble, patience: Int64) -> String {
    switch trouble {
    case .noHub(let why):
      pick("تعذّر الوصول إلى المركز: \(why)", "The centre cannot be reached: \(why)")
    case .tooOld:
      pick("برنامج المركز لا يعرف التدريب.", "The centre's program does not know rehearsals.")
    case .busy(let why): pick("المركز مشغول الآن: \(why)", "The centre cannot do it now: \(why)")
    case .revoked:
      pick("أنهى المركز صلاحية هذا الجهاز.", "The centre has ended this machine's rights.")
    case .strangeHub:
      pick(
        "من يجيب على عنوان المركز ليس المركز.",
        "Whoever answers at the centre's address is not the centre.")
    case .disk(let why):
      pick("قرص هذا الجهاز: \(why)", "The disk of this machine: \(why)")
    case .noList:
      pick(
        "لم تصل قائمة التدريب خلال \(patience) ثانية.",
        "The practice list has not come within \(patience) s.")
    case .notRecorded(let why):
      pick(
        "تعذّر تسجيل دخول أحد المتدربين: \(why)",
        "A practice person could not be checked in: \(why)")
    case .notBack(let why):
      pick(
        "لم يعد الاتصال خلال \(patience) ثانية، فلا تمكن المقارنة الآن. \(why)",
        "The link did not come back within \(patience) s, so nothing can be compared now. \(why)")
    case .gone:
      pick(
        "لم يعد هذا التدريب موجودًا في المركز.", "The centre has no longer kept this rehearsal.")
    case .notArrived(let there, let all):
      pick(
        "وصل \(there) من \(all) إلى المركز خلال \(patience) ثانية.",
        "\(there) of \(all) have come to the centre within \(patience) s.")
    case .differs: pick("الطرفان مختلفان.", "The two ends differ.")
    }
  }

  /// What to do about it.
  func advice(_ trouble: RehearsalTrouble) -> String {
    switch trouble {
    case .noHub, .notBack:
      pick(
        "افحص الكابل أو الشبكة اللاسلكية، ثم اسأل المركز هل يعمل. تسجيل الدخول ممكن دون اتصال؛ أعد التدريب حين يعود.",
        "Look at the cable or the Wi-Fi, then ask whether the centre runs. People can be checked in all the same;"
          + " rehearse again when there is a link.")
    case .tooOld:
      pick(
        "اطلب من المركز تحديث برنامجه. كل ما عدا التدريب يعمل.",
        "Ask the centre to update it. All else works.")
    case .busy, .gone: pick("أعد التدريب بعد دقائق.", "Rehearse again in some minutes.")
    case .revoked:
      pick("اطلب من المركز رمز انضمام جديدًا.", "Ask the centre for a new join code.")
    case .strangeHub:
      pick(
        "لا تستعمل هذه الشبكة، واتصل بالمركز هاتفيًا.",
        "Do not use this network, and call the centre.")
    case .disk:
      pick(
        "أفرغ مساحة على القرص ثم أعد التدريب. إن تكرر فاستبدل الجهاز.",
        "Make room on the disk and rehearse again. If it says so again, take another machine.")
    case .noList, .notArrived:
      pick(
        "الاتصال بطيء أو متقطع: جرّب كابلًا أو شبكة أخرى، وأعد التدريب بمهلة أطول.",
        "The link is slow or breaks: try a cable or another network, and rehearse with more time"
          + " (--patience 300).")
    case .notRecorded, .differs:
      pick(
        "لا تعتمد على هذا الجهاز يوم الحدث قبل أن يفحصه المركز.",
        "Do not rely on this machine on the day before the centre has looked at it.")
    }
  }
}
