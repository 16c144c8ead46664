import QState

extension ElementaryCircuit {
  /// Applies a structural operation.
  ///
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` for a matrix without structure above
  ///   10 qubits, a permutation above 12 or a diagonal above 20;
  ///   ``QuantumError/unsupported(what:remedy:)`` where the steps are too many.
  mutating func apply(
    _ operation: StateOperation, targets: [Int], controls: Controls
  ) throws(QuantumError) {
    let controlling = (0..<qubitCount).filter { (controls.mask >> UInt64($0)) & 1 == 1 }
    let open = controlling.filter { (controls.values >> UInt64($0)) & 1 == 0 }
    // A control on 0 is one on 1 between two NOTs.
    for qubit in open { apply(.x, to: qubit) }
    try apply(operation, targets: targets, controls: controlling)
    for qubit in open { apply(.x, to: qubit) }
    try checkSize()
  }

  /// Applies a structural operation where all controls are 1.
  private mutating func apply(
    _ operation: StateOperation, targets: [Int], controls: [Int]
  ) throws(QuantumError) {
    switch operation {
    case .scale(let factor):
      controlledPhase(factor.phase, on: controls)
    case .diagonal(let elements):
      try check(targets.count, limit: 20)
      try diagonal(elements.map(\.phase), targets: targets, controls: controls)
    case .antidiagonal(let upper, let lower):
      controlled(
        OneQubitMatrix(0, upper, lower, 0), controls: controls, target: targets[0])
    case .flip:
      // Under controls, one NOT that the other targets copy.
      let copies = controls.count > 1 ? targets.dropFirst() : []
      for target in copies { cx(targets[0], target) }
      controlledNot(controls, targets[0])
      for target in copies { cx(targets[0], target) }
      if copies.isEmpty {
        for target in targets.dropFirst() { controlledNot(controls, target) }
      }
    case .swap:
      cx(targets[1], targets[0])
      controlledNot(controls + [targets[0]], targets[1])
      cx(targets[1], targets[0])
    case .dense(let matrix):
      try unitary(matrix, qubits: targets, controls: controls)
    case .permutation(let image):
      try check(targets.count, limit: 12)
      try permutation(image, qubits: targets, controls: controls)
    case .pauliRotation(let paulis, let angle):
      pauliRotation(paulis, angle: angle, targets: targets, controls: controls)
    }
  }

  /// Few controls join the diagonal; many are cheaper as controls of its rotations.
  private mutating func diagonal(
    _ phases: [Double], targets: [Int], controls: [Int]
  ) throws(QuantumError) {
    if targets.count == 1 {
      let matrix = OneQubitMatrix(
        Complex(length: 1, phase: phases[0]), 0, 0, Complex(length: 1, phase: phases[1]))
      controlled(matrix, controls: controls, target: targets[0])
    } else if !controls.isEmpty, controls.count + targets.count <= 6 {
      let identity = [Double](
        repeating: 0, count: ((1 << controls.count) - 1) << targets.count)
      // Controls on top: the last block of phases is where all of them are 1.
      diagonal(phases: identity + phases, qubits: targets + controls)
    } else {
      diagonal(phases: phases, qubits: targets, controls: controls)
    }
  }

  /// exp(−i angle/2 P): in the eigenbasis of each Pauli matrix a rotation by the parity of the qubits,
  /// which a ladder of `cx` brings to the last one. M. A. Nielsen and I. L. Chuang, "Quantum
  /// Computation and Quantum Information", section 4.7.3.
  private mutating func pauliRotation(
    _ paulis: [Pauli], angle: Double, targets: [Int], controls: [Int]
  ) {
    let factors = zip(paulis, targets).filter { $0.0 != .i }
    guard let last = factors.last?.1 else {
      controlledPhase(-angle / 2, on: controls)
      return
    }
    /// Takes the eigenbasis of a Pauli matrix to that of Z.
    func basis(_ pauli: Pauli) -> OneQubitMatrix? {
      switch pauli {
      case .i, .z: nil
      case .x: .h
      case .y: .h * OneQubitMatrix.s.adjoint
      }
    }
    for (pauli, qubit) in factors {
      if let basis = basis(pauli) { apply(basis, to: qubit) }
    }
    let ladder = zip(factors, factors.dropFirst()).map { ($0.1, $1.1) }
    for (control, target) in ladder { cx(control, target) }
    controlled(.rz(angle), controls: controls, target: last)
    for (control, target) in ladder.reversed() { cx(control, target) }
    for (pauli, qubit) in factors {
      if let basis = basis(pauli) { apply(basis.adjoint, to: qubit) }
    }
  }

  private func check(_ count: Int, limit: Int) throws(QuantumError) {
    guard count <= limit else { throw .tooManyQubits(requested: count, limit: limit) }
  }
}
