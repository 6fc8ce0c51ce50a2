import MusterDaemon
import MusterSync

/// Trying out, before the day, what the day may bring.
extension NodeCommands {
  /// Begins a rehearsal; what it finds comes later, by ``rehearsal(_:)``.
  func rehearse(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    guard let rehearsals else {
      throw .unavailable(
        "A rehearsal needs the running node: start it with muster-node serve, then rehearse.")
    }
    let patience = try body.number("patience", in: 1...Rehearsals.mostPatience)
    rehearsals.begin(by: try by(body), patience: patience ?? Rehearsals.patience)
    let answer = try rehearsal(body)
    try node.record([], answer: keep(answer))
    return answer
  }

  /// How the rehearsal stands that runs, or how the last one went.
  func rehearsal(_ body: RequestBody) throws(Failure) -> JSONValue {
    guard let rehearsals else {
      throw .unavailable("A rehearsal needs the running node: start it with muster-node serve.")
    }
    return rehearsals.json(language: try languages(body).spoken)
  }
}
