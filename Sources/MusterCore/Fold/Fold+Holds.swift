/// Which placements are there, for those who might bring them again.
nonisolated extension Fold {
  /// Whether this very placement of the op is there.
  public func holds(_ op: OpID, _ placement: Placement) -> Bool {
    hasPlacement(of: op, under: placement.writer) { n, received in
      n == placement.n && received == placement.received
    }
  }

  /// Whether the op is placed under this number of this writer, whenever it was received.
  public func isPlaced(_ op: OpID, under writer: Writer, n: Int64) -> Bool {
    hasPlacement(of: op, under: writer) { other, _ in other == n }
  }

  private func hasPlacement(
    of id: OpID, under writer: Writer, _ isRight: (_ n: Int64, _ received: Int64) -> Bool
  ) -> Bool {
    guard let op = find(id), !records[op].traits.contains(.pending) else { return false }
    if self.writer(records[op].writer) == writer, isRight(records[op].n, records[op].received) {
      return true
    }
    var more = firstFurther(of: op)
    while more >= 0 {
      let placement = further[Int(more)]
      if self.writer(placement.writer) == writer, isRight(placement.n, placement.received) {
        return true
      }
      more = placement.next
    }
    return false
  }

  private func writer(_ number: Int32) -> Writer {
    let entry = writers[Int(number)]
    return Writer(node: machines[Int(entry.machine)].id, epoch: entry.epoch)
  }
}
