import MusterCore
import MusterDaemon
import MusterTrust

/// Whom a desk means: what was scanned or picked, as far as a node can check it.
struct Visitor {
  /// What is shown; nil for a text that can be no ticket.
  var shown: Shown?
  /// Who it is; nil while nothing trustworthy says so.
  var participant: String?
  /// The ticket's number among the person's tickets.
  var serial: Int64? {
    if case .ticket(let serial) = shown { serial } else { nil }
  }

  /// Takes what a scanner typed, under whatever layout of the keyboard.
  ///
  /// - Parameter ticketKeys: the keys that may have signed it.
  init(ticket scanned: String, event: EventID, ticketKeys: [TicketKey]) {
    do throws(TicketRefusal) {
      let ticket = try ScannedTicket.read(scanned, event: event) { ticket in
        ticketKeys.contains { ticket.isSigned(by: $0.key) }
      }
      shown = .ticket(serial: Int64(ticket.serial))
      participant = ticket.participant
    } catch {
      switch error {
      case .unknown: shown = nil
      case .badSignature: shown = .ticketWithBadSignature
      case .wrongEvent: shown = .ticketOfAnotherEvent
      }
    }
  }

  /// Takes a participant whom the desk found by id or by name.
  init(participant: String) {
    shown = .nothing
    self.participant = Self.isID(participant) ? participant : nil
  }

  /// Whether a text says of itself that it is a ticket.
  static func isTicket(_ text: String) -> Bool { ScannedTicket.isTicket(text) }

  /// Whether a text is of the form of participants' ids (`Protocol/2-lines.md`).
  private static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !#""\/"#.utf8.contains(byte)
      }
  }
}
