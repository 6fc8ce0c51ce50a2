/// How a participant is called and reached.
public nonisolated struct Contact: Hashable, Sendable {
  /// The name.
  public var name: String?
  /// The email address.
  public var email: String?
  /// The telephone number.
  public var phone: String?

  /// Makes a contact.
  public init(name: String? = nil, email: String? = nil, phone: String? = nil) {
    self.name = name
    self.email = email
    self.phone = phone
  }
}
