/// Why a measurement could not be made.
struct BenchError: Error {
  /// What went wrong, for the person who measures.
  var message: String

  init(_ message: String) { self.message = message }
}
