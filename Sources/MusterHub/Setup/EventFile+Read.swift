import MusterCore
import MusterDaemon
import MusterSync

/// What each object of the file becomes.
extension EventFile {
  /// A door opens and closes at most this long from a day's window, minutes: a week.
  private static let longestMargin: Int64 = 10_080

  /// Reads the whole file.
  init(_ file: FileObject) {
    titles = file.titles()
    zone = file.text("zone")
    languages = file.texts("languages")
    kinds = file.has("kinds") ? file.texts("kinds") : Self.usualKinds
    days = file.objects("days").map { Self.day($0) }
    sessions = file.objects("sessions").map { Self.session($0) }
    doors = file.objects("doors").map { Self.door($0) }
    items = file.has("items") ? file.objects("items").map { Self.item($0) } : []
    indicators = file.objects("indicators").map { Self.other($0) }
    groups = file.objects("groups").map { Self.other($0) }
    countries = file.objects("countries").map { Self.other($0, id: "code") }
    file.finish()
  }

  private static func day(_ object: FileObject) -> Day {
    defer { object.finish() }
    return Day(
      path: object.path, id: object.id(), date: object.date("date"), from: object.clock("from"),
      to: object.clock("to"), titles: object.titles())
  }

  private static func session(_ object: FileObject) -> Session {
    defer { object.finish() }
    return Session(
      path: object.path, id: object.id(), day: object.text("day"), type: object.text("type"),
      from: object.has("from") ? object.clock("from") : nil,
      minutes: Int(object.number("minutes", in: 1...1440)),
      slots: object.numbers("slots", in: 1...1440),
      talks: object.has("talks") ? object.number("talks", in: 0...10_000) : nil,
      titles: object.titles())
  }

  private static func door(_ object: FileObject) -> Door {
    defer { object.finish() }
    func ms(_ name: String) -> Int64? {
      object.has(name) ? object.number(name, in: 0...longestMargin) * 60_000 : nil
    }
    let questions = object.has("questions") ? object.objects("questions") : []
    return Door(
      path: object.path, id: object.id(), titles: object.titles(),
      rule: DoorRule(
        kinds: object.has("kinds") ? object.texts("kinds") : nil,
        days: object.has("days") ? object.texts("days") : nil, before: ms("before_minutes"),
        after: ms("after_minutes"),
        entry: object.has("entry")
          ? object.word("entry", else: .againAfterLeaving) : .againAfterLeaving,
        admitsPending: object.flag("pending"), holdsCapacity: object.flag("capacity"),
        questions: questions.map { question($0) }))
  }

  private static func question(_ object: FileObject) -> Question {
    defer { object.finish() }
    let question = Question(
      id: object.id(), form: object.word("type", else: .text),
      isRequired: object.flag("required"), titles: object.titles(),
      choices: object.has("choices") ? object.texts("choices") : [])
    if question.form == .choice, question.choices.isEmpty {
      object.note(object.at("choices"), .noChoices, "name at least one choice")
    }
    return question
  }

  private static func item(_ object: FileObject) -> Item {
    defer { object.finish() }
    var due: Item.Due?
    if object.has("due") { due = .on(object.date("due")) }
    if object.has("due_days_before") {
      if due != nil {
        object.note(object.at("due_days_before"), .form, "write this or due, not both")
      }
      due = .before(Int(object.number("due_days_before", in: 0...3650)))
    }
    return Item(path: object.path, id: object.id(), titles: object.titles(), due: due)
  }

  private static func other(_ object: FileObject, id: String = "id") -> Other {
    defer { object.finish() }
    func texts(_ name: String) -> [String] { object.has(name) ? object.texts(name) : [] }
    return Other(
      path: object.path, id: object.text(id), titles: object.titles(),
      goal: object.has("goal") ? object.number("goal", in: 0...JSONTape.maximumInteger) : nil,
      unit: object.has("unit") ? object.text("unit") : nil,
      measured: object.has("measured") ? object.text("measured") : nil,
      countries: texts("countries"), bodies: texts("bodies"), groups: texts("groups"))
  }
}
