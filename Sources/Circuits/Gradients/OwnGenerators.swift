import Gates

/// The generators that a gate of someone's own says it has, checked.
struct OwnGenerators: Sendable {
  private let gate: any QuantumGate

  /// Larger gates are believed: a check takes the time of several of their matrices.
  private static var mostCheckedQubits: Int { 6 }

  /// - Parameter isControlled: whether a phase of the gate matters.
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` for a gate without generators, and for
  ///   generators that do not say how the gate's own matrix changes.
  init(of gate: any QuantumGate, isControlled: Bool) throws(QuantumError) {
    self.gate = gate
    // Angles without any symmetry.
    let angles = gate.parameters.indices.map { 0.37 + 0.59 * Double($0) }
    guard try gate.generators(angles) != nil else {
      throw .unsupported(
        what: "the derivative of the gate \(gate.name) with respect to its parameters",
        remedy: "give the gate `generators`, or define it by gates of the table")
    }
    let generators = try generators(at: angles)
    guard gate.qubitCount <= Self.mostCheckedQubits else { return }
    for (number, generator) in generators.enumerated() {
      // A gate may refuse some angles.
      let deviation =
        (try? deviation(of: generator, number, at: angles, isControlled: isControlled)) ?? 0
      guard deviation > 1e-7 * max(1, generator.terms.reduce(0) { $0 + $1.coefficient.length })
      else {
        continue
      }
      throw .unsupported(
        what: "generator \(number + 1) of the gate \(gate.name), \(generator) at \(angles): "
          + "the gate's matrix changes otherwise, by \(deviation)",
        remedy: "give G with ∂U/∂θ = -i/2 G U")
    }
  }

  /// The terms of each generator on these qubits.
  func terms(at angles: [Double], on qubits: [Int]) throws(QuantumError) -> [[PauliTerm]] {
    try generators(at: angles).map { generator in
      generator.terms.map { term in
        let support = term.string.support.qubits
        return PauliTerm(
          term.coefficient.real,
          PauliMasks(support.map { term.string[$0] }, on: support.map { qubits[$0] }))
      }
    }
  }

  private func generators(at angles: [Double]) throws(QuantumError) -> [PauliSum] {
    let generators = try gate.generators(angles) ?? []
    guard generators.count == angles.count else {
      throw .wrongElementCount(
        what: "the generators of the gate \(gate.name)", expected: angles.count,
        got: generators.count)
    }
    for generator in generators {
      guard generator.isHermitian, generator.qubitCount <= gate.qubitCount else {
        throw .unsupported(
          what: "the generator \(generator) of the gate \(gate.name)",
          remedy: "give real coefficients, and qubits 0..<\(gate.qubitCount)")
      }
    }
    return generators
  }

  /// The largest element of 2i ∂U/∂θ U† − G, the derivative being a central difference of fourth order.
  /// Multiples of the identity change a phase, which shows under control only.
  private func deviation(
    of generator: PauliSum, _ number: Int, at angles: [Double], isControlled: Bool
  ) throws(QuantumError) -> Double {
    func matrix(_ step: Double) throws(QuantumError) -> ComplexMatrix {
      var angles = angles
      angles[number] += step
      return try gate.checkedAction(angles).matrix(qubitCount: gate.qubitCount)
    }
    // Small against the period of the fastest phase.
    let h = 1e-3 / max(1, generator.terms.reduce(0) { $0 + $1.coefficient.length })
    let size = 1 << gate.qubitCount
    var slope = Array(repeating: Complex<Double>.zero, count: size * size)
    for (steps, weight) in [(1.0, 8.0), (-1, -8), (2, -1), (-2, 1)] {
      let elements = try matrix(steps * h).elements
      for index in slope.indices { slope[index] += Complex(weight / (12 * h)) * elements[index] }
    }
    let change = try ComplexMatrix(rows: size, columns: size, elements: slope)
    let found = (change * (try matrix(0)).adjoint).elements.map { Complex(0, 2) * $0 }
    let given = try generator.matrix(qubits: gate.qubitCount).elements
    var difference = zip(found, given).map { $0 - $1 }
    if !isControlled {
      let trace = (0..<size).reduce(Complex<Double>.zero) { $0 + difference[$1 * (size + 1)] }
      for place in 0..<size { difference[place * (size + 1)] -= trace / Complex(Double(size)) }
    }
    return difference.reduce(0) { max($0, $1.length) }
  }
}
