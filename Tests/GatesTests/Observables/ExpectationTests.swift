import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Observables in states") struct ExpectationTests {
  static func state(qubits: Int, seed: UInt64) -> [Complex<Double>] {
    var random = RandomStream(seed: seed)
    let amplitudes = (0..<1 << qubits).map { _ in
      Complex(random.uniform() - 0.5, random.uniform() - 0.5)
    }
    let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    return amplitudes.map { $0 / Complex(norm) }
  }

  static func times(_ m: ReferenceMatrix, _ v: [Complex<Double>]) -> [Complex<Double>] {
    m.rows.map { zip($0, v).reduce(Complex.zero) { $0 + $1.0 * $1.1 } }
  }

  static func inner(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Complex<Double> {
    zip(a, b).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
  }

  static func check<Scalar: StateScalar>(_ type: Scalar.Type, _ qubits: Int) throws {
    var random = RandomStream(seed: 11)
    let amplitudes = state(qubits: qubits, seed: UInt64(qubits))
    let vector = try StateVector<Scalar>(
      amplitudes: amplitudes.map { Complex(Scalar($0.real), Scalar($0.imaginary)) })
    let sums = [1, 4, 30].map { terms in
      let sum = random.pauliSum(qubits: qubits, terms: terms)
      return 0.5 * (sum + sum.adjoint)
    }
    let tolerance = 200 * Double(Scalar.ulpOfOne)
    let matrices = sums.map { PauliReference.matrix($0, qubits: qubits) }
    let means = matrices.map { inner(amplitudes, times($0, amplitudes)).real }
    let values = try vector.expectations(of: sums)
    let covariance = try vector.covariance(of: sums)
    for i in sums.indices {
      #expect(abs(values[i] - means[i]) < tolerance)
      #expect(try vector.expectation(of: sums[i]) == values[i])
      let image = times(matrices[i], amplitudes)
      #expect(
        maximumDistance(try vector.applying(sums[i]).amplitudes, image) < tolerance)
      let variance = inner(image, image).real - means[i] * means[i]
      #expect(abs(try vector.variance(of: sums[i]) - variance) < tolerance)
      for j in sums.indices {
        let product = inner(image, times(matrices[j], amplitudes)).real - means[i] * means[j]
        #expect(abs(covariance[i][j] - product) < tolerance)
      }
    }
    let operation = random.pauliSum(qubits: qubits, terms: 5)
    let image = times(PauliReference.matrix(operation, qubits: qubits), amplitudes)
    #expect(maximumDistance(try vector.applying(operation).amplitudes, image) < tolerance)
  }

  @Test(
    "Expectations, variances, covariances and images are those of the matrices", arguments: 1...5)
  func matrices(qubits: Int) throws {
    try Self.check(Double.self, qubits)
    try Self.check(Float.self, qubits)
  }

  @Test("An eigenstate has no variance")
  func eigenstate() throws {
    let state = try StateVector<Double>(qubits: 3, basisState: 5)
    let sum = 3 * Z(0) * Z(1) - 0.7 * Z(2) + 2
    #expect(try state.variance(of: sum) == 0)
    #expect(try state.expectation(of: sum) == -3 + 0.7 + 2)
  }

  @Test("Rounding leaves an eigenstate without variance, and a state beside it with its own")
  func noise() throws {
    // (cos θ X + sin θ Z) of |θ⟩: the amplitudes and the coefficients are rounded.
    for step in 0..<200 {
      let θ = 0.031 * Double(step)
      var state = try StateVector<Double>(
        amplitudes: [Complex(.cos(.pi / 4 - θ / 2)), Complex(.sin(.pi / 4 - θ / 2))])
      let sum = 1.7 * (Double.cos(θ) * X(0) + Double.sin(θ) * Z(0)) - 0.3
      #expect(try state.variance(of: sum) == 0)
      #expect(try state.covariance(of: [sum, Y(0), X(0)])[0] == [0, 0, 0])
      // A rotation by δ about Y turns the axis away: the variance is (1.7 sin δ)².
      for δ in [1e-3, 1e-7, 1e-12] {
        let (c, s) = (Complex(Double.cos(δ / 2)), Complex(Double.sin(δ / 2)))
        var turned = state
        try turned.apply(.dense(ComplexMatrix([[c, -s], [s, c]])), to: [0])
        let expected = 1.7 * 1.7 * Double.sin(δ) * Double.sin(δ)
        // Amplitudes rounded by 1e-16 turn the axis by as much.
        #expect(try abs(turned.variance(of: sum) / expected - 1) < 4e-15 / δ)
      }
      let narrow = try StateVector<Float>(
        amplitudes: state.amplitudes.map { Complex(Float($0.real), Float($0.imaginary)) })
      #expect(try narrow.variance(of: sum) == 0)
      try state.apply(.flip, to: [0])
      #expect(try state.variance(of: sum) > 0 || abs(Double.sin(2 * θ)) < 0.1)
    }
  }

  @Test("Observables that are not Hermitian, finite or on the state's qubits are refused")
  func errors() throws {
    let state = try StateVector<Double>(qubits: 2)
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 2, qubitCount: 2)) {
      try state.expectation(of: Z(2))
    }
    #expect(
      throws: QuantumError.notHermitian(
        what: "the observable (0.0 + 1.0i)*Z0", deviation: 2)
    ) { try state.variance(of: X(0) * Y(0)) }
    let infinite = #expect(throws: QuantumError.self) {
      try state.expectation(of: Double.infinity * Z(0))
    }
    #expect(infinite?.description.hasPrefix("the coefficient of Z0 is") == true)
    #expect(
      throws: QuantumError.outOfRange(what: "the number of shots", value: 1, range: "2…")
    ) { try state.estimates(of: [Z(0)], shots: 1, seed: 0) }
  }

  @Test("A Hermitian matrix on some qubits becomes the sum that has it", arguments: 0...3)
  func hermitian(qubits: Int) throws {
    var random = RandomStream(seed: 12)
    let sum = random.pauliSum(qubits: max(qubits, 1), terms: 9)
    let matrix = try (sum + sum.adjoint).matrix(qubits: max(qubits, 1))
    let read = try PauliSum(hermitian: matrix, on: Array(0..<max(qubits, 1)))
    let expected = PauliReference.matrix(sum + sum.adjoint, qubits: max(qubits, 1))
    #expect(
      PauliReference.matrix(read, qubits: max(qubits, 1)).distance(to: expected) < 1e-14)
    // The first qubit is the least significant bit of the matrix.
    let zx = try (Z(0) * X(1)).matrix()
    #expect(try PauliSum(hermitian: zx, on: [4, 2]) == Z(4) * X(2))
  }

  @Test("A projector is 1 on its basis state and 0 on the others")
  func projector() throws {
    for bits in 0..<8 {
      let projector = try PauliSum(projectorOnto: bits, on: [2, 0, 3])
      for index in 0..<16 {
        let state = try StateVector<Double>(qubits: 4, basisState: index)
        let own = (index >> 2 & 1) | (index & 1) << 1 | (index >> 3 & 1) << 2
        #expect(try state.expectation(of: projector) == (own == bits ? 1 : 0))
      }
    }
  }

  @Test("Wrong matrices, bits and qubits are refused")
  func matrixErrors() throws {
    let x = try X(0).matrix()
    #expect(throws: QuantumError.tooManyQubits(requested: 7, limit: 6)) {
      try PauliSum(hermitian: x, on: Array(0..<7))
    }
    #expect(throws: QuantumError.duplicateQubit(1)) { try PauliSum(hermitian: x, on: [1, 1]) }
    #expect(throws: QuantumError.outOfRange(what: "the qubit", value: -1, range: "0…")) {
      try PauliSum(hermitian: x, on: [-1])
    }
    #expect(
      throws: QuantumError.wrongElementCount(
        what: "a matrix on 2 qubits", expected: 16, got: 4)
    ) { try PauliSum(hermitian: x, on: [0, 1]) }
    #expect(throws: QuantumError.notHermitian(what: "the matrix", deviation: 2)) {
      try PauliSum(hermitian: (X(0) * Z(0)).matrix(), on: [0])
    }
    #expect(throws: QuantumError.outOfRange(what: "the basis state", value: 4, range: "0..<4")) {
      try PauliSum(projectorOnto: 4, on: [0, 1])
    }
  }

  @Test("Groups hold every string once and commute qubit by qubit")
  func groups() {
    var random = RandomStream(seed: 13)
    let sums = [random.pauliSum(qubits: 4, terms: 40), random.pauliSum(qubits: 3, terms: 20)]
    let groups = PauliSum.measurementGroups(of: sums)
    let strings = Set(sums.flatMap { $0.terms.map(\.string) }.filter { !$0.isIdentity })
    #expect(groups.reduce(0) { $0 + $1.count } == strings.count)
    #expect(Set(groups.joined()) == strings)
    #expect(groups.count < strings.count)
    for group in groups {
      for a in group { for b in group { #expect(a.commutesQubitwise(with: b)) } }
    }
  }

  @Test("Estimates lie within five standard errors, which shrink with the shots")
  func estimates() throws {
    let amplitudes = Self.state(qubits: 3, seed: 14)
    let state = try StateVector<Double>(amplitudes: amplitudes)
    var random = RandomStream(seed: 15)
    let sum = random.pauliSum(qubits: 3, terms: 12)
    let observables = [sum + sum.adjoint, X(0), Y(1), Z(2), Y(0) * X(2) + 2, PauliSum()]
    let exact = try state.expectations(of: observables)
    let few = try state.estimates(of: observables, shots: 1_000, seed: 3)
    let many = try state.estimates(of: observables, shots: 100_000, seed: 3)
    #expect(try state.estimates(of: observables, shots: 1_000, seed: 3) == few)
    #expect(try state.estimates(of: observables, shots: 1_000, seed: 4) != few)
    for index in observables.indices.dropLast() {
      #expect(abs(few[index].value - exact[index]) < 5 * few[index].standardError)
      #expect(abs(many[index].value - exact[index]) < 5 * many[index].standardError)
      let ratio = few[index].standardError / many[index].standardError
      #expect(ratio > 8 && ratio < 12)
    }
    #expect(many[5].value == 0 && many[5].standardError == 0)
    // One string: the error is known.
    let variance = try state.variance(of: X(0))
    #expect(abs(many[1].standardError - (variance / 100_000).squareRoot()) < 1e-5)
  }
}
