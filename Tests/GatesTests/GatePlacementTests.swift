import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

/// Every gate on every ordered choice of qubits, by every kernel set in both precisions, against the
/// definition.
@Suite("Gates on a state")
struct GatePlacementTests {
  @Test(
    "Every gate on every placement among up to five qubits",
    arguments: GateTable.records.map(\.name))
  func standard(_ name: String) throws {
    var random = TestRandom(seed: 11)
    let record = try #require(GateTable.record(named: name))
    for qubits in max(record.qubitCount, 1)...5 {
      for placement in placements(of: record.qubitCount, among: qubits) {
        let angles = record.parameterNames.map { _ in random.angle() }
        let gate = try StandardGate(record, angles.map { .value($0) })
        try compare(gate, on: placement, of: qubits, &random)
      }
    }
  }

  @Test(
    "Every gate under one and two controls of every value, on every placement",
    arguments: GateTable.records.filter { $0.qubitCount <= 3 }.map(\.name))
  func controlled(_ name: String) throws {
    var random = TestRandom(seed: 12)
    let record = try #require(GateTable.record(named: name))
    for values in [1, 2].flatMap(truthValues) where record.qubitCount + values.count <= 4 {
      let count = record.qubitCount + values.count
      for qubits in count...(record.qubitCount == 1 && values.count == 1 ? 5 : 4) {
        for placement in placements(of: count, among: qubits) {
          let angles = record.parameterNames.map { _ in random.angle() }
          let gate = try StandardGate(record, angles.map { .value($0) }).controlled(on: values)
          try compare(gate, on: placement, of: qubits, &random)
        }
      }
    }
  }

  @Test(
    "One gate of every shape under three and four controls of every value, on every placement",
    arguments: ["x", "y", "h", "rz", "p", "swap", "rxx", "dcx"])
  func manyControls(_ name: String) throws {
    var random = TestRandom(seed: 13)
    let record = try #require(GateTable.record(named: name))
    for values in [3, 4].flatMap(truthValues) where record.qubitCount + values.count <= 5 {
      for placement in placements(of: record.qubitCount + values.count, among: 5) {
        let angles = record.parameterNames.map { _ in random.angle() }
        let gate = try StandardGate(record, angles.map { .value($0) }).controlled(on: values)
        try compare(gate, on: placement, of: 5, &random)
      }
    }
  }

  @Test("Pauli rotations of every string on up to four of five qubits")
  func pauliRotations() throws {
    var random = TestRandom(seed: 14)
    for weight in 0...4 {
      for code in 0..<(1 << (2 * weight)) {
        let paulis = (0..<weight).map { Pauli(rawValue: UInt8(code >> (2 * $0) & 3)) ?? .i }
        let gate = PauliRotation(paulis, .value(random.angle()))
        try compare(gate, on: random.qubits(weight, among: 5), of: 5, &random)
      }
    }
  }

  @Test("Random matrices on every placement among up to five qubits", arguments: 1...4)
  func matrices(_ count: Int) throws {
    var random = TestRandom(seed: 15)
    for qubits in count...5 {
      for placement in placements(of: count, among: qubits) {
        try compare(
          MatrixGate(randomUnitary(qubits: count, &random)), on: placement, of: qubits, &random)
      }
    }
  }

  /// The gate on a random state, by every kernel set in both precisions, against the sum over the
  /// textbook matrix.
  private func compare(
    _ gate: any QuantumGate, on placement: [Int], of qubits: Int, _ random: inout TestRandom
  ) throws {
    let state = random.state(qubits: qubits)
    let expected = ReferenceSimulator.apply(
      try ReferenceMatrix(of: gate), on: placement, to: state)
    for options in KernelOptions.everyKind {
      // Amplitudes of magnitude at most 1 go through at most three sums of 2^5 products.
      let double = try applying(gate, on: placement, to: state, as: Double.self, using: options)
      let single = try applying(gate, on: placement, to: state, as: Float.self, using: options)
      let isClose =
        maximumDistance(double, expected) < 100 * Double.ulpOfOne
        && maximumDistance(single, expected) < 30 * Double(Float.ulpOfOne)
      if !isClose {
        Issue.record("\(gate.name)\(gate.parameters) on \(placement) of \(qubits) by \(options)")
      }
    }
  }
}

/// A unitary matrix: a product of random two-level rotations and phases.
func randomUnitary(qubits: Int, _ random: inout TestRandom) throws -> ComplexMatrix {
  let size = 1 << qubits
  var matrix = ComplexMatrix.identity(size)
  for first in 0..<size {
    for second in (first + 1)..<max(size, first + 1) {
      let (c, s) = (Double.cos(random.angle()), random.angle())
      let (cosine, sine) = (c, (1 - c * c).squareRoot())
      let phase = Complex(length: 1, phase: s)
      for column in 0..<size {
        let (a, b) = (matrix[first, column], matrix[second, column])
        matrix[first, column] = Complex(cosine) * a - Complex(sine) * phase.conjugate * b
        matrix[second, column] = Complex(sine) * phase * a + Complex(cosine) * b
      }
    }
  }
  return matrix
}
