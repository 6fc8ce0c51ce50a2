import MusterSync

/// Any bytes, as a private line.
///
/// What is read is written, and read again as the same bytes; the names are sorted as bytes, none is
/// there twice, and each has its own value.
enum PrivateLineTarget {
  static func feed(_ bytes: [UInt8]) {
    guard let line = PrivateLine.read(bytes, in: bytes.indices) else { return }
    let written = line.bytes
    if written.count <= FrameReader.lineLimit {
      guard let again = PrivateLine.read(written, in: written.indices) else {
        fatalError("what is written is not read")
      }
      hold(again.bytes == written, "not the same again")
    }
    for (one, next) in zip(line.fields, line.fields.dropFirst()) {
      hold(one.utf8.lexicographicallyPrecedes(next.utf8), "names are not in order")
    }
    for field in line.values {
      hold(line[field.name]?.utf8.elementsEqual(field.value.utf8) == true, "another's value")
    }
  }
}
