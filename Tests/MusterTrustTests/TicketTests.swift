import MusterCore
import Testing

@testable import MusterTrust

@Suite("Tickets")
struct TicketTests {
  struct File: Decodable {
    struct Case: Decodable {
      var why, text, outcome: String
      var serial: UInt32?
      var participant: String?
    }
    var event, seed: String
    var keys: [String]
    var cases: [Case]
  }

  /// What a door says of a text.
  func outcome(_ text: String, event: EventID, keys: [Digest]) -> String {
    do throws(TicketRefusal) {
      let ticket = try Ticket(text, event: event)
      let isSigned = keys.contains { ticket.isSigned(by: $0) }
      return isSigned ? "good" : TicketRefusal.badSignature.rawValue
    } catch {
      return error.rawValue
    }
  }

  @Test("Every text of the vectors comes to what they say")
  func vectors() throws {
    let file = try Vectors.read("tickets", as: File.self)
    let event = try Identifier.vector(file.event)
    let key = SigningKey(seed: Seed(secret: try .vector(file.seed)))
    let keys = try file.keys.map { try Digest.vector($0) }
    for expected in file.cases {
      #expect(
        outcome(expected.text, event: event, keys: keys) == expected.outcome, "\(expected.why)")
      guard let serial = expected.serial, let participant = expected.participant else { continue }
      let made = Ticket(event: event, serial: serial, participant: participant, key: key)
      #expect(made?.text == expected.text)
      #expect(try Ticket(expected.text, event: event) == made)
    }
  }

  struct Typed: Decodable {
    struct Case: Decodable {
      var why, typed, outcome: String
      var text: String?
    }
    var cases: [Case]
  }

  @Test("What a scanner types under other layouts is the ticket that it scanned")
  func layouts() throws {
    let file = try Vectors.read("tickets", as: File.self)
    let event = try Identifier.vector(file.event)
    let keys = try file.keys.map { try Digest.vector($0) }
    for expected in try Vectors.read("scanners", as: Typed.self).cases {
      var ticket: Ticket?
      var outcome = "good"
      do throws(TicketRefusal) {
        ticket = try ScannedTicket.read(expected.typed, event: event) { ticket in
          keys.contains { ticket.isSigned(by: $0) }
        }
      } catch {
        outcome = error.rawValue
      }
      #expect(outcome == expected.outcome, "\(expected.why): \(expected.typed)")
      #expect(ticket?.text == expected.text, "\(expected.why)")
      #expect(ScannedTicket.isTicket(expected.typed) == (expected.outcome != "unknown"))
    }
  }

  @Test("Line ends and spaces that a scanner or a letter adds are no part of a ticket")
  func spaces() throws {
    let file = try Vectors.read("tickets", as: File.self)
    let text = try #require(file.cases.first?.text)
    let folded = text.enumerated().map {
      $0.offset % 40 == 39 ? "\($0.element)\r\n " : "\($0.element)"
    }
    let read = try ScannedTicket.read(
      " \(folded.joined())\t", event: Identifier.vector(file.event)
    ) { _ in true }
    #expect(read.text == text)
  }

  @Test("A ticket with any one bit flipped is refused")
  func flippedBits() throws {
    let key = SigningKey()
    let event = Randomness.identifier()
    let ticket = try #require(Ticket(event: event, serial: 3, participant: "p-20", key: key))
    let text = Array(ticket.text.utf8)
    #expect(outcome(ticket.text, event: event, keys: [key.publicKey]) == "good")
    for index in text.indices {
      for bit in 0..<8 {
        var changed = text
        changed[index] ^= 1 << UInt8(bit)
        let said = outcome(
          String(decoding: changed, as: UTF8.self), event: event, keys: [key.publicKey])
        #expect(said != "good", "bit \(bit) of character \(index)")
        #expect((said == "unknown") == (index < 8))
      }
    }
  }

  @Test("No ticket is made that could not be read")
  func notMade() {
    let key = SigningKey()
    let event = Randomness.identifier()
    for participant in [
      "", "a b", "a/b", "a\"b", "a\\b", "é", "a\nb", String(repeating: "x", count: 65),
    ] {
      #expect(Ticket(event: event, serial: 1, participant: participant, key: key) == nil)
    }
    #expect(Ticket(event: event, serial: 0, participant: "p", key: key) == nil)
  }

  @Test("The text fits the alphanumeric mode of QR codes")
  func alphanumeric() throws {
    let ticket = try #require(
      Ticket(event: Randomness.identifier(), serial: 1, participant: "p-1", key: SigningKey()))
    let allowed = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    #expect(ticket.text.allSatisfy { allowed.contains($0) })
  }
}
