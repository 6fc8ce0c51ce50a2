import MusterCore
import MusterSync
import Testing

@Suite("JSON")
struct JSONTests {
  static func random<T: RandomNumberGenerator>(_ source: inout T, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &source) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &source))
    case 2:
      return .integer(
        Int64.random(
          in: -JSONTape.maximumInteger...JSONTape.maximumInteger, using: &source)
          >> Int64.random(in: 0...52, using: &source))
    case 3, 4: return .string(text(&source))
    case 5:
      return .array(
        (0..<Int.random(in: 0...5, using: &source)).map { _ in random(&source, depth: depth - 1) })
    default:
      var members: [JSONMember] = []
      for _ in 0..<Int.random(in: 0...45, using: &source) {
        let name = text(&source)
        if members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) { continue }
        members.append(JSONMember(name: name, value: random(&source, depth: 0)))
      }
      return .object(members)
    }
  }

  static func text<T: RandomNumberGenerator>(_ source: inout T) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...24, using: &source) {
      let greatest: UInt32 =
        [0x1F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &source) ?? 0
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...greatest, using: &source)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  @Test("What is written is read again as the same value")
  func roundTrip() throws {
    var source = Seeded(2)
    for _ in 0..<2_000 {
      let value = Self.random(&source, depth: 7)
      var writer = JSONWriter()
      writer.value(value)
      let again = try JSONValue.read(writer.bytes)
      #expect(again == value)
      var second = JSONWriter()
      second.value(again)
      #expect(second.bytes == writer.bytes)
    }
  }

  @Test("No bytes bring the reader down, and none of its errors lies outside them")
  func noise() {
    var source = Seeded(3)
    let alphabet =
      Array("{}[]\",:\\u00dD8e+-.19 ntrfals".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF, 0x0A, 0]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &source)).map { _ in
        alphabet.randomElement(using: &source) ?? 0
      }
      do throws(JSONError) {
        _ = try JSONValue.read(bytes)
      } catch {
        if !(0...bytes.count).contains(error.position) { Issue.record("\(bytes): \(error)") }
      }
    }
  }

  @Test("Every cut of a text is refused, and every changed byte is read or refused")
  func mutations() throws {
    let text = Array(
      #"{"a":[1,-20,"é\u00e9\ud83d\ude00",null],"b":{"c":true,"d":false},"e":""}"#.utf8)
    _ = try JSONValue.read(text)
    for end in text.indices {
      #expect(throws: JSONError.self) { try JSONValue.read(text, in: 0..<end) }
    }
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = byte
        _ = try? JSONValue.read(changed)
      }
    }
  }

  @Test("A name twice is found among few members and among many, however it is spelt")
  func duplicates() throws {
    for count in [2, 5, 31, 32, 33, 34, 200] {
      for long in [false, true] {
        var names = (0..<count).map { (long ? "a name beyond sixteen bytes " : "n") + "\($0)" }
        func bytes() -> [UInt8] {
          Array(("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}").utf8)
        }
        _ = try JSONValue.read(bytes())
        let first = names[0]
        names[count - 1] = "\\u00" + String(first.utf8.first ?? 0, radix: 16) + first.dropFirst()
        #expect {
          try JSONValue.read(bytes())
        } throws: {
          ($0 as? JSONError)?.reason == .duplicateMember
        }
      }
    }
  }

  @Test("A range is read as if it were alone")
  func range() throws {
    #expect(try JSONValue.read(Array("xx[1]yy".utf8), in: 2..<5) == [1])
    #expect(throws: JSONError.self) { try JSONValue.read(Array("[1,2]".utf8), in: 0..<4) }
  }

  @Test("Whatever integer is written can be read again")
  func largeIntegers() throws {
    for number: Int64 in [.min, -JSONTape.maximumInteger - 1, JSONTape.maximumInteger + 1, .max] {
      var writer = JSONWriter()
      writer.value(.array([.integer(number)]))
      let nearest = number < 0 ? -JSONTape.maximumInteger : JSONTape.maximumInteger
      #expect(try JSONValue.read(writer.bytes) == [.integer(nearest)])
    }
  }

  @Test("A sum stays within what can be written, whatever is added")
  func sums() {
    let most = JSONTape.maximumInteger
    #expect(JSONTape.sum([1, 2, 3]) == 6)
    #expect(JSONTape.sum([]) == 0)
    #expect(JSONTape.sum([most, 1]) == most)
    #expect(JSONTape.sum([-most, -1]) == -most)
    #expect(JSONTape.sum([.max, .max, .min]) == -most)
    #expect(JSONTape.sum(Array(repeating: most, count: 2000)) == most)
  }

  @Test("The writer spells everything in one way")
  func writer() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("text", "\"\\/\u{0}\u{1F}\u{7F}é😀")
    writer.member("none", nil as String?)
    writer.member("number", -12 as Int64?)
    writer.member("zero", 0)
    writer.member("truth", true)
    writer.member("id", Identifier(high: 1, low: 255))
    writer.member("ids", [Identifier(high: 0, low: 0)])
    writer.key("list")
    writer.beginArray()
    writer.beginObject()
    writer.endObject()
    writer.null()
    writer.json("[1]".utf8)
    writer.endArray()
    writer.member("after", "")
    writer.endObject()
    #expect(
      writer.text
        == #"{"text":"\"\\/\u0000\u001f"# + "\u{7F}é😀" + #"","number":-12,"zero":0,"truth":true,"#
        + #""id":"000000000000000100000000000000ff","ids":["00000000000000000000000000000000"],"#
        + #""list":[{},null,[1]],"after":""}"#)
  }
}
