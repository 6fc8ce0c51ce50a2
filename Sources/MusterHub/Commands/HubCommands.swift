import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Everything that an operator can ask of a hub: one function for the socket, for HTTP and for work
/// on the files.
struct HubCommands {
  let centre: Centre
  /// In whose name ops are recorded; nil: in nobody's.
  var caller: String?
  /// What the caller is shown of people.
  var sight = Sight.all
  /// Gives what is to be kept of an answer, under the key of the request.
  var keep: (JSONValue) -> Answer? = { _ in nil }

  init(centre: Centre) { self.centre = centre }

  /// Commands that append to the log or to the settings; all others only read.
  static let writing: Set<String> = [
    "points-import", "roster-import", "invite", "block", "unblock", "revoke", "accept",
    "bundle-import",
    "addresses-add", "addresses-remove", "addresses-move",
    "conflicts-resolve",
    "participant-edit", "merge", "unmerge", "reassign", "retime", "void", "erase",
    "announce", "announcements-withdraw", "programme-start", "programme-end", "programme-skip",
    "programme-undo", "programme-change", "operator-add", "operator-remove",
  ]

  /// Whether a command must not be run beside another process that works on the folder.
  static func writes(_ command: String) -> Bool { writing.contains(command) }

  /// Does a command.
  ///
  /// - Parameters:
  ///   - command: its words joined by hyphens: `points-import`.
  ///   - body: its arguments, an object.
  ///   - file: the bytes of the file that it reads, as they are; empty where it reads none.
  func perform(
    _ command: String, _ body: JSONValue, file: [UInt8] = []
  ) throws(Failure) -> JSONValue {
    switch command {
    case "points-import": try importPoints(file, body)
    case "points-list": pointsList()
    case "roster-import": try importRoster(file, body)
    case "invite": try invite(body)
    case "nodes": nodes()
    case "block": try block(body)
    case "unblock": try unblock(body)
    case "revoke": try revoke(body)
    case "accept": try accept(body)
    case "bundle-import": try importBundle(body)
    case "bundle-key": bundleKey()
    case "addresses": try nodeAddresses()
    case "addresses-add": try addAddress(body)
    case "addresses-remove": try removeAddress(body)
    case "addresses-move": try moveAddress(body)
    case "tickets": try tickets(body)
    case "coverage": try coverage(body)
    case "conflicts": try conflicts()
    case "conflicts-resolve": try resolve(body)
    case "participant-show": try showParticipant(body)
    case "participant-edit": try editParticipant(body)
    case "search": try search(body)
    case "merge": try merge(body)
    case "unmerge": try unmerge(body)
    case "reassign": try reassign(body)
    case "retime": try retime(body)
    case "void": try void(body)
    case "erase": try erase(body)
    case "announce": try announce(body)
    case "announcements": announcements()
    case "announcements-withdraw": try withdrawAnnouncement(body)
    case "indicators": try indicators(body)
    case "readiness": try readiness(body)
    case "attendance": try attendance(body)
    case "answers": try answers(body)
    case "statement": try statement(body)
    case "programme": try programme(body)
    case "programme-start": try step(.start, body)
    case "programme-end": try step(.end, body)
    case "programme-skip": try step(.skip, body)
    case "programme-undo": try undoStep(body)
    case "programme-change": try changeSession(body)
    case "operator-add": try addOperator(body)
    case "operator-list": try logins.list()
    case "operator-remove": try logins.remove(body)
    case "verify": try verify()
    case "status": status()
    default: throw .unknown("There is no command \(Terminal.plain(command)).")
    }
  }
}

extension HubCommands {
  /// Appends ops, and with them what is answered: on the disk when this returns.
  ///
  /// - Parameter answer: what is answered, given the ids of the ops.
  @discardableResult
  func append(
    _ drafts: [Draft], answer: ([OpID]) -> JSONValue
  ) throws(Failure) -> JSONValue {
    let named = drafts.map { draft in
      var named = draft
      named.by = caller
      return named
    }
    var told = JSONValue.null
    try centre.writing().append(named) { ids in
      told = answer(ids)
      return keep(told)
    }
    return told
  }
}

/// A command's arguments.
nonisolated extension JSONValue {
  /// A text that must be there.
  func argument(_ name: String) throws(Failure) -> String {
    guard let text = self[name]?.string, !text.isEmpty else {
      throw .usage("\(name): a text is missing.")
    }
    return text
  }

  /// A text that may be absent.
  func optionalArgument(_ name: String) throws(Failure) -> String? {
    guard let value = self[name], !value.isNull else { return nil }
    guard let text = value.string else { throw .usage("\(name): write a text.") }
    return text
  }

  /// Texts that must be there.
  func texts(_ name: String) throws(Failure) -> [String] {
    let texts = self[name]?.array?.compactMap(\.string) ?? []
    guard !texts.isEmpty, texts.count == self[name]?.array?.count, !texts.contains("") else {
      throw .usage("\(name): write a list of texts.")
    }
    return texts
  }

  /// A flag; absent means false.
  func flag(_ name: String) throws(Failure) -> Bool {
    guard let value = self[name], !value.isNull else { return false }
    guard let flag = value.bool else { throw .usage("\(name): write true or false.") }
    return flag
  }

  /// A count.
  static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }

  /// An id.
  static func id(_ id: Identifier) -> JSONValue { .string(id.hex) }

  /// A text or `null`.
  static func maybe(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// An integer or `null`.
  static func maybe(_ number: Int64?) -> JSONValue { number.map { .integer($0) } ?? .null }
}
