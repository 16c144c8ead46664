import TestSupport
import Testing

@testable import Circuits

/// Bits that follow one another have a short form. Sources in reversed order never take it.
@Suite("Readouts")
struct ReadoutTests {
  private static let runs: [[(bit: Int, qubit: Int)]] = [
    [], [(0, 0)], [(2, 5), (3, 0), (4, 1)], [(0, 3), (1, 2), (2, 1), (3, 0)],
    [(61, 7), (62, 9), (63, 8)],
  ]

  @Test("A run of bits is read as the same bits in another order are", arguments: runs.indices)
  func runOfBits(_ number: Int) throws {
    let sources = Self.runs[number]
    let count = number == 4 ? 64 : 6
    var base = BitString(zeros: count)
    for bit in [0, 3, 5] { base[bit] = true }
    let run = Readout(base: base, sources: sources)
    let any = Readout(base: base, sources: sources.reversed())
    #expect(run.qubits == sources.map(\.qubit))
    #expect(run.qubits == any.qubits)
    let other = BitString(0b10_1110, count: count)
    for reading in 0..<1 << sources.count {
      var expected = base
      for (place, source) in sources.enumerated() {
        expected[source.bit] = reading >> place & 1 == 1
      }
      #expect(run.bits(reading: reading) == expected)
      #expect(any.bits(reading: reading) == expected)
      #expect(run.reading(of: expected) == reading)
      #expect(any.reading(of: expected) == reading)
      #expect(
        run.over(other).bits(reading: reading) == any.over(other).bits(reading: reading))
    }
    // An outcome that differs in a bit that no qubit fills, and one of another length.
    let free = try #require((0..<6).first { bit in !sources.contains { $0.bit == bit } })
    var wrong = run.bits(reading: 0)
    wrong[free].toggle()
    #expect(run.reading(of: wrong) == nil)
    #expect(any.reading(of: wrong) == nil)
    #expect(run.reading(of: BitString(zeros: count - 1)) == nil)
  }

  @Test("One qubit may fill several bits, and bits may lie beyond a word")
  func otherForms() {
    let twice = Readout(base: BitString(zeros: 2), sources: [(0, 1), (1, 1)])
    #expect(twice.qubits == [1])
    #expect(twice.bits(reading: 1) == BitString(3, count: 2))
    #expect(twice.reading(of: BitString(1, count: 2)) == nil)
    let far = Readout(base: BitString(zeros: 70), sources: [(68, 0), (69, 1)])
    var expected = BitString(zeros: 70)
    expected[69] = true
    #expect(far.bits(reading: 2) == expected)
    #expect(far.reading(of: expected) == 2)
  }
}
