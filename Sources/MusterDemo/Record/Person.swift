/// Somebody on the roster, as `seeds/roster.csv` and `muster-hub tickets` give them.
struct Person: Hashable {
  /// The participant's id.
  var id: String
  /// As written on the roster; what a volunteer types to find somebody without a ticket.
  var name: String
  /// delegate, guest, press, staff.
  var kind: String
  /// The home country.
  var country: String
  /// The home point.
  var point: String
  /// The text of the QR code.
  var ticket: String
}
