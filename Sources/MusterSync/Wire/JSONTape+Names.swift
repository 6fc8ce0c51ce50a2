nonisolated extension JSONTape {
  /// Refuses a name which the object, still being read, has already.
  func refuseDuplicate(
    of node: Node, in object: Int, _ bytes: Span<UInt8>
  ) throws(JSONError) {
    var index = object + 1
    while index < nodes.count {
      if hasSameName(nodes[index], node, bytes) {
        throw JSONError(position: Int(node.nameStart), reason: .duplicateMember)
      }
      index = nodes[index].next
    }
  }

  /// Refuses an object with many members that has one name twice, in n log n comparisons.
  func refuseDuplicates(in object: Int, _ bytes: Span<UInt8>) throws(JSONError) {
    var members: [Int] = []
    var index = object + 1
    while index < nodes[object].next {
      members.append(index)
      index = nodes[index].next
    }
    // A sort that takes a closure cannot see the span; bytes of long names are fetched before it.
    let tails = members.map { member in
      nodes[member].name.length > JSONName.maximumBytes ? nameBytes(nodes[member], bytes) : []
    }
    let order = members.indices.sorted { left, right in
      let a = nodes[members[left]].name
      let b = nodes[members[right]].name
      if a != b { return (a.head, a.tail, a.length) < (b.head, b.tail, b.length) }
      if tails[left] != tails[right] { return tails[left].lexicographicallyPrecedes(tails[right]) }
      return left < right
    }
    for (first, second) in zip(order, order.dropFirst())
    where nodes[members[first]].name == nodes[members[second]].name && tails[first] == tails[second]
    {
      throw JSONError(
        position: Int(nodes[members[second]].nameStart), reason: .duplicateMember)
    }
  }

  private func hasSameName(_ left: Node, _ right: Node, _ bytes: Span<UInt8>) -> Bool {
    guard left.name == right.name else { return false }
    if left.name.length <= JSONName.maximumBytes { return true }
    return nameBytes(left, bytes) == nameBytes(right, bytes)
  }

  private func nameBytes(_ node: Node, _ bytes: Span<UInt8>) -> [UInt8] {
    JSONText.unescaped(bytes, in: node.nameRange)
  }

  /// Index of an object's member; nil where it has none, or is no object.
  ///
  /// - Parameter near: where to begin looking; becomes the index after what was found. A reader that
  ///   asks in the order in which members are written finds each at once.
  @inline(__always)
  func member(_ name: JSONName, of object: Int, near: inout Int) -> Int? {
    guard nodes[object].kind == .object else { return nil }
    let end = nodes[object].next
    var index = near
    while index < end {
      if nodes[index].name == name {
        near = nodes[index].next
        return index
      }
      index = nodes[index].next
    }
    index = object + 1
    while index < near {
      if nodes[index].name == name {
        near = nodes[index].next
        return index
      }
      index = nodes[index].next
    }
    return nil
  }

  /// The text of a string node; nil for another kind.
  @inline(__always)
  func text(_ index: Int, _ bytes: [UInt8]) -> String? {
    let node = nodes[index]
    guard node.kind == .string else { return nil }
    guard node.hasEscapes else { return String(decoding: bytes[node.range], as: UTF8.self) }
    return String(decoding: JSONText.unescaped(bytes.span, in: node.range), as: UTF8.self)
  }

  /// The name of an object's member.
  func name(_ index: Int, _ bytes: [UInt8]) -> String {
    let node = nodes[index]
    guard node.nameHasEscapes else { return String(decoding: bytes[node.nameRange], as: UTF8.self) }
    return String(decoding: JSONText.unescaped(bytes.span, in: node.nameRange), as: UTF8.self)
  }
}
