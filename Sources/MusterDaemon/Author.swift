public import MusterCore
public import MusterSync
import MusterTrust
public import MusterStore

/// What somebody wants to be on record, before it is a line.
public nonisolated struct Draft: Sendable {
  /// What was done.
  public var act: Act
  /// The desk or operator; nil when the daemon acts by itself.
  public var by: String?
  /// The point at which it was done.
  public var point: String?
  /// Whom it is about.
  public var participant: String?
  /// Private fields that it sets, for a check-in answers by the ids of their questions; empty for
  /// none.
  public var privates: [PrivateLine.Field]
  /// When it happened, ms, for entries typed in afterwards.
  public var stated: Int64?
  /// Words of a person's for other people: the line's member `note`, which folds to nothing.
  public var note: String?

  /// Makes a draft; what does not apply stays empty.
  public init(
    _ act: Act, by: String? = nil, point: String? = nil, participant: String? = nil,
    privates: [PrivateLine.Field] = [], stated: Int64? = nil, note: String? = nil
  ) {
    self.act = act
    self.by = by
    self.point = point
    self.participant = participant
    self.privates = privates
    self.stated = stated
    self.note = note
  }
}

/// Makes lines of drafts: the one place where nonces, salts and `mono` come from.
///
/// `mono` never repeats and never goes back within one author's life, whatever the clock does
/// (`Protocol/2-lines.md`, Operations).
public nonisolated struct Author: Sendable {
  /// The event.
  public let event: EventID
  /// The author's key id.
  public let node: KeyID
  /// Which boot its ops belong to; nil for the op that makes the boot.
  public var boot: OpID?
  /// The `mono` of its newest op, µs.
  public private(set) var lastMono: Int64

  /// Makes an author.
  ///
  /// - Parameter lastMono: `mono` of the newest op already made in this boot; 0 for none.
  public init(event: EventID, node: KeyID, boot: OpID?, lastMono: Int64 = 0) {
    self.event = event
    self.node = node
    self.boot = boot
    self.lastMono = lastMono
  }

  /// Writes a draft as a line, with its private line where it has one.
  ///
  /// The op names what its private line holds: a check-in as `answered`, every other act as `fields`.
  ///
  /// - Parameters:
  ///   - at: the author's wall clock, ms; for the hub hub time.
  ///   - mono: µs on the boot clock.
  public mutating func write(_ draft: Draft, at: Int64, mono: Int64) -> OwnOp {
    lastMono = max(lastMono + 1, mono)
    var operation = Operation(
      node: node, nonce: Randomness.nonce(), at: at, boot: boot, mono: lastMono, by: draft.by,
      point: draft.point, participant: draft.participant, stated: draft.stated, act: draft.act)
    var privateLine: PrivateLine?
    if !draft.privates.isEmpty {
      let held = PrivateLine(salt: Randomness.identifier(), values: draft.privates)
      operation.privateDigest = SHA256.digest(held.bytes)
      if case .checkin(var checkIn) = draft.act {
        checkIn.answered = held.fields
        operation.act = .checkin(checkIn)
      } else {
        operation.fields = held.fields
      }
      privateLine = held
    }
    let line = OperationWriter.write(operation, event: event)
    return OwnOp(
      line: draft.note.map { Self.add(note: $0, to: line) } ?? line, privateLine: privateLine?.bytes
    )
  }

  private static func add(note: String, to line: [UInt8]) -> [UInt8] {
    var json = JSONWriter(line.dropLast() + [UInt8(ascii: ",")])
    json.key("note")
    json.value(note)
    json.endObject()
    return json.bytes
  }
}
