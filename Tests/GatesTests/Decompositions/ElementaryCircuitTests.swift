import QState
import Testing

@testable import Gates

@Suite struct ElementaryCircuitTests {
  /// Rounding of one step, times the number of steps.
  private func tolerance(_ circuit: ElementaryCircuit) -> Double {
    8 * Double.ulpOfOne * Double(circuit.steps.count + 20)
  }

  /// Compares the decomposition of an operation, Toffoli gates kept and not, with its matrix.
  private func check(
    _ operation: StateOperation, targets: [Int], controls: Controls = .none, qubitCount: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let matrix = StepMatrix.embed(
      StepMatrix.of(operation, targetCount: targets.count), targets: targets, controls: controls,
      qubitCount: qubitCount)
    var source = MatrixSource(seed: 1)
    let probe = source.probe(qubitCount: qubitCount)
    let expected = matrix * probe
    for keepsToffoli in [false, true] {
      var circuit = ElementaryCircuit(qubitCount: qubitCount, keepsToffoli: keepsToffoli)
      try circuit.apply(operation, targets: targets, controls: controls)
      try circuit.finish()
      let deviation = (StepMatrix.apply(circuit, to: probe) - expected).largestMagnitude
      #expect(deviation <= tolerance(circuit), sourceLocation: sourceLocation)
      if !keepsToffoli {
        let hasToffoli = circuit.steps.contains { if case .ccx = $0 { true } else { false } }
        #expect(!hasToffoli, sourceLocation: sourceLocation)
      }
    }
  }

  /// One-qubit matrices where formulas like to break, and random ones.
  private func oneQubitMatrices() throws -> [ComplexMatrix] {
    var source = MatrixSource(seed: 11)
    var matrices: [ComplexMatrix] = [
      .identity(2), StepMatrix.of(.flip, targetCount: 1),
      try ComplexMatrix([[1, 0], [0, -1]]), try ComplexMatrix([[-1, 0], [0, -1]]),
      try ComplexMatrix([[0, Complex(0, -1)], [Complex(0, 1), 0]]),
      try ComplexMatrix([[Complex(0, 1), 0], [0, 1]]),
      try ComplexMatrix([[0, 1], [-1, 0]]),
    ]
    for tiny in [1e-17, 1e-16, 3e-16, 1e-15, 1e-12, 1e-8, 1e-4] {
      for pauli in [Pauli.x, .y, .z] {
        matrices.append(StepMatrix.of(.pauliRotation([pauli], angle: tiny), targetCount: 1))
        matrices.append(StepMatrix.of(.pauliRotation([pauli], angle: .pi - tiny), targetCount: 1))
      }
    }
    for _ in 0..<20 { matrices.append(try source.unitary(2)) }
    return matrices
  }

  @Test("One-qubit matrices come back exactly, phase included")
  func oneQubit() throws {
    for matrix in try oneQubitMatrices() {
      try check(.dense(matrix), targets: [0], qubitCount: 1)
    }
  }

  @Test("One-qubit matrices under 1 to 5 controls of every value", arguments: 1...5)
  func controlled(count: Int) throws {
    let matrices = try oneQubitMatrices()
    for values in 0..<UInt64(1 << count) {
      // Every matrix under all-one controls, one each under the other patterns.
      let isFull = values == (1 << count) - 1 && count < 5
      let chosen = isFull ? matrices : [matrices[Int(values) % matrices.count], matrices[30]]
      for (index, matrix) in chosen.enumerated() {
        let target = (index + Int(values)) % (count + 1)
        let mask = UInt64((1 << (count + 1)) - 1) ^ (1 << UInt64(target))
        // Spread the values over the controls around the target.
        let low = values & ((1 << UInt64(target)) - 1)
        let high = (values >> UInt64(target)) << UInt64(target + 1)
        try check(
          .dense(matrix), targets: [target], controls: Controls(mask: mask, values: low | high),
          qubitCount: count + 1)
      }
    }
  }

  @Test(
    "NOTs under many controls, with and without qubits to borrow",
    arguments: [(3, 4), (4, 6), (5, 7), (6, 7), (6, 8)])
  func manyControls(count: Int, qubitCount: Int) throws {
    let controls = Controls(on: (0..<count).map { $0 + 1 })
    try check(.flip, targets: [0], controls: controls, qubitCount: qubitCount)
  }

  @Test("General matrices and phases under 6 controls")
  func beyondGrayCode() throws {
    let count = 6
    var source = MatrixSource(seed: 5)
    let controls = Controls(on: 0..<count)
    try check(
      .dense(try source.unitary(2)), targets: [count], controls: controls, qubitCount: count + 1)
    try check(
      .pauliRotation([.y], angle: 0.7), targets: [count], controls: controls,
      qubitCount: count + 1)
    try check(
      .scale(Complex(length: 1, phase: 1.1)), targets: [], controls: controls, qubitCount: count)
  }

  @Test("NOTs under k controls with one qubit to borrow cost linearly many Toffoli gates")
  func linearCost() throws {
    for count in [8, 16, 32, 60] {
      var circuit = ElementaryCircuit(qubitCount: count + 2, keepsToffoli: true)
      circuit.controlledNot(Array(0..<count), count)
      try circuit.finish()
      #expect(circuit.steps.count <= 8 * count)
    }
  }

