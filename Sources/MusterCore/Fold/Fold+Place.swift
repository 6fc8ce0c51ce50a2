nonisolated extension Fold {
  /// Takes an op and one of its placements; an element that is there already changes nothing.
  ///
  /// Constant time: what follows is settled later.
  public mutating func place(_ operation: Operation, _ placement: Placement) {
    if let known = find(operation.id) {
      add(placement, to: known)
    } else {
      enter(operation, writer: writer(placement.writer), placement.n, placement.received, [])
    }
  }

  /// Takes one more placement of an op whose line came before; an op that is not there is ignored.
  public mutating func placeAgain(_ op: OpID, _ placement: Placement) {
    guard let known = find(op) else { return }
    add(placement, to: known)
  }

  /// Takes an op of this machine's own that is not placed yet.
  ///
  /// - Parameter received: the best guess of when the hub will receive it, hub time, ms. Forgotten
  ///   when the op is placed.
  public mutating func addPending(
    _ operation: Operation, writer: Writer, n: Int64, received: Int64
  ) {
    guard find(operation.id) == nil else { return }
    let op = enter(operation, writer: self.writer(writer), n, received, .pending)
    pendingOps.append(op)
    pendingCount += 1
  }

  private mutating func add(_ placement: Placement, to op: Int32) {
    let writer = writer(placement.writer)
    let boot = Int(records[op].boot)
    if records[op].traits.contains(.pending) {
      records[op].traits.remove(.pending)
      if planted(.keepsGuessedTimes) {
        pendingCount -= 1
        return
      }
      records[op].writer = writer
      records[op].n = placement.n
      records[op].received = placement.received
      pendingCount -= 1
      forgetPlacedOps()
      boots[boot].needsScan = true
      markBoot(boot)
      enqueue(op)
      return
    }
    let record = records[op]
    if record.writer == writer && record.n == placement.n
      && record.received == placement.received
    {
      return
    }
    let first = firstFurther(of: op)
    var more = first
    while more >= 0 {
      let other = further[Int(more)]
      if other.writer == writer && other.n == placement.n && other.received == placement.received {
        return
      }
      more = other.next
    }
    // The record holds the placement that was received first; the others stand beside it.
    var later = FurtherPlacement(
      writer: writer, n: placement.n, received: placement.received, next: first)
    if placement.received < record.received {
      later = FurtherPlacement(
        writer: record.writer, n: record.n, received: record.received, next: first)
      records[op].writer = writer
      records[op].n = placement.n
      records[op].received = placement.received
      if record.counts { noteInBoot(op) }
    }
    firstFurther[op] = Payloads.add(later, to: &further)
    records[op].traits.insert(.placedAgain)
    enqueue(op)
  }

  /// Keeps the list of pending ops about as long as there are pending ops.
  private mutating func forgetPlacedOps() {
    guard pendingOps.count > 64 && pendingOps.count > 2 * pendingCount else { return }
    pendingOps.removeAll { !records[$0].traits.contains(.pending) }
  }

  @discardableResult
  private mutating func enter(
    _ operation: Operation, writer: Int32, _ n: Int64, _ received: Int64, _ traits: Traits
  ) -> Int32 {
    let op = Int32(truncatingIfNeeded: records.count)
    var record = Record(
      id: operation.id, mono: operation.mono, at: operation.at, received: received, n: n,
      boot: boot(of: operation), writer: writer, kind: .unreadable, traits: traits)
    record.ms = operation.at
    if let by = operation.by { record.by = words.intern(by) }
    read(operation, op, into: &record)
    if record.kind.isKnown {
      record.nextOfBoot = boots[Int(record.boot)].head
      boots[Int(record.boot)].head = op
    }
    if record.participant >= 0 {
      record.nextOfPerson = people[Int(record.participant)].head
      people[Int(record.participant)].head = op
    }
    if !referenced.isEmpty, referenced[record.id] != nil { record.traits.insert(.named) }
    if record.traits.contains(.hasPrivate), mayBeErased(record) { freshErasures.append(op) }
    record.traits.insert(.queued)
    queue.append(op)
    index.insert(record.id, Int(op))
    records.append(record)
    return op
  }

  /// Puts an op among those whose authority is to be looked at.
  mutating func enqueue(_ op: Int32) {
    guard !records[op].traits.contains(.queued) else { return }
    records[op].traits.insert(.queued)
    queue.append(op)
  }

  private mutating func boot(of operation: Operation) -> Int32 {
    let id =
      switch operation.act {
      case .boot, .hubStart: operation.id
      // Whatever a line that nobody can read says, it is of no boot.
      case .unreadable: OpID(high: 0, low: 0)
      default: operation.boot ?? operation.id
      }
    return boot(id, of: operation.node)
  }

  mutating func boot(_ id: OpID, of node: KeyID) -> Int32 {
    if lastBoot >= 0, boots[lastBoot].id == id,
      machines[Int(boots[lastBoot].machine)].id == node
    {
      return Int32(truncatingIfNeeded: lastBoot)
    }
    let hash = id.spread ^ node.low
    let known = bootTable.find(hash) {
      boots[$0].id == id && machines[Int(boots[$0].machine)].id == node
    }
    if let known {
      lastBoot = known
      return Int32(truncatingIfNeeded: known)
    }
    let machine = machine(node)
    var boot = Boot(id: id, machine: machine)
    boot.nextOfMachine = machines[Int(machine)].firstBoot
    boots.append(boot)
    lastBoot = boots.count - 1
    machines[Int(machine)].firstBoot = Int32(truncatingIfNeeded: lastBoot)
    bootTable.insert(hash, lastBoot)
    return Int32(truncatingIfNeeded: lastBoot)
  }

  mutating func machine(_ id: KeyID) -> Int32 {
    if let known = machineTable.find(id.spread, { machines[$0].id == id }) {
      return Int32(truncatingIfNeeded: known)
    }
    machines.append(Machine(id: id))
    machineTable.insert(id.spread, machines.count - 1)
    return Int32(truncatingIfNeeded: machines.count - 1)
  }

  private mutating func writer(_ writer: Writer) -> Int32 {
    if lastWriter >= 0, writers[lastWriter].epoch == writer.epoch,
      machines[Int(writers[lastWriter].machine)].id == writer.node
    {
      return Int32(truncatingIfNeeded: lastWriter)
    }
    let hash = writer.epoch.spread ^ writer.node.low
    let known = writerTable.find(hash) {
      writers[$0].epoch == writer.epoch && machines[Int(writers[$0].machine)].id == writer.node
    }
    if let known {
      lastWriter = known
    } else {
      writers.append(WriterEntry(machine: machine(writer.node), epoch: writer.epoch))
      lastWriter = writers.count - 1
      writerTable.insert(hash, lastWriter)
    }
    return Int32(truncatingIfNeeded: lastWriter)
  }

  mutating func person(_ id: String) -> Int32 {
    let symbol = participants.intern(id)
    if symbol == people.count { people.append(Person()) }
    return symbol
  }

  mutating func point(_ id: String) -> Int32 {
    let symbol = places.intern(id)
    if symbol == pointList.count { pointList.append(Point()) }
    return symbol
  }
}
