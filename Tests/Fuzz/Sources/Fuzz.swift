import Glibc
import MusterCommand

/// Which target this run feeds, as `MUSTER_FUZZ_TARGET` says.
private var target: Target?

/// Called by libFuzzer once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public nonisolated func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  MainActor.assumeIsolated {
    guard let name = unsafe getenv("MUSTER_FUZZ_TARGET") else { stop("say MUSTER_FUZZ_TARGET") }
    let text = unsafe String(cString: name)
    if text == "fold-names" { foldLinesOfInput() }
    target = Target(rawValue: text)
    guard target != nil else {
      stop("no target \(text): " + Target.allCases.map(\.rawValue).joined(separator: " "))
    }
  }
  return 0
}

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  MainActor.assumeIsolated { target?.feed(bytes) }
  return 0
}

/// Stops the run with a finding unless something holds that must.
nonisolated func hold(
  _ truth: Bool, _ words: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !truth { fatalError(words(), file: file, line: line) }
}

private nonisolated func stop(_ words: String) -> Never {
  Terminal.error("fuzz: \(words)")
  exit(64)
}
