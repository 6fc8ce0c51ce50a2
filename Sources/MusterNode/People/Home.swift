import MusterCore
import MusterDaemon
import MusterStore

/// Who may change what is known of somebody: desks of the country where the participant is at home
/// (`Protocol/5-state.md`, Authority).
extension Node {
  /// The country that this node's point is in, as its admission says it.
  var country: String { enrolment.admission.country }

  /// Refuses to change a participant who is at home elsewhere, and says who can.
  func checkIsAtHome(_ id: String) throws(Failure) {
    guard let participant = replica.reading({ fold in fold.participant(id) }) else {
      throw Self.nobody(id)
    }
    guard let home = participant.home else {
      throw .refused(
        "Nobody has registered \(id) yet: only the centre can say who this is.")
    }
    guard home != country else { return }
    let points = replica.reading { fold in fold.points().filter { $0.fields.country == home } }
    let desks = points.isEmpty ? "" : " (\(points.map(\.id).joined(separator: ", ")))"
    throw .refused(
      "\(id) is at home in \(home): only a desk there\(desks) or the centre can change that.")
  }

  /// The participant whom a desk names, who must be known here.
  func known(_ typed: String) throws(Failure) -> String {
    let id = meant(by: typed)
    guard replica.reading({ fold in fold.participant(id) != nil }) else { throw Self.nobody(id) }
    return id
  }

  private static func nobody(_ id: String) -> Failure {
    .unknown("Nobody here has the id “\(id)”: search by name.")
  }
}
