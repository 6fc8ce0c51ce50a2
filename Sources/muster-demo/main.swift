import Glibc
import MusterDemo

var environment: [String: String] = [:]
for name in ["KEEP"] {
  if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
}
exit(MusterDemo.run(Array(CommandLine.arguments.dropFirst()), environment: environment))
