import Testing

@testable import Circuits

@Suite struct DistributionTests {
  /// Qubit 2 fills bit 0, qubit 0 fills bits 1 and 3; bit 2 is always 1.
  private let readout = Readout(
    base: BitString(4, count: 4),
    sources: [(bit: 0, qubit: 2), (bit: 1, qubit: 0), (bit: 3, qubit: 0)])

  @Test("A readout places each qubit's value on all the bits that it fills")
  func placement() {
    #expect(readout.qubits == [2, 0])
    #expect(
      (0..<4).map { readout.bits(reading: $0).description } == ["0100", "0101", "1110", "1111"])
    for reading in 0..<4 { #expect(readout.reading(of: readout.bits(reading: reading)) == reading) }
    #expect(readout.reading(of: BitString(0b0110, count: 4)) == nil, "bits 1 and 3 must agree")
    #expect(readout.reading(of: BitString(0b0000, count: 4)) == nil, "bit 2 is 1")
    #expect(readout.reading(of: BitString(0b100, count: 3)) == nil)
  }

  @Test("Listings are in order of bits and leave out what is below the threshold")
  func listing() {
    let dense = Distribution(ListedReadings([0.5, 1e-13, 0.25, 0.25]), readout: readout)
    #expect(dense.outcomes.map(\.bits.description) == ["0100", "1110", "1111"])
    #expect(dense.outcomeCount == 3)
    #expect(dense[BitString(0b1110, count: 4)] == 0.25)
    #expect(dense[BitString(0b0000, count: 4)] == 0)

    let listed = Distribution(
      bitCount: 2, outcomes: [BitString(3, count: 2): 0.75, BitString(1, count: 2): 0.25])
    #expect(listed.outcomes.map(\.bits.description) == ["01", "11"])
    #expect(listed[BitString(3, count: 2)] == 0.75)
    #expect(listed[BitString(2, count: 2)] == 0)
  }

  @Test("The most probable outcomes come first, equal ones in order of bits", arguments: 0...9)
  func top(count: Int) {
    let readout = Readout(base: BitString(zeros: 3), sources: (0..<3).map { (bit: $0, qubit: $0) })
    let probabilities = [0.1, 0.2, 0.05, 0.2, 0.1, 0.15, 0.15, 0.05]
    let top = Distribution(ListedReadings(probabilities), readout: readout).top(count)
    let expected = probabilities.indices
      .sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }.prefix(count)
    #expect(top.map { Int($0.bits.unsignedValue!) } == Array(expected))
  }
}
