import MusterCore
import MusterTrust

/// The first line of a batch of ops.
nonisolated struct OpsHeader {
  static let type = "ops"

  var event: EventID
  var writer: Writer
  var first: Int64
  var count: Int64
  var before: Digest
  var after: Digest
  var signature: Signature

  /// What the signature covers: valid in any life of the hub, hence no generation.
  var signedText: SignedText {
    .ops(event: event, writer: writer, first: first, count: count, hashAfter: after)
  }

  init(
    event: EventID, writer: Writer, first: Int64, count: Int64, before: Digest, after: Digest,
    signer: SigningKey
  ) {
    self.event = event
    self.writer = writer
    self.first = first
    self.count = count
    self.before = before
    self.after = after
    signature = signer.sign(
      .ops(event: event, writer: writer, first: first, count: count, hashAfter: after))
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    event = try message.identifier("event")
    writer = Writer(
      node: try message.identifier("node"), epoch: try message.identifier("epoch"))
    first = try message.integer("first", from: 1)
    count = try message.integer("count", from: 1)
    before = try message.digest("before")
    after = try message.digest("after")
    signature = try message.signature("signature")
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("type", Self.type)
    json.member("event", event)
    json.member("node", writer.node)
    json.member("epoch", writer.epoch)
    json.member("first", first)
    json.member("count", count)
    json.member("before", before)
    json.member("after", after)
    json.member("signature", signature)
    json.endObject()
  }
}
