/// Feeds whatever libFuzzer makes up to the JSON reader and the frame reader (`Tests/Fuzz/run.sh`).
///
/// Compiled with the sources of `Sources/MusterSync/Wire` alone, under the address sanitizer. What
/// must hold for every input: no crash; what is read is written and read again as the same value; an
/// error lies within the bytes; however a stream is cut, the same frames and the same error come out.
@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  readsAgain(bytes)
  let whole = events(bytes, chunk: max(count, 1))
  guard events(bytes, chunk: 1) == whole, events(bytes, chunk: 3) == whole else {
    fatalError("the chunks make a difference")
  }
  return 0
}

nonisolated func readsAgain(_ bytes: [UInt8]) {
  do throws(JSONError) {
    let value = try JSONValue.read(bytes)
    var writer = JSONWriter()
    writer.value(value)
    guard (try? JSONValue.read(writer.bytes)) == value else { fatalError("not the same again") }
  } catch {
    guard (0...bytes.count).contains(error.position) else { fatalError("an error outside") }
  }
}

/// The frames of a stream, then the code of its error.
nonisolated func events(_ stream: [UInt8], chunk: Int) -> [[UInt8]] {
  var events: [[UInt8]] = []
  var reader = FrameReader(limit: 4_096)
  var position = 0
  do throws(FrameError) {
    while position < stream.count {
      let end = min(position + chunk, stream.count)
      reader.append(Array(stream[position..<end]))
      position = end
      while let frame = try reader.next(inflate: blownUp) { events += [frame.raw, frame.payload] }
    }
  } catch {
    events.append([UInt8(error.code)])
  }
  return events
}

/// A stand-in for zlib: the first byte, repeated as the second says.
nonisolated func blownUp(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
  bytes.count > 3 ? [UInt8](repeating: bytes[0], count: Int(bytes[1]) * 20) : nil
}
