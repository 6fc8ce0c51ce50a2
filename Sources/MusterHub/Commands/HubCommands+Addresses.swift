import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Where nodes look for a hub: its own address, and those of its standbys.
extension HubCommands {
  /// So many addresses are told to nodes.
  static var addressLimit: Int { Limits.standard.addresses }

  /// The addresses that nodes are told, in the order in which they are tried.
  func nodeAddresses() throws(Failure) -> JSONValue {
    let all = try Failure.storing { () throws(StoreError) in
      try HubAddresses(centre.replica.settings).all()
    }
    return .array(all.map { .string($0) })
  }

  /// `{"address": HOST:PORT}`: nodes try it too, after the others.
  func addAddress(_ body: JSONValue) throws(Failure) -> JSONValue {
    let address = try Self.address(body)
    let list = HubAddresses(try centre.writing().replica.settings)
    var all = try Failure.storing { () throws(StoreError) in try list.all() }
    guard !all.contains(address) else { throw .refused("\(address) is told to nodes already.") }
    guard all.count < Self.addressLimit else {
      throw .refused("Nodes are told at most \(Self.addressLimit) addresses: remove one first.")
    }
    all.append(address)
    try Failure.storing { () throws(StoreError) in try list.keep(all) }
    return try told()
  }

  /// `{"address": HOST:PORT}`: nodes are told it no more.
  func removeAddress(_ body: JSONValue) throws(Failure) -> JSONValue {
    let address = try Self.address(body)
    let list = HubAddresses(try centre.writing().replica.settings)
    let all = try Failure.storing { () throws(StoreError) in try list.all() }
    guard all.first != address else {
      throw .refused(
        "\(address) is this hub's own address, by which join codes find it:"
          + " muster-hub addresses move HOST:PORT gives it another.")
    }
    guard all.contains(address) else { throw .unknown("\(address) is not among the addresses.") }
    try Failure.storing { () throws(StoreError) in try list.keep(all.filter { $0 != address }) }
    return try told()
  }

  /// `{"address": HOST:PORT}`: it is this hub's own from now on, and what was is told no more.
  func moveAddress(_ body: JSONValue) throws(Failure) -> JSONValue {
    let address = try Self.address(body)
    let settings = try centre.writing().replica.settings
    guard try centre.address() != address else {
      throw .refused("\(address) is this hub's own address already.")
    }
    try Failure.storing { () throws(StoreError) in try HubAddresses(settings).move(to: address) }
    return try told()
  }

  /// The addresses as they are now, once every node has been bidden to come and hear them.
  private func told() throws(Failure) -> JSONValue {
    centre.peers?.callAnew()
    return try nodeAddresses()
  }

  private static func address(_ body: JSONValue) throws(Failure) -> String {
    let text = try body.argument("address")
    do throws(TrustError) { return try JoinCode(address: text).address } catch {
      throw .usage("\(Terminal.plain(text)): write HOST:PORT as nodes reach it.")
    }
  }
}

/// The addresses that nodes are told, among the settings.
struct HubAddresses {
  private let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  /// The hub's own, then the others.
  func all() throws(StoreError) -> [String] {
    let own = try settings.text(.address).map { [$0] } ?? []
    let others = try settings.text(.addresses)?.split(separator: "\n").map(String.init) ?? []
    return own + others.filter { !own.contains($0) }
  }

  /// Keeps them, the hub's own apart.
  func keep(_ all: [String]) throws(StoreError) {
    let own = try settings.text(.address)
    try settings.set(.addresses, to: all.filter { $0 != own }.joined(separator: "\n"))
  }

  /// Gives the hub another address of its own, which may have been among the others.
  func move(to address: String) throws(StoreError) {
    let others = try all().dropFirst().filter { $0 != address }
    try settings.set(.addresses, to: others.joined(separator: "\n"))
    try settings.set(.address, to: address)
  }
}
