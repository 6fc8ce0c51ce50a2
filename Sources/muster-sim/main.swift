/// The simulator: plays bad days with the real engines in a world that is not there; all of it stands in
/// `MusterSim`.
import Glibc
import MusterCommand
import MusterSim

// Sets and dictionaries are walked in an order that hangs on a seed of the process: one for all, so that
// a run repeats.
let fixed = "SWIFT_DETERMINISTIC_HASHING"
if unsafe getenv(fixed) == nil {
  unsafe setenv(fixed, "1", 1)
  var words: [UnsafeMutablePointer<CChar>?] = unsafe CommandLine.arguments.map { unsafe strdup($0) }
  unsafe words.append(nil)
  unsafe execv("/proc/self/exe", words)
}
SimProgram.run(Array(CommandLine.arguments.dropFirst())).leave()