  @Test("Diagonals on 0 to 5 qubits, under 0 to 3 controls")
  func diagonals() throws {
    var source = MatrixSource(seed: 3)
    for count in 1...5 {
      for controlCount in 0...3 {
        let controls = Controls(
          (0..<controlCount).map { (qubit: count + $0, value: $0 != 1) })
        for kind in 0..<3 {
          let elements = (0..<(1 << count)).map { index -> Complex<Double> in
            switch kind {
            case 0: Complex(length: 1, phase: source.angle())
            case 1: index.nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
            default: index == 1 ? -1 : 1
            }
          }
          try check(
            .diagonal(elements), targets: source.permutation(count), controls: controls,
            qubitCount: count + controlCount)
        }
      }
    }
  }

  @Test("Every permutation on two qubits, random ones on three to five")
  func permutations() throws {
    var source = MatrixSource(seed: 8)
    for first in 0..<4 {
      for second in 0..<4 where second != first {
        for third in 0..<4 where third != first && third != second {
          let image = [first, second, third, 6 - first - second - third]
          try check(.permutation(image), targets: [1, 0], qubitCount: 2)
          try check(
            .permutation(image), targets: [2, 0], controls: Controls([(qubit: 1, value: false)]),
            qubitCount: 3)
        }
      }
    }
    for count in 3...5 {
      for _ in 0..<4 {
        try check(
          .permutation(source.permutation(1 << count)), targets: source.permutation(count),
          qubitCount: count)
      }
    }
  }

  @Test("Pauli rotations of every word on three qubits, under 0 to 2 controls")
  func pauliRotations() throws {
    for code in 0..<64 {
      let paulis = (0..<3).compactMap { Pauli(rawValue: UInt8((code >> (2 * $0)) & 3)) }
      try check(.pauliRotation(paulis, angle: 0.3), targets: [2, 0, 1], qubitCount: 3)
      try check(
        .pauliRotation(paulis, angle: -2.5), targets: [1, 3, 0],
        controls: Controls([(qubit: 2, value: code.isMultiple(of: 2))]), qubitCount: 4)
      try check(
        .pauliRotation(paulis, angle: 5), targets: [1, 3, 0], controls: Controls(on: [2, 4]),
        qubitCount: 5)
    }
  }

  @Test("Flips and swaps under 0 to 4 controls", arguments: 0...4)
  func flipsAndSwaps(count: Int) throws {
    let controls = Controls((0..<count).map { (qubit: $0, value: $0 != 2) })
    for targets in 1...3 {
      try check(
        .flip, targets: Array(count..<count + targets), controls: controls,
        qubitCount: count + targets)
    }
    try check(.swap, targets: [count + 1, count], controls: controls, qubitCount: count + 2)
  }

  @Test("Random unitary matrices on 2 to 5 qubits", arguments: 2...5)
  func unitaries(count: Int) throws {
    var source = MatrixSource(seed: UInt64(count))
    for _ in 0..<(count == 5 ? 2 : 6) {
      try check(
        .dense(try source.unitary(1 << count)), targets: source.permutation(count),
        qubitCount: count)
    }
  }

  @Test("Random unitary matrices under controls", arguments: [(2, 1), (2, 2), (3, 1), (2, 4)])
  func controlledUnitaries(count: Int, controlCount: Int) throws {
    var source = MatrixSource(seed: 21)
    let controls = Controls((0..<controlCount).map { (qubit: $0, value: $0 != 0) })
    try check(
      .dense(try source.unitary(1 << count)),
      targets: Array(controlCount..<controlCount + count), controls: controls,
      qubitCount: controlCount + count)
  }

  @Test("Matrices with structure: identity, tensor products, degenerate and nearly so")
  func structured() throws {
    var source = MatrixSource(seed: 77)
    for count in 2...4 {
      let size = 1 << count
      let half = try source.unitary(size / 2)
      let one = try source.unitary(2)
      let basis = try source.unitary(size)
      var reflection = ComplexMatrix.identity(size)
      reflection[size - 1, size - 1] = -1
      var nearIdentity = ComplexMatrix.identity(size)
      nearIdentity[0, 0] = Complex(length: 1, phase: 1e-9)
      let matrices: [ComplexMatrix] = [
        .identity(size), Complex(0, 1) * ComplexMatrix.identity(size), one.kronecker(half),
        half.kronecker(one), ComplexMatrix.identity(2).kronecker(half),
        half.kronecker(.identity(2)), reflection, basis * reflection * basis.adjoint,
        basis * nearIdentity * basis.adjoint,
        StepMatrix.of(.permutation(source.permutation(size)), targetCount: count),
        StepMatrix.of(
          .pauliRotation(Array(repeating: .y, count: count), angle: 1), targetCount: count),
        basis * basis.adjoint,
      ]
      for matrix in matrices {
        try check(.dense(matrix), targets: Array(0..<count), qubitCount: count)
      }
    }
  }

  @Test("The identity takes no steps at all")
  func identity() throws {
    for count in 1...4 {
      var circuit = ElementaryCircuit(qubitCount: count, keepsToffoli: false)
      try circuit.apply(
        .dense(.identity(1 << count)), targets: Array(0..<count), controls: .none)
      try circuit.finish()
      #expect(circuit.steps.isEmpty)
      #expect(circuit.phase == 0)
    }
  }

  @Test("A matrix on more qubits than the limit is an error")
  func limit() {
    var circuit = ElementaryCircuit(qubitCount: 13, keepsToffoli: false)
    #expect(throws: QuantumError.tooManyQubits(requested: 11, limit: 10)) {
      try circuit.apply(
        .dense(.zeros(rows: 0, columns: 0)), targets: Array(0..<11), controls: .none)
    }
    #expect(throws: QuantumError.tooManyQubits(requested: 13, limit: 12)) {
      try circuit.apply(.permutation([]), targets: Array(0..<13), controls: .none)
    }
  }
}
