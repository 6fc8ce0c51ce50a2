// The hub: everything is in its room; here is only the way from the process to it and back.
import MusterCommand
import MusterDaemon
import MusterHub

HubProgram.run(Surroundings.words, environment: Surroundings.environment).leave()
