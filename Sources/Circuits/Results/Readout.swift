/// How the reading of some state qubits fills the bits of an outcome.
struct Readout: Sendable {
  /// The bits that do not depend on the qubits; the others are 0.
  private(set) var base: BitString
  /// State qubits, each once; position k in this list is bit k of a reading. Ordered by the highest
  /// bit that each fills, so that ascending readings are ascending bit strings.
  let qubits: [Int]
  /// For each of ``qubits``, the outcome bits that it fills.
  private let filled: [[Int]]
  /// The bit of position 0, where each position fills one bit and these follow one another in a word.
  private let firstBit: Int?

  /// - Parameters:
  ///   - base: the outcome's bits; those with a source are overwritten.
  ///   - sources: outcome bits and the state qubit that each takes its value from.
  init(base: BitString, sources: [(bit: Int, qubit: Int)]) {
    self.base = base
    var qubits: [Int] = []
    var filled: [[Int]] = []
    for (bit, qubit) in sources.sorted(by: { $0.bit > $1.bit }) {
      self.base[bit] = false
      if let position = qubits.firstIndex(of: qubit) {
        filled[position].append(bit)
      } else {
        qubits.append(qubit)
        filled.append([bit])
      }
    }
    self.qubits = qubits.reversed()
    self.filled = filled.reversed()
    let first = self.filled.first?[0] ?? 0
    let isRun =
      base.count <= UInt64.bitWidth
      && self.filled.enumerated().allSatisfy { $0.element == [first + $0.offset] }
    firstBit = isRun ? first : nil
  }

  /// The same qubits filling the same bits, the others taken from an outcome's bits.
  func over(_ base: BitString) -> Readout {
    var result = self
    result.base = base
    for bits in filled { for bit in bits { result.base[bit] = false } }
    return result
  }

  /// The outcome when the qubits read `reading`.
  func bits(reading: Int) -> BitString {
    if let firstBit {
      return base.union(BitString(UInt64(reading) << UInt64(firstBit), count: base.count))
    }
    var result = base
    for position in filled.indices where reading >> position & 1 == 1 {
      for bit in filled[position] { result[bit] = true }
    }
    return result
  }

  /// The reading that gives this outcome, if one does.
  func reading(of bits: BitString) -> Int? {
    guard bits.count == base.count else { return nil }
    var reading = 0
    for position in filled.indices where bits[filled[position][0]] { reading |= 1 << position }
    return self.bits(reading: reading) == bits ? reading : nil
  }
}
