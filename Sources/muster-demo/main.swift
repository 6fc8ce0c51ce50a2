/// The demo: plays a bad day with real processes and proves what came of it; all of it stands in `MusterDemo`.
import Glibc
import MusterDemo

var environment: [String: String] = [:]
for name in ["KEEP"] {
  if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
}
exit(MusterDemo.run(Array(CommandLine.arguments.dropFirst()), environment: environment))
