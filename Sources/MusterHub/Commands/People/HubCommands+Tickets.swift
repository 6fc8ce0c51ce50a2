import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

extension HubCommands {
  /// `{"who": id or ticket, "why": text}`: a ticket blocks itself and those before it, an id the
  /// person.
  func block(_ body: JSONValue) throws(Failure) -> JSONValue {
    let (participant, serial) = try person(body.argument("who"))
    let act = Act.participantBlock(why: try Self.reason(body), serials: serial)
    return try append([Draft(act, participant: participant)]) { ops in
      [
        "op": .maybe(ops.first?.hex), "participant": .string(participant),
        "serials": .maybe(serial),
      ]
    }
  }

  /// `{"who": id}`: lifts all blocks that stand.
  func unblock(_ body: JSONValue) throws(Failure) -> JSONValue {
    let (participant, _) = try person(body.argument("who"))
    let blocks = centre.replica.reading { fold in fold.participant(participant)?.blocks ?? [] }
    guard !blocks.isEmpty else { throw .refused("\(participant) is not blocked.") }
    let act = Act.participantUnblock(blocks: blocks.map(\.id).sorted())
    return try append([Draft(act, participant: participant)]) { ops in
      ["op": .maybe(ops.first?.hex), "participant": .string(participant)]
    }
  }

  /// Whom an id or the text of a ticket means, and the ticket's serial.
  private func person(_ text: String) throws(Failure) -> (participant: String, serial: Int64?) {
    var id = text
    var serial: Int64?
    if ScannedTicket.isTicket(text) {
      let keys = centre.replica.reading { fold in fold.ticketKeys() }
      let ticket: Ticket
      do throws(TicketRefusal) {
        ticket = try ScannedTicket.read(text, event: centre.keys.event) { ticket in
          keys.contains { ticket.isSigned(by: $0.key) }
        }
      } catch .badSignature {
        throw .badData("The ticket's signature does not verify.")
      } catch {
        throw .badData("This is no ticket of this event.")
      }
      id = ticket.participant
      serial = Int64(ticket.serial)
    }
    guard centre.replica.reading({ fold in fold.participant(id) }) != nil else {
      throw Self.nobody(id)
    }
    return (id, serial)
  }

  /// `{"country": code?}` → a ticket for everybody registered, by id; for whose tickets were
  /// blocked, the first that is not.
  func tickets(_ body: JSONValue) throws(Failure) -> JSONValue {
    .array(
      try issued(country: body.optionalArgument("country")).map { ticket in
        [
          "participant": .string(ticket.participant), "serial": .integer(Int64(ticket.serial)),
          "ticket": .string(ticket.text),
        ]
      })
  }

  /// The tickets of everybody registered, or of those whose home country it is, by id.
  func issued(country: String?) throws(Failure) -> [Ticket] {
    let isKnown = centre.replica.reading { fold in
      country == nil || fold.parts(.country).contains { $0.id == country }
    }
    guard isKnown else {
      throw .unknown("\(Terminal.plain(country ?? "")) is no country of this event.")
    }
    var wanted: [(id: String, serial: UInt32)] = []
    centre.replica.reading { fold in
      fold.forEachParticipant { person in
        guard person.isRegistered, country == nil || person.home == country else { return }
        let blocked = person.blocks.compactMap(\.serials).max() ?? 0
        guard let serial = UInt32(exactly: blocked + 1) else { return }
        wanted.append((person.id, serial))
      }
    }
    wanted.sort { $0.id < $1.id }
    return wanted.compactMap { id, serial in
      Ticket(event: centre.keys.event, serial: serial, participant: id, key: centre.keys.ticket)
    }
  }
}
