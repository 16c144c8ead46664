import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorOperationsTests {
  /// What a three-qubit state says to an operation; it must stay as it was.
  func refusal(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls = .none
  ) throws -> QuantumError? {
    var state = try StateVector<Double>(qubits: 3)
    let error = #expect(throws: QuantumError.self) {
      try state.apply(operation, to: targets, controls: controls)
    }
    #expect(state.amplitudes == [1, 0, 0, 0, 0, 0, 0, 0])
    return error
  }

  @Test("Qubits outside the state are refused, as targets and as controls")
  func outOfRange() throws {
    for qubit in [-1, 3, 64, Int.max, Int.min] {
      let expected = QuantumError.qubitOutOfRange(qubit: qubit, qubitCount: 3)
      #expect(try refusal(.flip, [qubit]) == expected)
      #expect(try refusal(.swap, [0, qubit]) == expected)
    }
    for qubit in [3, 40, 63] {
      #expect(
        try refusal(.flip, [0], Controls(on: [1, qubit]))
          == .qubitOutOfRange(qubit: qubit, qubitCount: 3))
    }
  }

  @Test("A qubit named twice is refused, as target and as control")
  func duplicates() throws {
    #expect(try refusal(.swap, [1, 1]) == .duplicateQubit(1))
    #expect(try refusal(.flip, [0, 2, 0]) == .duplicateQubit(0))
    #expect(try refusal(.flip, [2], Controls(mask: 4, values: 0)) == .duplicateQubit(2))
  }

  @Test("An operation on another number of targets than it takes is refused")
  func targetCounts() throws {
    let wrong: [(StateOperation, [Int], Int)] = [
      (.scale(1), [0], 0), (.antidiagonal(upper: 1, lower: 1), [0, 1], 1),
      (.antidiagonal(upper: 1, lower: 1), [], 1), (.flip, [], 1), (.swap, [0], 2),
      (.swap, [0, 1, 2], 2), (.pauliRotation([.x, .y], angle: 1), [0], 2),
    ]
    for (operation, targets, expected) in wrong {
      guard case .wrongQubitCount(_, expected, targets.count) = try refusal(operation, targets)
      else {
        Issue.record("\(operation)")
        continue
      }
    }
  }

  @Test("Arrays of another size than the targets ask for are refused")
  func elementCounts() throws {
    let wide = ComplexMatrix.zeros(rows: 2, columns: 4)
    var short = ComplexMatrix.identity(2)
    short.elements.removeLast()
    let wrong: [(StateOperation, [Int], Int, Int)] = [
      (.diagonal([1, 1]), [0, 1], 4, 2), (.diagonal([]), [], 1, 0),
      (.dense(.identity(4)), [0], 2, 4), (.dense(wide), [0], 2, 4), (.dense(short), [0], 4, 3),
      (.permutation([0, 1, 2]), [0, 1], 4, 3),
    ]
    for (operation, targets, expected, got) in wrong {
      guard case .wrongElementCount(_, expected, got) = try refusal(operation, targets) else {
        Issue.record("\(operation)")
        continue
      }
    }
  }

  @Test("Numbers that are not finite are refused wherever an operation holds them")
  func notFinite() throws {
    for value in [Double.infinity, -.infinity] {
      let number = Complex(1, value)
      var matrix = ComplexMatrix.identity(2)
      matrix[1, 0] = number
      let wrong: [(StateOperation, [Int])] = [
        (.scale(number), []), (.diagonal([1, number]), [0]), (.dense(matrix), [0]),
        (.antidiagonal(upper: 1, lower: number), [0]), (.pauliRotation([.x], angle: value), [0]),
      ]
      for (operation, targets) in wrong {
        guard case .notFinite(_, value) = try refusal(operation, targets) else {
          Issue.record("\(operation)")
          continue
        }
      }
    }
    #expect(throws: QuantumError.self) {
      var state = try StateVector<Float>(qubits: 1)
      try state.apply(.scale(Complex(.nan, 0)), to: [])
    }
  }

  @Test("An image that is no permutation is refused")
  func noPermutation() throws {
    for image in [[0, 0], [1, 2], [-1, 0], [1, 1]] {
      guard case .outOfRange = try refusal(.permutation(image), [1]) else {
        Issue.record("\(image)")
        continue
      }
    }
  }

  @Test("Diagonals, permutations and matrices on every qubit of a state keep to the definition")
  func wholeRegister() throws {
    var random = RandomStream(seed: 11)
    for qubits in [11, 12] {
      let start = random.state(qubits: qubits)
      let targets = (0..<qubits).shuffled(using: &random)
      let factors = (0..<1 << qubits).map { _ in random.phase() }
      let image = (0..<1 << qubits).shuffled(using: &random)
      for set in KernelSet.available {
        let options = KernelOptions(set: set, threads: 2, serialLimit: 64)
        var state = try StateVector<Double>(amplitudes: start)
        try state.applyUnchecked(.diagonal(factors), to: targets, using: options)
        try state.applyUnchecked(.permutation(image), to: targets, using: options)
        for local in 0..<1 << qubits {
          var (from, to) = (0, 0)
          for (bit, target) in targets.enumerated() {
            from |= (local >> bit & 1) << target
            to |= (image[local] >> bit & 1) << target
          }
          #expect((state[to] - start[from] * factors[local]).length < 4 * .ulpOfOne)
        }
      }
    }
  }
}
