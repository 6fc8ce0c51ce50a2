// The node of one gathering point, as a program: arguments in, exit code out. All else is in MusterNode.

print("")
