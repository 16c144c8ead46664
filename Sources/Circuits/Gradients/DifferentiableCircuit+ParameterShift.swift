public import Gates
import RealModule

// Derivatives from values of ⟨O⟩ alone: as a quantum computer would find them, and as checks of the
// adjoint ones.
extension DifferentiableCircuit {
  /// The derivatives of ⟨O⟩ by parameter-shift rules, `[observables][parameters]`: exact, as
  /// ``valuesAndJacobian(of:at:)``, from values at shifted angles.
  ///
  /// Each gate with a parameter is shifted by itself, by the rule of its own generator (``ShiftRule``),
  /// and the chain rule adds up.
  ///
  /// Cost: two runs for each angle of a rotation, four for one under control.
  ///
  /// - Throws: as ``values(of:at:)``; ``QuantumError/unsupported(what:remedy:)`` for a generator whose
  ///   eigenvalues lie too close together.
  public func parameterShiftJacobian(
    of observables: [PauliSum], at values: [Double]
  ) throws(QuantumError) -> [[Double]] {
    let terms = try observables.map { (sum) throws(QuantumError) in try stateTerms(sum) }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 1, qubits: program.qubitCount)
      let nodes = try nodes(at: values)
      var slots = observables.map { _ in Array(repeating: 0.0, count: program.slotCount) }
      try forEachShift(nodes) { (slot, term, angles) throws(QuantumError) in
        try limits.checkpoint()
        let shifted = try Self.expectations(of: terms, in: state(at: angles))
        for (row, value) in shifted.enumerated() { slots[row][slot] += term.coefficient * value }
      }
      return slots.map { tape.pullBack(nodes, slots: $0) }
    }
  }

  /// Estimates of ``parameterShiftJacobian(of:at:)`` from measurements, `[observables][parameters]`, with
  /// their standard errors.
  ///
  /// - Parameters:
  ///   - shots: copies measured for each group of terms (``PauliSum/measurementGroups(of:)``) at each
  ///     shifted angle, at least 2.
  ///   - seed: the same seed gives the same estimates at any number of threads.
  /// - Throws: as ``parameterShiftJacobian(of:at:)``; ``QuantumError/outOfRange(what:value:range:)`` for
  ///   fewer than 2 shots.
  public func estimatedJacobian(
    of observables: [PauliSum], at values: [Double], shots: Int, seed: UInt64
  ) throws(QuantumError) -> [[ObservableEstimate]] {
    for observable in observables { try observable.validate(qubitCount: qubitCount) }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 2, qubits: program.qubitCount)
      let nodes = try nodes(at: values)
      let zero = observables.map { _ in Array(repeating: 0.0, count: parameters.count) }
      var (sums, variances) = (zero, zero)
      var evaluation: UInt64 = 0
      var weights: (slot: Int, of: [Double]) = (-1, [])
      try forEachShift(nodes) { (slot, term, angles) throws(QuantumError) in
        try limits.checkpoint()
        if weights.slot != slot {
          weights = (
            slot,
            tape.pullBack(nodes, slots: program.slotIndices.map { $0 == slot ? 1 : 0 })
          )
        }
        var random = RandomStream(seed: seed, stream: evaluation)
        evaluation += 1
        let amplitudes = FinalState.Amplitudes.double(try state(at: angles))
        let final = FinalState(
          factors: [.init(amplitudes: amplitudes, qubits: touchedQubits)], qubitCount: qubitCount)
        let (state, reduced) = try final.observed(by: observables)
        let estimates = try state.estimates(of: reduced, shots: shots, seed: random.next())
        for (row, estimate) in estimates.enumerated() {
          for (number, weight) in weights.of.enumerated() where weight != 0 {
            let factor = weight * term.coefficient
            sums[row][number] += factor * estimate.value
            variances[row][number] +=
              factor * factor * estimate.standardError * estimate.standardError
          }
        }
      }
      return zip(sums, variances).map { sums, variances in
        zip(sums, variances).map {
          ObservableEstimate(value: $0, standardError: $1.squareRoot())
        }
      }
    }
  }

  /// The derivatives of ⟨O⟩ by central differences of fourth order, `[observables][parameters]`: a check
  /// that knows nothing of gates (B. Fornberg (1988), doi:10.1090/S0025-5718-1988-0935077-0, table 1).
  ///
  /// Cost: four values a parameter. With the step of 1e-3 the error is about 1e-12 where ⟨O⟩ and its
  /// derivatives are near 1.
  ///
  /// - Throws: as ``values(of:at:)``; ``QuantumError/outOfRange(what:value:range:)`` for a step that is
  ///   not positive and finite.
  public func finiteDifferenceJacobian(
    of observables: [PauliSum], at values: [Double], step: Double = 1e-3
  ) throws(QuantumError) -> [[Double]] {
    guard step > 0, step.isFinite else {
      throw .outOfRange(what: "the step of a difference", value: step, range: "more than 0")
    }
    guard values.count == parameters.count else {
      throw .wrongElementCount(
        what: "the circuit's parameters", expected: parameters.count, got: values.count)
    }
    let limits = RunLimits(configuration)
    var jacobian = observables.map { _ in Array(repeating: 0.0, count: parameters.count) }
    for number in parameters.indices {
      try limits.checkpoint()
      for (steps, weight) in [(1.0, 8.0), (-1, -8), (2, -1), (-2, 1)] {
        var shifted = values
        shifted[number] += steps * step
        for (row, value) in try self.values(of: observables, at: shifted).enumerated() {
          jacobian[row][number] += weight / (12 * step) * value
        }
      }
    }
    return jacobian
  }

  private func nodes(at values: [Double]) throws(QuantumError) -> [Double] {
    guard values.count == parameters.count else {
      throw .wrongElementCount(
        what: "the circuit's parameters", expected: parameters.count, got: values.count)
    }
    return tape.values(at: values)
  }

  /// The final state for these angles of the slots.
  func state(at angles: [Double]) throws(QuantumError) -> StateVector<Double> {
    var state = try StateVector<Double>(qubits: program.qubitCount)
    try ProgramRunner<Double>(program, angles: angles).run(on: &state)
    return state
  }

  /// Every slot that depends on a parameter, with each term of its rule and all slots' angles.
  private func forEachShift(
    _ nodes: [Double],
    _ body: (Int, ShiftRule.Term, [Double]) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    let angles = try tape.angles(nodes)
    for shift in try shifts(at: angles, where: { tape.isVariable[$0] }) {
      var shifted = angles
      shifted[shift.slot] += shift.term.shift
      try body(shift.slot, shift.term, shifted)
    }
  }

  /// The terms of the rules of all slots that are wanted, in order.
  ///
  /// - Parameter angles: of all slots; only gates of someone's own with several parameters look at them.
  func shifts(
    at angles: [Double], where isWanted: (Int) -> Bool
  ) throws(QuantumError) -> [(slot: Int, term: ShiftRule.Term)] {
    var shifts: [(slot: Int, term: ShiftRule.Term)] = []
    var rules: [[Double]: ShiftRule] = [:]
    for (slot, frequencies) in try program.frequencies(at: angles).enumerated() where isWanted(slot)
    {
      let rule =
        if let known = rules[frequencies] { known } else {
          try ShiftRule(frequencies: frequencies)
        }
      rules[frequencies] = rule
      for term in rule.terms { shifts.append((slot, term)) }
    }
    return shifts
  }
}

