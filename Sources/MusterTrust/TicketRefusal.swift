/// Why a scanned text is not a ticket of this event; the raw value is the `reason` of a `refusal`.
public nonisolated enum TicketRefusal: String, Error, CaseIterable, Sendable {
  /// Not a ticket at all.
  case unknown
  /// It says that it is a ticket, but is damaged, or none of the event's ticket keys signed it.
  case badSignature = "bad-signature"
  /// A ticket for another event.
  case wrongEvent = "wrong-event"

  /// What the desk reads.
  public var message: String {
    switch self {
    case .unknown: "This is not a ticket. Search for the person by name."
    case .badSignature: "This ticket is damaged or forged. Search for the person by name."
    case .wrongEvent: "This ticket is for another event."
    }
  }
}
