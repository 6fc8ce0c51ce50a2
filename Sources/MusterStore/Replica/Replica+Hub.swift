public import MusterCore
public import MusterSync
public import MusterTrust

nonisolated extension Replica {
  /// Begins a life of the hub: its `hub.start`, alone in a segment, is on the disk when this returns.
  ///
  /// Once for each process, before anything is placed.
  ///
  /// - Parameters:
  ///   - start: the line of the `hub.start`.
  ///   - signer: the key and the generation of this life, which is the hub's epoch too.
  ///   - received: hub time, ms.
  /// - Returns: the segment, to be sent.
  @discardableResult
  public func begin(
    _ start: [UInt8], _ signer: SegmentBuilder.Signer, received: Int64
  ) throws(StoreError) -> [StoredSegment] {
    try guardReady()
    let writer = Writer(node: signer.key.id, epoch: signer.generation)
    guard role == .hub, self.signer == nil, heads[writer] == nil else { throw .noLife }
    self.signer = signer
    sealing = SealingThread(signer: signer)
    lastPlace = tip.place
    try place([OwnOp(line: start)], received: received)
    gathered.starts.append(
      HubStartMark(generation: signer.generation, place: tip.place + 1, before: tip.hash))
    return try commit()
  }

  /// The hub's own writer in this life.
  public var hubWriter: Writer? {
    signer.map { Writer(node: $0.key.id, epoch: $0.generation) }
  }

  /// How far a writer's chain is placed; n is 0 when nothing of it is.
  public func head(of writer: Writer) -> WriterHead {
    heads[writer] ?? WriterHead(n: 0, hash: WriterChain.start(event: event, writer: writer))
  }

  /// The heads of all writers of whom something is placed.
  public var writerHeads: [Writer: WriterHead] { heads.all }

  /// Places what a node handed in and its session has verified; durable after ``commit()``.
  ///
  /// What is placed already for that writer is passed over. An op that another writer handed in
  /// before gets an entry without its line.
  ///
  /// - Parameter received: hub time, ms.
  /// - Returns: how many of the batch's ops were new for this writer.
  /// - Throws: ``StoreError/gap(_:held:first:)``, ``StoreError/fork(_:n:)``; nothing is placed then.
  @discardableResult
  public func place(_ batch: OpsBatch, received: Int64) throws(StoreError) -> Int {
    try guardReady()
    guard signer != nil else { throw .noLife }
    let held = head(of: batch.writer)
    guard batch.first <= held.n + 1 else {
      throw .gap(batch.writer, held: held.n, first: batch.first)
    }
    guard batch.last > held.n else {
      if !planted(.passesOverByNumber) { try checkPlaced(batch, held: held) }
      return 0
    }
    let passed = Int(held.n + 1 - batch.first)
    var chain = WriterChain(n: batch.first - 1, hash: batch.before)
    for digest in batch.digests.prefix(passed) { chain.append(digest, hasher: hasher) }
    guard chain.hash == held.hash || planted(.passesOverByNumber) else {
      throw .fork(batch.writer, n: held.n)
    }
    place(
      batch.payload, batch.lines[passed...], batch.digests,
      after: Placement(writer: batch.writer, n: held.n, received: received))
    heads.set(WriterHead(n: batch.last, hash: batch.after), of: batch.writer)
    return batch.lines.count - passed
  }

  /// Places the hub's own ops, numbered and chained under its writer; durable after ``commit()``.
  ///
  /// - Parameters:
  ///   - own: their lines.
  ///   - received: hub time, ms.
  ///   - answer: what the request that asked for them is answered, kept with them.
  /// - Returns: the ids.
  /// - Throws: ``StoreError/unfitLine(why:)``, ``StoreError/wrongPrivateLine(_:)``; nothing is
  ///   placed then.
  @discardableResult
  public func place(
    _ own: [OwnOp], received: Int64, answer: Answer? = nil
  ) throws(StoreError) -> [OpID] {
    try guardReady()
    guard let writer = hubWriter else { throw .noLife }
    let digests = try own.map { (op) throws(StoreError) in try check(op).digest }
    let held = head(of: writer)
    var chain = WriterChain(n: held.n, hash: held.hash)
    for (op, digest) in zip(own, digests) {
      place(
        op.line, [0..<op.line.count], [digest],
        after: Placement(writer: writer, n: chain.n, received: received))
      chain.append(digest, hasher: hasher)
      if let line = op.privateLine { gather(line, of: digest.identifier) }
    }
    heads.set(WriterHead(n: chain.n, hash: chain.hash), of: writer)
    if let answer { gathered.answers.append(answer) }
    return digests.map(\.identifier)
  }

  /// Places lines that follow on each other in their writer's chain.
  ///
  /// - Parameter placement: of the op before the first.
  private func place(
    _ bytes: [UInt8], _ lines: ArraySlice<Range<Int>>, _ digests: [Digest],
    after placement: Placement
  ) {
    var placement = placement
    var next = lines.startIndex
    while next < lines.endIndex {
      next = Self.fill(
        &builder, &memory, bytes, lines[next...], digests, &placement,
        from: lastPlace + Int64(builder.count) + 1)
      if next < lines.endIndex { sealBeside() }
    }
  }

  /// Folds lines and puts them into a segment until it is full.
  ///
  /// - Returns: the index of the first line that found no room.
  private static func fill(
    _ builder: inout SegmentBuilder, _ memory: inout Memory, _ bytes: [UInt8],
    _ lines: ArraySlice<Range<Int>>, _ digests: [Digest], _ placement: inout Placement,
    from first: Int64
  ) -> Int {
    var place = first
    for index in lines.indices {
      let op = digests[index].identifier
      var next = placement
      next.n += 1
      let isNew = memory.place(of: op) == nil
      // Recovered from another life before its writer came back with it.
      if !isNew, memory.fold.isPlaced(op, under: next.writer, n: next.n) {
        placement = next
        continue
      }
      guard builder.add(next, op: op, line: isNew ? lines[index] : nil, of: bytes) else {
        return index
      }
      placement = next
      if isNew {
        _ = memory.notePlace(of: op, place)
        _ = memory.take(bytes, lines[index], op, placement)
      } else {
        memory.placeAgain(op, placement)
      }
      place += 1
    }
    return lines.endIndex
  }

  /// A batch of which the writer's last number is held already must be what is held: each op under its
  /// own number, in whatever order the log came to have them.
  private func checkPlaced(_ batch: OpsBatch, held: WriterHead) throws(StoreError) {
    if batch.last == held.n, batch.after != held.hash { throw .fork(batch.writer, n: held.n) }
    var n = batch.first
    for digest in batch.digests {
      guard memory.fold.isPlaced(digest.identifier, under: batch.writer, n: n) else {
        throw .fork(batch.writer, n: n)
      }
      n += 1
    }
  }
}
