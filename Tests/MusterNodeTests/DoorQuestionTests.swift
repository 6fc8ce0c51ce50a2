import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("Questions at the door")
struct DoorQuestionTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    for number in 1...3 { try centre.register("p-\(number)", name: "Person \(number)") }
    town = try Town(centre)
    try centre.put(
      DoorRule(questions: [
        Question(
          id: "outlet", form: .text, isRequired: true,
          titles: ["en": "For which outlet?", "fr": "Pour quel média ?"]),
        Question(
          id: "meal", form: .choice, isRequired: false, titles: ["en": "Which meal?"],
          choices: ["fish", "lentils"]),
        Question(id: "bags", form: .number, isRequired: false, titles: ["ar": "كم حقيبة؟"]),
        Question(id: "stairs", form: .yesNo, isRequired: false, titles: [:]),
      ]))
    try town.sync()
  }

  private func ask(_ answers: JSONValue, _ id: String = "p-1") throws(Failure) -> JSONValue {
    try town.ask("checkin", ["participant": .string(id), "answers": answers])
  }

  private func ids(_ answer: JSONValue) -> [String?] {
    (answer["questions"]?.array ?? []).map { $0["id"]?.string }
  }

  @Test("Who has not answered what must be answered is told the questions, in the language asked")
  func lists() throws {
    let answer = try town.ask("checkin", ["participant": "p-1", "lang": "fr-CA"])
    #expect(answer.reason == "questions-open")
    let questions = answer["questions"]?.array ?? []
    #expect(ids(answer) == ["outlet", "meal", "bags", "stairs"])
    #expect(questions[0]["title"]?.string == "Pour quel média ?")
    #expect(questions[0]["type"]?.string == "text")
    #expect(questions[0]["required"]?.bool == true)
    #expect(questions[0]["choices"] == nil)
    #expect(questions[1]["title"]?.string == "Which meal?")
    #expect(questions[1]["choices"]?.array == ["fish", "lentils"])
    #expect(questions[1]["required"]?.bool == false)
    #expect(questions[2]["title"]?.string == "كم حقيبة؟")
    #expect(questions[3]["title"]?.string == "stairs")
  }

  @Test("Answers stand in the private line, and the op names the questions only")
  func keeps() throws {
    let answer = try ask(["outlet": " Radio \"Z\" ", "bags": "٢", "stairs": true])
    #expect(answer.verdict == "admitted")
    let line = try town.line(of: answer.op)
    #expect(line?["answered"]?.array == ["bags", "outlet", "stairs"])
    #expect(line?["fields"] == nil)
    let op = try #require(answer.op.flatMap { OpID($0) })
    guard case .line(let bytes) = try town.node.replica.privateLine(of: op) else {
      Issue.record("there is no private line")
      return
    }
    let kept = PrivateLine.read(bytes, in: 0..<bytes.count)
    #expect(kept?["outlet"] == #"Radio "Z""#)
    #expect(kept?["bags"] == "2")
    #expect(kept?["stairs"] == "yes")
  }

  @Test("The desk can read what was answered, the later answer in the place of the earlier")
  func shown() throws {
    _ = try ask(["outlet": "Radio Z", "bags": 2])
    _ = try ask(["outlet": "Radio Y"])
    let shown = try town.ask("show", ["participant": "p-1"])
    #expect(
      shown["answers"]?.array == [
        ["question": "bags", "answer": "2"], ["question": "outlet", "answer": "Radio Y"],
      ])
    let lines = DeskWords.lines("show", shown) ?? []
    #expect(lines.contains { $0.hasPrefix("answer to outlet") && $0.hasSuffix("Radio Y") })
  }

  @Test("What is left to ask is listed once, with the first admission")
  func optional() throws {
    let first = try ask(["outlet": "Radio Z", "stairs": "No"])
    #expect(ids(first) == ["meal", "bags"])
    let later = try ask(["meal": "fish"])
    #expect(later.verdict == "repeat")
    #expect(ids(later).isEmpty)
    try town.ask("checkout", ["participant": "p-1"])
    let again = try town.checkIn("p-1")
    #expect(again.verdict == "admitted")
    #expect(ids(again).isEmpty)
    let answered = town.node.replica.reading { fold in fold.questionsAnswered(by: "p-1") }
    #expect(Set(answered.keys) == ["outlet", "stairs", "meal"])
  }

  @Test(
    "An answer of another form is refused in words, and nothing is recorded",
    arguments: [
      (["outlet": "a\u{7}"], 422, nil),
      (["outlet": .string(String(repeating: "x", count: 401))], 422, .wrongLength),
      (["outlet": ""], 422, .wrongLength), (["outlet": 7], 400, nil),
      (["meal": "meat"], 422, nil), (["bags": "two"], 422, .notANumber),
      (["bags": "1.2.3"], 422, .notANumber), (["bags": "1,200"], 422, .notANumber),
      (["bags": true], 400, nil), (["stairs": "perhaps"], 422, nil),
      (["colour": "red"], 422, .noSuchQuestion), ("red", 400, nil), (["outlet": nil], 400, nil),
    ] as [(JSONValue, Int, ProblemCode?)])
  func badAnswers(answers: JSONValue, status: Int, code: ProblemCode?) throws {
    let made = town.made
    let failure = #expect(throws: Failure.self) { try ask(answers) }
    #expect(failure?.status == status)
    #expect(failure?.code == code)
    #expect(town.made == made)
  }

  @Test("The longest answer is taken, and numbers as people write them")
  func edges() throws {
    #expect(
      try ask(["outlet": .string(String(repeating: "x", count: 400)), "bags": -3]).verdict
        == "admitted")
    #expect(try ask(["outlet": "Z", "bags": "1,5"], "p-2").verdict == "admitted")
    #expect(try ask(["outlet": "Z", "bags": "0,125"], "p-3").verdict == "admitted")
  }

  @Test("A door that asks nothing takes no answers")
  func noQuestions() throws {
    let failure = #expect(throws: Failure.self) {
      try town.ask(
        "checkin", ["participant": "p-1", "door": "side", "answers": ["outlet": "Z"]])
    }
    #expect(failure?.message == "This door asks nothing: leave “outlet” out.")
    #expect(failure?.code == .noSuchQuestion)
  }

  @Test("Answered at one door is answered at every door")
  func onceForAll() throws {
    try centre.put(
      DoorRule(questions: [Question(id: "outlet", form: .text, isRequired: true, titles: [:])]),
      door: "side")
    try town.sync()
    _ = try ask(["outlet": "Radio Z"])
    #expect(try town.checkIn("p-1", door: "side").verdict == "admitted")
  }
}
