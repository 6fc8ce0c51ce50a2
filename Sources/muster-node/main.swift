// The node of one gathering point, as a program: arguments in, exit code out. All else is in MusterNode.

import MusterCommand
import MusterDaemon
import MusterNode

NodeProgram.run(Surroundings.words, environment: Surroundings.environment).leave()
