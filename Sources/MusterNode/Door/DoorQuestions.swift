import MusterCore
import MusterDaemon
import MusterSync

/// The questions of a door, as a desk shows them and takes their answers.
struct DoorQuestions {
  /// The longest answer, bytes.
  static let answerBytes = 400

  private let questions: [Question]

  init(_ questions: [Question]) { self.questions = questions }

  /// What a page or a command line needs in order to ask.
  func json(_ languages: Languages) -> JSONValue {
    .array(
      questions.map { question in
        .present([
          "id": .string(question.id), "type": .string(question.form.rawValue),
          "title": .string(languages.pick(question.titles)?.text ?? question.id),
          "required": .bool(question.isRequired),
          "choices": question.form == .choice
            ? .array(question.choices.map { .string($0) }) : nil,
        ])
      })
  }

  /// Takes answers by the ids of their questions, each in the form that its question asks for.
  func answers(_ given: [JSONMember]) throws(Failure) -> [PrivateLine.Field] {
    var answers: [PrivateLine.Field] = []
    var bytes = 0
    for member in given {
      guard let question = questions.first(where: { $0.id == member.name }) else {
        let known = questions.map(\.id).joined(separator: ", ")
        throw .badData(
          questions.isEmpty
            ? "This door asks nothing: leave “\(member.name)” out."
            : "This door has no question “\(member.name)”. Its questions are: \(known).",
          code: .noSuchQuestion)
      }
      guard !answers.contains(where: { $0.name == question.id }) else {
        throw .usage("“\(question.id)” is answered twice.")
      }
      let answer = try Self.answer(to: question, member)
      bytes += 2 * (answer.utf8.count + question.id.utf8.count) + 16
      guard bytes < FrameReader.lineLimit - 64 else {
        throw .badData(
          "The answers are too long together: shorten them.", code: .wrongLength)
      }
      answers.append(PrivateLine.Field(name: question.id, value: answer))
    }
    return answers
  }

  // MARK: One question

  private static func answer(
    to question: Question, _ given: JSONMember
  ) throws(Failure) -> String {
    let text: String
    switch given.value {
    case .integer(let number) where question.form == .number: return String(number)
    case .bool(let truth) where question.form == .yesNo: return truth ? "yes" : "no"
    default:
      // The same care as for every text of a request.
      let body = try RequestBody(.object([given]))
      guard let found = try body.text(given.name, atMostBytes: answerBytes) else {
        throw .usage("“\(given.name)” has no answer: leave it out.")
      }
      text = found
    }
    switch question.form {
    case .text: return text
    case .number:
      guard !isAmbiguous(text) else {
        let whole = text.filter { $0 != "," }
        let part = String(text.map { $0 == "," ? "." : $0 })
        throw .badData(
          "“\(question.id)”: \(text) can be read in two ways: write \(whole) or \(part).",
          code: .notANumber)
      }
      guard let number = number(text) else {
        throw .badData("“\(question.id)” must be a number.", code: .notANumber)
      }
      return number
    case .choice:
      guard question.choices.contains(text) else {
        let choices = question.choices.joined(separator: ", ")
        throw .badData("“\(question.id)” must be one of: \(choices).")
      }
      return text
    case .yesNo:
      guard ["yes", "no"].contains(text.lowercased()) else {
        throw .badData("“\(question.id)” must be yes or no.")
      }
      return text.lowercased()
    }
  }

  /// Whether a comma may stand for thousands as well as for decimals: one before three digits, but for
  /// `0,125`.
  private static func isAmbiguous(_ number: String) -> Bool {
    let parts = number.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1].count == 3
      && parts[0].contains { $0.wholeNumberValue.map { $0 > 0 } ?? false }
  }

  /// A number in European digits, whichever digits it was typed in; nil for what is none.
  private static func number(_ text: String) -> String? {
    var digits = ""
    var hasPoint = false
    for character in text {
      if let digit = character.wholeNumberValue, digit < 10 {
        digits += String(digit)
      } else if ".,٫".contains(character), !hasPoint, digits.last?.isNumber == true {
        digits += "."
        hasPoint = true
      } else if character == "-", digits.isEmpty {
        digits = "-"
      } else {
        return nil
      }
    }
    return digits.last?.isNumber == true && digits.utf8.count <= 32 ? digits : nil
  }
}
