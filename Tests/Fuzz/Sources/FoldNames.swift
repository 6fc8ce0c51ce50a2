import Glibc
import MusterCommand
import MusterCore
import MusterSync

/// Answers each line of standard input, a JSON text, with the folded words of it, and ends with the
/// input: so that `Protocol/names/check.py` can hold another implementation against this one.
func foldLinesOfInput() -> Never {
  while let line = readLine(strippingNewline: true) {
    guard case .string(let name)? = try? JSONValue.read(Array(line.utf8)) else { exit(65) }
    let answer: JSONValue = [
      "words": .array(NameFolding.words(of: name).map { .string($0) }),
      "indexed": .array(NameFolding.words(indexed: name).map { .string($0) }),
      "asked": .array(NameFolding.words(asked: name).map { .string($0) }),
    ]
    Terminal.print(String(decoding: answer.written, as: UTF8.self))
  }
  exit(0)
}
