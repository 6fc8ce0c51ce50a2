// The hub at the centre, as a program: arguments in, exit code out. Everything else is in MusterHub.

print("")
