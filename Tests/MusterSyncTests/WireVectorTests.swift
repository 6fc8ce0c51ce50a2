import Foundation
import MusterCore
import MusterSync
import MusterTrust
import Testing

/// The files of `Protocol/vectors` that `make/wire.py` makes without any Swift.
private enum WireVectors {
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let file = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../Protocol/vectors/\(name).json").standardized
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }

  static func bytes(hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).compactMap {
      UInt8(hex.dropFirst($0).prefix(2), radix: 16)
    }
  }
}

/// An input that is text where it can be, otherwise hex.
private protocol Sourced {
  var text: String? { get }
  var hex: String? { get }
}

extension Sourced {
  fileprivate var bytes: [UInt8] {
    text.map { Array($0.utf8) } ?? WireVectors.bytes(hex: hex ?? "")
  }
}

@Suite("Wire vectors")
struct WireVectorTests {
  private struct Texts: Decodable {
    struct Case: Decodable, Sourced {
      var why: String
      var text, hex, compact, rule: String?
      var error: Int?
    }
    var cases: [Case]
  }

  @Test("JSON is read and refused as the vectors say")
  func json() throws {
    let cases = try WireVectors.read("json", as: Texts.self).cases
    #expect(cases.count > 150)
    for expected in cases {
      do throws(JSONError) {
        var writer = JSONWriter()
        writer.value(try JSONValue.read(expected.bytes))
        #expect(writer.text == expected.compact, "\(expected.why)")
      } catch {
        #expect(error.reason.rawValue == expected.rule, "\(expected.why)")
        #expect(FrameError(error).code == expected.error, "\(expected.why)")
      }
    }
  }

  private struct Streams: Decodable {
    /// Hex, or one byte and how often.
    enum Part: Decodable {
      case hex(String)
      case run(UInt8, Int)

      init(from decoder: any Decoder) throws {
        if let hex = try? decoder.singleValueContainer().decode(String.self) {
          self = .hex(hex)
        } else {
          var run = try decoder.unkeyedContainer()
          self = .run(
            WireVectors.bytes(hex: try run.decode(String.self))[0], try run.decode(Int.self))
        }
      }
    }

    struct Case: Decodable {
      var why: String
      var limit: Int
      var bytes: [Part]
      var frames: [[[Part]]]
      var error, after: Int?
    }
    var cases: [Case]
  }

  private static func bytes(_ parts: [Streams.Part]) -> [UInt8] {
    parts.flatMap { part in
      switch part {
      case .hex(let hex): WireVectors.bytes(hex: hex)
      case .run(let byte, let count): [UInt8](repeating: byte, count: count)
      }
    }
  }

  @Test("Streams are cut into frames as the vectors say, whole and byte by byte")
  func frames() throws {
    let deflate = Deflate()
    for expected in try WireVectors.read("frames", as: Streams.self).cases {
      let stream = Self.bytes(expected.bytes)
      for chunks in [[stream], stream.map { [$0] }] {
        var reader = FrameReader(limit: expected.limit)
        var frames: [[[UInt8]]] = []
        var taken = 0
        var error: FrameError?
        do throws(FrameError) {
          for chunk in chunks {
            reader.append(chunk)
            taken += chunk.count
            while let frame = try reader.next(inflate: { deflate.inflate($0, limit: $1) }) {
              frames.append(frame.lines.map { Array(frame.payload[$0]) })
            }
          }
        } catch let failure {
          error = failure
        }
        #expect(frames == expected.frames.map { $0.map(Self.bytes) }, "\(expected.why)")
        #expect(error?.code == expected.error, "\(expected.why)")
        if let after = expected.after, chunks.count > 1 {
          #expect(taken == after, "\(expected.why)")
        }
      }
    }
  }

  private struct Lines: Decodable {
    struct Case: Decodable, Sourced {
      var why, id: String
      var text, hex, kind, compact: String?
    }
    struct Private: Decodable, Sourced {
      var why, digest: String
      var text, hex: String?
      var names: [String]?
    }
    var event: String
    var cases: [Case]
    var private_lines: [Private]
  }

  @Test("Lines are read, and found unreadable, as the vectors say")
  func lines() throws {
    let file = try WireVectors.read("lines", as: Lines.self)
    let event = try #require(EventID(file.event))
    var reader = OperationReader(event: event)
    for expected in file.cases {
      let line = expected.bytes
      let id = SHA256.digest(line).identifier
      #expect(id.hex == expected.id, "\(expected.why)")
      let operation = reader.read(line, in: line.indices, id: id)
      #expect(operation.id == id)
      #expect(operation.act.kind == expected.kind, "\(expected.why)")
      #expect(
        String(decoding: OperationWriter.write(operation, event: event), as: UTF8.self)
          == expected.compact ?? "", "\(expected.why)")
    }
  }
  @Test("Private lines are read, and found of another form, as the vectors say")
  func privateLines() throws {
    for expected in try WireVectors.read("lines", as: Lines.self).private_lines {
      let line = expected.bytes
      #expect(SHA256.digest(line).hex == expected.digest, "\(expected.why)")
      #expect(
        PrivateLine.read(line, in: line.indices)?.fields == expected.names, "\(expected.why)")
    }
  }
}
