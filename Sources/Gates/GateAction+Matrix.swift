public import QState

extension GateAction {
  /// The `2^qubitCount` square matrix of the action, first qubit least significant.
  ///
  /// Costs `4^qubitCount` a single operation. The action must fit the number of qubits
  /// (``validate(qubitCount:name:)``).
  ///
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` above 12 qubits (256 MiB),
  ///   ``QuantumError/outOfRange(what:value:range:)`` for more than 10⁷ operations, and the errors of
  ///   ``QuantumGate/angles(_:)`` and ``QuantumGate/action(_:)`` for the gates of a sequence.
  public func matrix(qubitCount: Int) throws(QuantumError) -> ComplexMatrix {
    guard qubitCount <= 12 else { throw .tooManyQubits(requested: qubitCount, limit: 12) }
    if case .sequence(let steps) = self {
      let operations = GateExpansion(body: steps).operations
      guard operations <= 10_000_000 else {
        throw .outOfRange(
          what: "the number of operations to multiply into a matrix", value: Double(operations),
          range: "0...10000000")
      }
    }
    // In row-major order the matrix is a state of twice as many qubits whose upper half are the bits
    // of the row, so an operation on the left acts on those.
    let size = 1 << qubitCount
    var matrix = ComplexMatrix.identity(size)
    try forEachOperation(on: Array(qubitCount..<(2 * qubitCount))) {
      operation, targets, controls throws(QuantumError) in
      operation.apply(to: &matrix.elements, targets: targets, controls: controls)
    }
    return matrix
  }
}

extension StateOperation {
  /// Applies the operation to amplitudes, by the definition.
  fileprivate func apply(
    to amplitudes: inout [Complex<Double>], targets: [Int], controls: Controls
  ) {
    let targetMask = targets.reduce(0) { $0 | 1 << $1 }
    let offsets = (0..<(1 << targets.count)).map { index in
      targets.indices.reduce(0) { $0 | ((index >> $1) & 1) << targets[$1] }
    }
    var group = [Complex<Double>](repeating: 0, count: offsets.count)
    for base in amplitudes.indices
    where base & targetMask == 0 && UInt64(base) & controls.mask == controls.values {
      for (place, offset) in offsets.enumerated() { group[place] = amplitudes[base + offset] }
      let image = transform(group)
      for (place, offset) in offsets.enumerated() { amplitudes[base + offset] = image[place] }
    }
  }

  /// The operation's matrix times a vector of the `2^k` amplitudes that it mixes.
  private func transform(_ x: [Complex<Double>]) -> [Complex<Double>] {
    switch self {
    case .scale(let factor): return x.map { factor * $0 }
    case .diagonal(let elements): return zip(elements, x).map { $0 * $1 }
    case .antidiagonal(let upper, let lower): return [upper * x[1], lower * x[0]]
    case .flip: return x.reversed()
    case .swap: return [x[0], x[2], x[1], x[3]]
    case .dense(let matrix): return matrix * x
    case .permutation(let image):
      var result = x
      for (index, target) in image.enumerated() { result[target] = x[index] }
      return result
    case .pauliRotation(let paulis, let angle):
      let cosine = Complex<Double>(.cos(angle / 2))
      let sine = Complex<Double>(0, -.sin(angle / 2))
      var flips = 0
      for (place, pauli) in paulis.enumerated() where pauli == .x || pauli == .y {
        flips |= 1 << place
      }
      return x.indices.map { row in
        let column = row ^ flips
        var element = Complex<Double>.one
        for (place, pauli) in paulis.enumerated() {
          let bit = (row >> place) & 1
          switch pauli {
          case .i, .x: break
          case .y: element *= bit == 1 ? .i : -.i
          case .z: if bit == 1 { element = -element }
          }
        }
        return cosine * x[row] + sine * element * x[column]
      }
    }
  }
}
