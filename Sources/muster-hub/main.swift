// The hub: everything is in its room; here is only the way from the process to it and back.
import MusterCommand
import MusterHub

HubProgram.run(
  Array(CommandLine.arguments.dropFirst()), environment: HubProgram.processEnvironment
).leave()
