import Foundation
import TestSupport
import Testing

@testable import Circuits

/// The project's own circuit files, broken in thousands of ways.
@Suite("Mutated programs")
struct MutatedProgramTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../circuits")

  /// Each file of `circuits/`, cut to what a test reads quickly.
  private static let programs: [[UInt8]] = {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "qasm" }
      .sorted { $0.path < $1.path }
      .compactMap { try? Array(Data(contentsOf: $0).prefix(2_000)) }
  }()

  /// Where tokens begin and end, by a rule of thumb: words, numbers, and any other byte by itself.
  private func tokens(of text: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    func isWord(_ byte: UInt8) -> Bool {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: ".")
    }
    while start < text.count {
      var end = start + 1
      while isWord(text[start]), end < text.count, isWord(text[end]) { end += 1 }
      if text[start] > 0x20 { result.append(start..<end) }
      start = end
    }
    return result
  }

  private func mutated(_ text: [UInt8], using random: inout TestRandom) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let tokens = tokens(of: text)
      guard let first = tokens.randomElement(using: &random),
        let second = tokens.randomElement(using: &random)
      else { return text }
      let (a, b) = (Array(text[first]), Array(text[second]))
      switch Int.random(in: 0..<7, using: &random) {
      case 0: text.removeSubrange(first)
      case 1: text.insert(contentsOf: [0x20] + a, at: first.upperBound)
      case 2: text.replaceSubrange(first, with: b)
      case 3:
        let (low, high) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
        let (lowText, highText) = (Array(text[low]), Array(text[high]))
        text.replaceSubrange(high, with: lowText)
        text.replaceSubrange(low, with: highText)
      case 4: text[first.lowerBound] = UInt8.random(in: 0...255, using: &random)
      case 5: text[first.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      default: text.removeSubrange(first.lowerBound...)
      }
    }
    return text
  }

  @Test("Each is read, or refused with places inside the file", arguments: 0..<50)
  func mutations(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    try #require(Self.programs.count >= 10)
    for _ in 0..<100 {
      let original = Self.programs[Int.random(in: Self.programs.indices, using: &random)]
      let text = mutated(original, using: &random)
      let reading = OpenQASM.read(text, file: "m.qasm")
      #expect((reading.circuit == nil) == reading.diagnostics.contains { $0.severity == .error })
      let index = LineIndex(SourceText(name: "", bytes: text))
      let last = index.place(of: text.count).line
      for diagnostic in reading.diagnostics {
        #expect(diagnostic.file == "m.qasm")
        #expect((1...last).contains(diagnostic.line))
        #expect((1...text.count + 1).contains(diagnostic.column))
        let excerpt = try #require(diagnostic.excerpt)
        #expect(excerpt.caretWidth >= 1 && excerpt.caretOffset >= 0)
        // A caret stands under the line or right behind it.
        #expect(excerpt.caretOffset <= excerpt.text.terminalWidth)
        #expect(excerpt.text.terminalWidth <= 102)
      }
      if let circuit = reading.circuit {
        try circuit.validate()
        if circuit.qubitCount <= 12 {
          let again = try Circuit(openQASM: circuit.openQASM2())
          #expect(again.qubitCount == circuit.qubitCount)
        }
      }
    }
  }

  @Test("Each beginning of a file is read, or refused at its end")
  func truncations() throws {
    for program in Self.programs {
      for count in stride(from: 0, to: min(program.count, 600), by: 3) {
        let text = Array(program.prefix(count))
        let reading = OpenQASM.read(text)
        for error in reading.diagnostics where error.severity == .error {
          #expect(error.line <= text.count { $0 == 0x0A } + 1)
        }
      }
    }
  }
}
