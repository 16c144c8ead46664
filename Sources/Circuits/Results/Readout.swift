/// How the reading of some state qubits fills the bits of an outcome.
struct Readout: Sendable {
  /// The bits that do not depend on the qubits; the others are 0.
  private(set) var base: BitString
  /// State qubits, each once; position k in this list is bit k of a reading. Ordered by the highest
  /// bit that each fills, so that ascending readings are ascending bit strings.
  let qubits: [Int]
  private let filled: Filled

  /// The outcome bits that each of ``qubits`` fills.
  private enum Filled {
    /// One each, following one another in a word from this bit on.
    case run(from: Int)
    case each([[Int]])
  }

  /// - Parameters:
  ///   - base: the outcome's bits; those with a source are overwritten.
  ///   - sources: outcome bits, each once, and the state qubit that each takes its value from.
  init(base: BitString, sources: [(bit: Int, qubit: Int)]) {
    self.base = base
    if base.count <= UInt64.bitWidth, let first = Self.runStart(of: sources) {
      qubits = sources.map(\.qubit)
      filled = .run(from: first)
    } else {
      var qubits: [Int] = []
      var bits: [[Int]] = []
      for (bit, qubit) in sources.sorted(by: { $0.bit > $1.bit }) {
        if let position = qubits.firstIndex(of: qubit) {
          bits[position].append(bit)
        } else {
          qubits.append(qubit)
          bits.append([bit])
        }
      }
      self.qubits = qubits.reversed()
      filled = .each(bits.reversed())
    }
    clearFilled()
  }

  /// The first of the bits, where they follow one another and no two have the same qubit: as in most
  /// circuits, for which nothing has to be sorted or listed.
  private static func runStart(of sources: [(bit: Int, qubit: Int)]) -> Int? {
    let first = sources.first?.bit ?? 0
    var seen: UInt64 = 0
    for (offset, source) in sources.enumerated() {
      guard source.bit == first + offset, source.qubit < UInt64.bitWidth else { return nil }
      let flag: UInt64 = 1 << UInt64(source.qubit)
      guard seen & flag == 0 else { return nil }
      seen |= flag
    }
    return first
  }

  /// The same qubits filling the same bits, the others taken from an outcome's bits.
  func over(_ base: BitString) -> Readout {
    var result = self
    result.base = base
    result.clearFilled()
    return result
  }

  private mutating func clearFilled() {
    switch filled {
    case .run(let first): for bit in first..<first + qubits.count { base[bit] = false }
    case .each(let filled): for bits in filled { for bit in bits { base[bit] = false } }
    }
  }

  /// The outcome when the qubits read `reading`.
  func bits(reading: Int) -> BitString {
    switch filled {
    case .run(let first):
      return base.union(BitString(UInt64(reading) << UInt64(first), count: base.count))
    case .each(let filled):
      var result = base
      for position in filled.indices where reading >> position & 1 == 1 {
        for bit in filled[position] { result[bit] = true }
      }
      return result
    }
  }

  /// The reading that gives this outcome, if one does.
  func reading(of bits: BitString) -> Int? {
    guard bits.count == base.count else { return nil }
    var reading = 0
    switch filled {
    case .run(let first):
      for position in qubits.indices where bits[first + position] { reading |= 1 << position }
    case .each(let filled):
      for position in filled.indices where bits[filled[position][0]] { reading |= 1 << position }
    }
    return self.bits(reading: reading) == bits ? reading : nil
  }
}
