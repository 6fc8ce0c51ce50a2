internal import MusterCore
internal import MusterSync
internal import MusterTrust

/// Looks at everything that a data folder holds, from the disk alone, and says what is wrong.
///
/// It trusts no row, no hash and no signature that it can compute again, and goes on after a finding
/// as far as what is left makes sense. It never writes.
nonisolated struct Verification {
  private let database: Database
  private let event: EventID
  private let hasher = Hasher256()
  private let reading: SegmentReading
  private var reader: OperationReader
  private(set) var fold: Fold
  private(set) var report = VerifyReport()

  private var position: LogPosition
  private var keys: Set<Digest> = []
  private var starts: [HubStartMark] = []
  private var chains: ChainReading
  /// The digest of every op whose line is on the log.
  private var digests: [OpID: Digest] = [:]
  /// The digest of the private line that each op names.
  private var named: [OpID: Digest] = [:]

  init(_ database: Database, event: EventID) {
    self.database = database
    self.event = event
    reading = SegmentReading(hasher: hasher, deflate: Deflate())
    reader = OperationReader(event: event)
    fold = Fold(event: event)
    chains = ChainReading(event: event, hasher: hasher)
    position = LogPosition(place: 0, hash: LogChain.start(event: event))
  }

  mutating func run() throws(StoreError) {
    do throws(StoreError) { try database.quickCheck() } catch {
      guard case .corrupt(let failure) = error else { throw error }
      report.findings.append(.pages(failure.message))
    }
    try checkLog()
    report.writers = chains.heads.count
    try checkHeads()
    try checkOwnChain()
    try checkAside()
    try checkPrivateLines()
    try checkIndex()
    report.stateDigest = hasher.digest(fold.canonicalBytes())
  }

  // MARK: The log

  private mutating func checkLog() throws(StoreError) {
    let log = try Log(database)
    try log.each { (row) throws(StoreError) in
      do throws(StoreError) {
        let segment = try reading.segment(row.frame, first: row.first)
        check(segment, row, listed: try log.listing(of: row.first))
      } catch {
        guard case .damaged(let what) = error else { throw error }
        report.findings.append(.segment(first: row.first, what))
      }
      report.segments += 1
      position = LogPosition(place: row.first + Int64(row.count) - 1, hash: row.after)
    }
    if try log.starts(newest: .max) != starts { report.findings.append(.starts) }
  }

  private mutating func check(_ segment: Segment, _ row: Log.Row, listed: Log.Listing?) {
    let header = segment.header
    if header.first != position.place + 1 || header.before != position.hash {
      report.findings.append(.chain(first: row.first))
    }
    func differs(_ column: String) {
      report.findings.append(.row(first: row.first, column: column))
    }
    if header.after != row.after { differs("hash") }
    if header.first != row.first || header.count != row.count { differs("number of entries") }
    if listed?.generation != header.generation { differs("life of the hub") }
    if listed?.key != header.key || listed?.signature != header.signature { differs("signature") }
    if listed?.ops != segment.entries.map(\.op) { differs("list of ops") }
    if header.event != event || !segment.checkSignature() {
      report.findings.append(.signature(first: row.first))
    }
    for (index, entry) in segment.entries.enumerated() {
      check(entry, segment, at: row.first + Int64(index))
    }
    if !keys.contains(header.key) {
      report.findings.append(.uncertified(first: row.first, key: keyID(of: header.key)))
    }
  }

  private mutating func check(_ entry: Segment.Entry, _ segment: Segment, at place: Int64) {
    report.entries += 1
    if let line = entry.line {
      digests[entry.op] = hasher.digest(segment.payload, in: line)
      let operation = reader.read(segment.payload, in: line, id: entry.op)
      named[entry.op] = operation.privateDigest
      if case .hubStart(let start) = operation.act {
        if start.isCertified { keys.insert(start.key) }
        if segment.begins(start) {
          starts.append(
            HubStartMark(
              generation: start.generation, place: place, before: segment.header.before))
        }
      }
      fold.place(operation, entry.placement)
    } else if digests[entry.op] != nil {
      fold.placeAgain(entry.op, entry.placement)
    } else {
      report.findings.append(.noLine(place: place, entry.op))
    }
    chain(entry)
  }

  private mutating func chain(_ entry: Segment.Entry) {
    guard let digest = digests[entry.op] else { return }
    chains.take(entry.placement, digest)
  }

  /// The hub keeps the head of every writer; a node keeps none.
  private mutating func checkHeads() throws(StoreError) {
    let kept = try WriterHeads(database).all
    guard !kept.isEmpty else { return }
    let writers = Set(kept.keys).union(chains.heads.keys).sorted {
      $0.node != $1.node ? $0.node < $1.node : $0.epoch < $1.epoch
    }
    for writer in writers {
      if let head = kept[writer], chains.bears(head, of: writer) { continue }
      report.findings.append(.head(writer))
    }
  }

  // MARK: Beside the log

  private mutating func checkOwnChain() throws(StoreError) {
    let settings = Settings(database)
    guard let epoch = try settings.text(.epoch).flatMap({ Identifier($0) }) else { return }
    var chain: WriterHead?
    try OwnChain(database, epoch: epoch).each { (head, line, received) throws(StoreError) in
      let digest = hasher.digest(line)
      let operation = reader.read(line, in: 0..<line.count, id: digest.identifier)
      let writer = Writer(node: operation.node, epoch: epoch)
      let before =
        chain ?? WriterHead(n: 0, hash: WriterChain.start(event: event, writer: writer))
      if head.n != before.n + 1 || head.hash != hasher.digest(before.hash, digest) {
        report.findings.append(.ownChain(n: head.n))
      }
      chain = head
      report.ownOps += 1
      guard digests[digest.identifier] == nil else { return }
      digests[digest.identifier] = digest
      named[digest.identifier] = operation.privateDigest
      fold.addPending(operation, writer: writer, n: head.n, received: received)
    }
  }

  /// What is kept of other lives is no part of the state; private lines stand beside its ops too.
  private mutating func checkAside() throws(StoreError) {
    let aside = Aside(database)
    guard try aside.count() > 0 else { return }
    var seen: Int64 = 0
    while true {
      let next = try aside.segments(after: seen, limit: 8)
      guard let last = next.last else { return }
      seen = last.number
      for (_, kept) in next { try check(kept) }
    }
  }

  private mutating func check(_ kept: AsideSegment) throws(StoreError) {
    report.aside += 1
    let first = kept.offer.first
    do throws(StoreError) {
      check(try reading.segment(kept.frame, first: first), kept.offer)
    } catch {
      guard case .damaged(let what) = error else { throw error }
      report.findings.append(.aside(first: first, what))
    }
  }

  private mutating func check(_ segment: Segment, _ offer: SegmentOffer) {
    let header = segment.header
    for entry in segment.entries {
      guard let line = entry.line else { continue }
      let operation = reader.read(segment.payload, in: line, id: entry.op)
      if case .hubStart(let start) = operation.act, start.isCertified { keys.insert(start.key) }
      digests[entry.op] = hasher.digest(segment.payload, in: line)
      named[entry.op] = operation.privateDigest
    }
    let isAsListed =
      header.generation == offer.generation && header.first == offer.first
      && header.count == Int(offer.count) && header.after == offer.after
    if !isAsListed {
      report.findings.append(.aside(first: offer.first, "it is listed as another one."))
    } else if header.event != event || !segment.checkSignature() || !keys.contains(header.key) {
      report.findings.append(.aside(first: offer.first, "it is not signed by a hub."))
    }
  }

  private mutating func checkPrivateLines() throws(StoreError) {
    try PrivateLines(database).eachLine { op, line in
      report.privateLines += 1
      if digests[op] == nil {
        report.findings.append(.strayPrivateLine(op))
      } else if named[op] != hasher.digest(line) {
        report.findings.append(.privateLine(op))
      } else if fold.isErased(op) {
        report.findings.append(.erasedPrivateLine(op))
      }
    }
  }

  private mutating func checkIndex() throws(StoreError) {
    let index = NameIndex(database)
    var held: [String: FoldedNames.Entry] = [:]
    try index.each { person, words in held[person, default: .init()].words = words }
    for (person, keys) in try Alike(database).all() { held[person, default: .init()].keys = keys }
    let wanted = try FoldedNames(PrivateLines(database)).all(in: &fold)
    let wrong = Set(held.keys).union(wanted.keys).filter { held[$0] != wanted[$0] }
    if !wrong.isEmpty {
      report.findings.append(.index("\(wrong.count) of \(wanted.count) names"))
    } else if try !index.isInStep() {
      report.findings.append(.index("its words"))
    }
  }
}
