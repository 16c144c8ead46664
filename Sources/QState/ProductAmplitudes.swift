/// The amplitudes of a state of which some groups of qubits are not entangled with each other, computed
/// from the groups' own states (their tensor product) without holding them all.
///
/// Indices are split into low and high bits. For both halves a table says where each group's qubits
/// take its amplitude's index from, so that an amplitude costs one multiplication a group.
package struct ProductAmplitudes<Scalar: StateScalar>: Sendable {
  package struct Factor: Sendable {
    package let state: StateVector<Scalar>
    /// The place of each of the state's qubits in an index, ascending.
    package let qubits: [Int]

    package init(_ state: StateVector<Scalar>, qubits: [Int]) {
      self.state = state
      self.qubits = qubits
    }
  }

  /// The low bits of an index that one table covers.
  private static var lowBits: Int { 10 }

  /// Qubits of an index.
  package let qubitCount: Int
  private let factors: [Factor]
  /// Bits of an index that belong to no factor: those qubits are |0⟩.
  private let idle: Int
  /// For each factor, its index for every value of the low bits.
  private let lowIndices: [[Int]]

  /// - Parameter qubitCount: at most 62; every place of a factor is below.
  package init(_ factors: [Factor], qubitCount: Int) {
    self.factors = factors
    self.qubitCount = qubitCount
    idle = factors.reduce((1 << qubitCount) - 1) { mask, factor in
      factor.qubits.reduce(mask) { $0 & ~(1 << $1) }
    }
    let low = Swift.min(Self.lowBits, qubitCount)
    lowIndices = factors.map { factor in (0..<(1 << low)).map { Self.index($0, of: factor) } }
  }

  /// The amplitude of one basis state.
  package subscript(index: Int) -> Complex<Scalar> {
    if index & idle != 0 { return .zero }
    return factors.reduce(Complex(1)) { $0 * $1.state[Self.index(index, of: $1)] }
  }

  /// Writes the amplitudes of a range that begins at a multiple of 2^10.
  package func fill(_ range: Range<Int>, into target: UnsafeMutablePointer<Complex<Scalar>>) {
    let low = lowIndices.first?.count ?? 1
    var start = range.lowerBound
    while start < range.upperBound {
      let block = target + (start - range.lowerBound)
      let length = Swift.min(low, range.upperBound - start)
      if start & idle & ~(low - 1) != 0 {
        block.update(repeating: .zero, count: length)
      } else {
        fillBlock(start, length, into: block)
      }
      start += length
    }
  }

  private func fillBlock(
    _ start: Int, _ length: Int, into block: UnsafeMutablePointer<Complex<Scalar>>
  ) {
    let idle = idle
    for offset in 0..<length { block[offset] = offset & idle == 0 ? Complex(1) : .zero }
    for (factor, indices) in zip(factors, lowIndices) {
      let base = Self.index(start, of: factor)
      factor.state.withUnsafeAmplitudes { amplitudes in
        indices.withUnsafeBufferPointer { indices in
          for offset in 0..<length {
            let (a, b) = (block[offset], amplitudes[base | indices[offset]])
            // Plain products: the operator of `Complex` also looks after infinities.
            block[offset] = Complex(
              a.real * b.real - a.imaginary * b.imaginary,
              a.real * b.imaginary + a.imaginary * b.real)
          }
        }
      }
    }
  }

  /// The bits of `index` at the factor's places, moved together.
  private static func index(_ index: Int, of factor: Factor) -> Int {
    var result = 0
    for (bit, place) in factor.qubits.enumerated() { result |= (index >> place & 1) << bit }
    return result
  }
}

extension StateVector {
  /// All amplitudes of a product of states on different qubits.
  ///
  /// Cost: 2^n amplitudes, each a product of one amplitude a factor.
  ///
  /// - Throws: what ``init(qubits:memoryLimit:)`` throws.
  package init(
    _ product: ProductAmplitudes<Scalar>, memoryLimit: UInt64? = nil
  ) throws(QuantumError) {
    try self.init(blank: product.qubitCount, memoryLimit: memoryLimit)
    nonisolated(unsafe) let amplitudes = pointer
    WorkerPool.shared.forEachRange(of: count) { range in
      product.fill(range, into: amplitudes + range.lowerBound)
    }
  }
}
