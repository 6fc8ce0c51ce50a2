import Glibc
import MusterDemo

do {
  guard let options = try Options.read(Array(CommandLine.arguments.dropFirst())) else {
    print(Options.help, terminator: "")
    exit(0)
  }
  exit(Demo(options).run())
} catch {
  unsafe write(STDERR_FILENO, "muster-demo: \(error.message)\n", error.message.utf8.count + 14)
  exit(64)
}
