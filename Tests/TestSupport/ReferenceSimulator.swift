public import Circuits
public import ComplexModule
import RealModule

/// Runs circuits the slow, obvious way: every amplitude of every step as the sum that the definition
/// says, every measurement outcome as a branch of its own.
public enum ReferenceSimulator {
  /// The state after a circuit without measurement, reset or condition.
  ///
  /// - Parameter state: where to begin; |0…0⟩ by default.
  public static func state(
    after circuit: Circuit, from state: [Complex<Double>]? = nil,
    _ values: [Parameter: Double] = [:]
  ) throws -> [Complex<Double>] {
    try circuit.validate()
    var state = state ?? basisState(0, qubits: circuit.qubitCount)
    for instruction in circuit.instructions {
      switch instruction.operation {
      case .gate(let gate):
        state = apply(try ReferenceMatrix(of: gate, values), on: instruction.qubits, to: state)
      case .barrier: break
      case .measure, .reset: throw UnknownToReference(gate: "measure or reset")
      }
    }
    return state
  }

  /// The exact distribution over the classical bits (bit k of the key is classical bit k).
  public static func distribution(
    of circuit: Circuit, _ values: [Parameter: Double] = [:]
  ) throws -> [UInt64: Double] {
    try circuit.validate()
    var branches = [(bits: UInt64(0), state: basisState(0, qubits: circuit.qubitCount))]
    for instruction in circuit.instructions {
      branches = try branches.flatMap { branch in
        try advance(branch.bits, branch.state, by: instruction, values)
      }
    }
    var distribution: [UInt64: Double] = [:]
    for branch in branches {
      distribution[branch.bits, default: 0] += branch.state.reduce(0) { $0 + $1.lengthSquared }
    }
    return distribution
  }

  /// The branches of one branch after one instruction; states keep their weight as their norm.
  private static func advance(
    _ bits: UInt64, _ state: [Complex<Double>], by instruction: Instruction,
    _ values: [Parameter: Double]
  ) throws -> [(bits: UInt64, state: [Complex<Double>])] {
    if let condition = instruction.condition {
      var number: UInt64 = 0
      for (place, bit) in condition.bits.enumerated() { number |= ((bits >> bit) & 1) << place }
      if WholeNumber(number) != condition.value { return [(bits, state)] }
    }
    switch instruction.operation {
    case .gate(let gate):
      let matrix = try ReferenceMatrix(of: gate, values)
      return [(bits, apply(matrix, on: instruction.qubits, to: state))]
    case .barrier:
      return [(bits, state)]
    case .measure:
      return [false, true].compactMap { outcome in
        let part = project(state, qubit: instruction.qubits[0], on: outcome)
        let mask = UInt64(1) << instruction.bits[0]
        return part.map { (outcome ? bits | mask : bits & ~mask, $0) }
      }
    case .reset:
      return [false, true].compactMap { outcome in
        guard let part = project(state, qubit: instruction.qubits[0], on: outcome) else {
          return nil
        }
        let flip = ReferenceMatrix([[0, 1], [1, 0]])
        return (bits, outcome ? apply(flip, on: instruction.qubits, to: part) : part)
      }
    }
  }

  public static func basisState(_ index: Int, qubits: Int) -> [Complex<Double>] {
    var state = [Complex<Double>](repeating: 0, count: 1 << qubits)
    state[index] = 1
    return state
  }

  /// A gate's matrix times a state: position k of `qubits` is bit k of the matrix's index.
  public static func apply(
    _ matrix: ReferenceMatrix, on qubits: [Int], to state: [Complex<Double>]
  ) -> [Complex<Double>] {
    var result = state
    for index in state.indices {
      let row = qubits.indices.reduce(0) { $0 | ((index >> qubits[$1]) & 1) << $1 }
      var sum = Complex<Double>.zero
      for column in 0..<matrix.size where matrix.rows[row][column] != .zero {
        var source = index
        for (place, qubit) in qubits.enumerated() {
          source = source & ~(1 << qubit) | ((column >> place) & 1) << qubit
        }
        sum += matrix.rows[row][column] * state[source]
      }
      result[index] = sum
    }
    return result
  }

  /// The part of a state where a qubit has a value; nil where there is none.
  private static func project(
    _ state: [Complex<Double>], qubit: Int, on value: Bool
  ) -> [Complex<Double>]? {
    var part = state
    for index in state.indices where ((index >> qubit) & 1 == 1) != value { part[index] = 0 }
    return part.contains { $0.lengthSquared > 1e-24 } ? part : nil
  }
}