extension ParametricProgram {
  var slotIndices: Range<Int> { 0..<slotCount }

  /// For each slot the frequencies of ⟨O⟩ as a function of its angle: the gaps between eigenvalues of the
  /// operator that generates the step.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` for a generator that changes with its own angle:
  ///   then ⟨O⟩ is no sum of waves of known frequencies.
  func frequencies(at angles: [Double]) throws(QuantumError) -> [[Double]] {
    var result = Array(repeating: [Double](), count: slotCount)
    for step in steps {
      // Where a control does not hold nothing happens: the eigenvalue 0.
      let rotation = step.controls.isEmpty ? [1] : [0.5, 1]
      switch step.action {
      case .run(_, let range):
        for case .rotation(_, let slot) in factors[range] { result[slot] = rotation }
      case .pauli(_, let slot): result[slot] = rotation
      case .phase(let slot): result[slot] = [1]
      case .fixed: break
      case .general(let gate, let targets):
        let own = Array(angles[gate.slots])
        for (slot, generator) in zip(gate.slots, try gate.generators(own)) {
          guard try !gate.generator(of: slot, dependsOn: slot, at: own) else {
            throw .unsupported(
              what:
                "a parameter-shift rule for the gate \(gate.name), whose generator changes with its "
                + "own angle", remedy: "use the adjoint gradient")
          }
          let local = PauliSum(
            generator.map { term in
              PauliSum.Term(
                Complex(term.coefficient),
                PauliString(
                  flips: Self.local(term.masks.flip, targets),
                  signs: Self.local(term.masks.sign, targets)))
            })
          var eigenvalues = try local.matrix(qubits: targets.count).hermitianEigendecomposition()
            .values.map { $0 / 2 }
          if !step.controls.isEmpty { eigenvalues.append(0) }
          let scale = eigenvalues.reduce(0) { max($0, abs($1)) }
          result[slot] = eigenvalues.flatMap { a in
            eigenvalues.compactMap { b in a - b > 1e-9 * scale ? a - b : nil }
          }
        }
      }
    }
    return result
  }

  private static func local(_ mask: UInt64, _ targets: [Int]) -> QubitMask {
    QubitMask(targets.indices.filter { mask >> UInt64(targets[$0]) & 1 == 1 })
  }
}
