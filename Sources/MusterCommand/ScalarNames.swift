/// Stands in for the names of Unicode's characters, which the standard library would carry into each
/// program, half a megabyte, because something of its own could ask for them (`Makefile`, `--wrap`).
/// Nothing here asks what a character is called; whoever did would hear that it has no name.
@c(__wrap__swift_stdlib_getScalarName)
nonisolated func noScalarName(
  _ scalar: UInt32, _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int
) -> Int {
  0
}
