/// The demo's own record of everything it asked and was answered; the log is compared with this.
final class Journal {
  /// Every act that was acknowledged, in the order of the answers.
  private(set) var acts: [Act] = []
  /// Answers that were not what they had to be.
  private(set) var surprises: [String] = []
  /// Answers in all.
  private(set) var answers = 0
  /// Check-ins answered while the node had no link, and how many of these answers said so.
  private(set) var offline = (answers: 0, saidSo: 0)

  /// Ids of voided ops.
  private var voided: Set<String> = []
  /// Home countries of walk-ins, by id.
  private(set) var walkIns: [String: String] = [:]

  /// Notes an answer.
  func noteAnswer() { answers += 1 }

  /// Notes an act that was acknowledged.
  func note(_ act: Act) { acts.append(act) }

  /// Notes that an op was taken back.
  func note(voided op: String) { voided.insert(op) }

  /// Notes a walk-in's id.
  func note(walkIn id: String, country: String) { walkIns[id] = country }

  /// Notes an answer that was not what it had to be.
  func note(surprise: String) { surprises.append(surprise) }

  /// Notes whether a check-in answered without a link said that it was.
  func note(offlineAnswerSaidSo: Bool) {
    offline.answers += 1
    if offlineAnswerSaidSo { offline.saidSo += 1 }
  }

  /// How many acts of a kind there are.
  func count(_ kind: String) -> Int { acts.count { $0.kind == kind } }

  /// Where people are by this record: who is inside at each point, and who was ever admitted there
  /// first.
  func attendance() -> Attendance {
    var attendance = Attendance()
    for act in acts where !voided.contains(act.op) {
      guard let participant = act.participant else { continue }
      switch act.kind {
      case "checkin": attendance.enter(participant, act.point)
      case "checkout": attendance.leave(participant, act.point)
      default: continue
      }
    }
    return attendance
  }
}

/// Who is where, as the demo's own record has it.
struct Attendance {
  /// Point → who is inside.
  private(set) var inside: [String: Set<String>] = [:]
  /// Participant → the point that admitted them first.
  private(set) var first: [String: String] = [:]

  /// Somebody comes in.
  mutating func enter(_ participant: String, _ point: String) {
    inside[point, default: []].insert(participant)
    if first[participant] == nil { first[participant] = point }
  }

  /// Somebody leaves.
  mutating func leave(_ participant: String, _ point: String) {
    inside[point]?.remove(participant)
  }
}
