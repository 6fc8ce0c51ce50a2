import MusterCore
import MusterTrust

/// Any text, as a scanner types it; `@ticket` stands for a good ticket without its first letters, and
/// `@forged` for one whose signature is another's.
///
/// What is read is written as the very same text: a ticket has one spelling. Only what the ticket key
/// signed is signed, under whatever layout of the keyboard it was typed.
enum TicketTarget {
  private static let good = text(by: Company.ticketKey, for: "p-1")
  private static let forged = text(by: Company.other, for: "p-1")

  static func feed(_ bytes: [UInt8]) {
    let text = String(
      decoding: Tokens.replace(bytes) { word in
        switch word {
        case "ticket": String(good.dropFirst(8))
        case "forged": String(forged.dropFirst(8))
        default: nil
        }
      }, as: UTF8.self)
    do throws(TicketRefusal) {
      let ticket = try Ticket(text, event: Company.event)
      hold(ticket.text.utf8.elementsEqual(text.utf8), "a ticket in two spellings")
      hold(ticket.serial > 0 && 1...64 ~= ticket.participant.utf8.count, "out of bounds")
      let isSigned = ticket.isSigned(by: Company.ticketKey.publicKey)
      hold(isSigned == (text == good), "a forged ticket is signed, or a good one is not")
    } catch {
      let saysTicket = text.utf8.starts(with: "MUSTER1:".utf8)
      hold((error == .unknown) == !saysTicket, "\(error) where it says \(saysTicket)")
    }
    let scanned = try? ScannedTicket.read(text, event: Company.event) { ticket in
      ticket.isSigned(by: Company.ticketKey.publicKey)
    }
    hold(scanned == nil || scanned?.text == good, "a scanner typed a ticket that nobody signed")
  }

  private static func text(by key: SigningKey, for participant: String) -> String {
    Ticket(event: Company.event, serial: 7, participant: participant, key: key)?.text ?? ""
  }
}
