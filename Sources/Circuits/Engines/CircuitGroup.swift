internal import Gates

/// Qubits that nothing ties to the circuit's others: no gate acts on qubits of two groups, and no
/// classical bit is written by one and written or looked at by another. What happens in one group is
/// independent of what happens in the others, so that each can be simulated by itself.
struct CircuitGroup: Sendable {
  /// The group's instructions, on qubits and bits numbered from 0.
  private(set) var circuit: Circuit
  /// Their numbers in the whole circuit.
  private(set) var instructionNumbers: [Int] = []
  /// The whole circuit's qubits, ascending, and the bits that the group writes or looks at.
  let qubits: [Int]
  let bits: [Int]
  private(set) var measures = false

  private init(qubits: [Int], bits: [Int]) {
    self.qubits = qubits
    self.bits = bits
    circuit = Circuit(qubits: qubits.count, bits: bits.count)
  }

  /// The groups of a circuit on which a gate acts, in order of their first qubits; nothing where there
  /// is only one. Qubits without a gate are |0⟩, and bits that are in no group are 0.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for more than ``limit`` groups.
  /// - Complexity: O(instructions), or less where the first ones already tie all qubits together.
  static func split(_ circuit: Circuit) throws(QuantumError) -> [CircuitGroup] {
    guard circuit.qubitCount > 1, let ties = Ties(of: circuit) else { return [] }
    return try ties.groups(of: circuit)
  }

  /// Each group takes a few kilobytes besides its state.
  static let limit = 1 << 14

  /// Appends an instruction of the whole circuit.
  ///
  /// - Parameter places: the group's numbers of all qubits, then of all bits.
  fileprivate mutating func append(
    _ instruction: Instruction, number: Int, places: [Int], qubitCount: Int
  ) {
    var instruction = instruction
    if case .measure = instruction.operation { measures = true }
    instruction.qubits = instruction.qubits.map { places[$0] }
    instruction.bits = instruction.bits.map { places[qubitCount + $0] }
    if let condition = instruction.condition, let first = condition.bits.first {
      // All bits of the range are in this group and keep their order.
      let start = places[qubitCount + first]
      instruction.condition = Condition(
        bits: start..<(start + condition.bits.count), equals: condition.value)
    }
    circuit.appendUnchecked(instruction)
    instructionNumbers.append(number)
  }

  fileprivate static func empty(qubits: [Int], bits: [Int]) -> CircuitGroup {
    CircuitGroup(qubits: qubits, bits: bits)
  }
}

/// Which qubits and bits of a circuit belong together: a forest of disjoint sets (R. E. Tarjan,
/// "Efficiency of a Good But Not Linear Set Union Algorithm", 1975, doi:10.1145/321879.321884). Bits
/// are numbered after the qubits.
private struct Ties {
  private let qubitCount: Int
  private var parents: [Int]
  private var isTouched: [Bool]

  /// Nothing as soon as all qubits are one set.
  init?(of circuit: Circuit) {
    qubitCount = circuit.qubitCount
    parents = Array(0..<(circuit.qubitCount + circuit.bitCount))
    isTouched = Array(repeating: false, count: circuit.qubitCount)
    var sets = circuit.qubitCount
    for instruction in circuit.instructions {
      switch instruction.operation {
      case .barrier: continue
      case .gate: if let first = instruction.qubits.first { isTouched[first] = true }
      case .measure, .reset: break
      }
      guard let first = instruction.qubits.first else {
        // A phase of the whole state belongs to any group, unless bits say whether it occurs.
        if instruction.condition != nil { return nil }
        continue
      }
      for qubit in instruction.qubits.dropFirst() where join(first, qubit) { sets -= 1 }
      for bit in instruction.bits where join(first, qubitCount + bit) { sets -= 1 }
      if let condition = instruction.condition {
        for bit in condition.bits where join(first, qubitCount + bit) { sets -= 1 }
      }
      if sets <= 1 { return nil }
    }
  }

  /// Whether two sets of qubits became one.
  private mutating func join(_ first: Int, _ second: Int) -> Bool {
    let (a, b) = (root(of: first), root(of: second))
    if a == b { return false }
    // The lower number leads, so that a bit never leads a qubit.
    parents[max(a, b)] = min(a, b)
    return max(a, b) < qubitCount
  }

  private mutating func root(of element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  func groups(of circuit: Circuit) throws(QuantumError) -> [CircuitGroup] {
    var ties = self
    let roots = parents.indices.map { ties.root(of: $0) }
    var hasGate = Array(repeating: false, count: qubitCount)
    for qubit in 0..<qubitCount where isTouched[qubit] { hasGate[roots[qubit]] = true }
    let count = hasGate.count { $0 }
    guard count > 1 else { return [] }
    guard count <= CircuitGroup.limit else {
      throw .outOfRange(
        what: "the number of separate groups of qubits", value: Double(count),
        range: "1…\(CircuitGroup.limit)")
    }

    // The members of each set, in order of its first qubit.
    var numbers = Array(repeating: -1, count: qubitCount)
    var qubits: [[Int]] = []
    var bits: [[Int]] = []
    var places = Array(repeating: -1, count: parents.count)
    for element in parents.indices {
      let root = roots[element]
      guard root < qubitCount, hasGate[root] else { continue }
      if numbers[root] < 0 {
        numbers[root] = qubits.count
        qubits.append([])
        bits.append([])
      }
      let number = numbers[root]
      if element < qubitCount {
        places[element] = qubits[number].count
        qubits[number].append(element)
      } else {
        places[element] = bits[number].count
        bits[number].append(element - qubitCount)
      }
    }
    var groups = zip(qubits, bits).map { CircuitGroup.empty(qubits: $0, bits: $1) }
    for (index, instruction) in circuit.instructions.enumerated() {
      if case .barrier = instruction.operation { continue }
      let number = instruction.qubits.first.map { numbers[roots[$0]] } ?? 0
      guard number >= 0 else { continue }
      groups[number].append(instruction, number: index, places: places, qubitCount: qubitCount)
    }
    return groups
  }
}
