internal import CKernels

/// Operations on a state of a few qubits, carried out one after the other by one call.
///
/// Arranging operations into passes takes about a microsecond each, in which such a state is long done.
package struct OperationList: Sendable {
  private let qubitCount: Int
  fileprivate let precision: StatePrecision
  private let set: KernelSet
  /// Amplitudes of basis states with a qubit of this number or above are still zero.
  private var span: Int
  private var operations: [qs_list_operation] = []
  /// 16 numbers for each operation on a pair.
  private var matrices: [Complex<Double>] = []

  /// - Parameter startsAtZero: the state to act on is |0…0⟩.
  package init(
    _ precision: StatePrecision, qubitCount: Int, options: KernelOptions, startsAtZero: Bool
  ) {
    self.precision = precision
    self.qubitCount = qubitCount
    set = options.set
    let lanes = Int(set.kernels(for: precision, count: 1 << qubitCount).pointee.lanes)
    span = startsAtZero ? lanes.trailingZeroBitCount : qubitCount
  }

  package var count: Int { operations.count }
  package var isEmpty: Bool { operations.isEmpty }

  package mutating func reserveCapacity(_ count: Int) { operations.reserveCapacity(count) }

  private mutating func operation(on highest: Int) -> qs_list_operation {
    span = max(span, highest + 1)
    var operation = qs_list_operation()
    operation.qubits = UInt32(span)
    return operation
  }

  /// Adds `[[m00, m01], [m10, m11]]` on the target.
  package mutating func append(
    _ m00: Complex<Double>, _ m01: Complex<Double>, _ m10: Complex<Double>,
    _ m11: Complex<Double>, to target: Int
  ) {
    let isReal =
      m00.imaginary == 0 && m01.imaginary == 0 && m10.imaginary == 0 && m11.imaginary == 0
    var operation = operation(on: target)
    operation.kind = isReal ? QS_LIST_REAL_MATRIX : QS_LIST_MATRIX
    operation.target = UInt32(target)
    operation.numbers = (
      m00.real, m00.imaginary, m01.real, m01.imaginary, m10.real, m10.imaginary, m11.real,
      m11.imaginary
    )
    operations.append(operation)
  }

  /// Adds a factor of the amplitudes whose qubits in `mask` are all 1; of all for no qubits.
  package mutating func append(_ phase: TilePass.Phase) {
    // Where amplitudes are zero they stay zero.
    guard phase.mask >> UInt64(span) == 0 else { return }
    var operation = operation(on: 0)
    operation.kind = QS_LIST_PHASE
    operation.mask = phase.mask
    operation.values = phase.mask
    operation.numbers.0 = phase.factor.real
    operation.numbers.1 = phase.factor.imaginary
    operations.append(operation)
  }

  /// Adds a flip of the target where the controls have their values.
  package mutating func append(_ move: TilePass.Move) {
    guard move.controls.values >> UInt64(span) == 0 else { return }
    var operation = operation(on: max(move.target, 63 - move.controls.mask.leadingZeroBitCount))
    operation.kind = QS_LIST_FLIP
    operation.target = UInt32(move.target)
    operation.mask = move.controls.mask
    operation.values = move.controls.values
    operations.append(operation)
  }

  /// Adds a matrix of 4 rows on two targets, the first of them the low bit of its index.
  package mutating func append(_ matrix: ComplexMatrix, to first: Int, _ second: Int) {
    var operation = operation(on: max(first, second))
    operation.kind = QS_LIST_PAIR
    operation.target = UInt32(first)
    operation.second = UInt32(second)
    operation.matrix = UInt32(matrices.count / 16)
    matrices += matrix.elements
    operations.append(operation)
  }

  fileprivate func run(on amplitudes: UnsafeMutableRawPointer) {
    let kernels = set.kernels(for: precision, count: 1 << qubitCount)
    operations.withUnsafeBufferPointer { operations in
      matrices.withUnsafeBytes { matrices in
        kernels.pointee.run_list(
          amplitudes, operations.baseAddress, operations.count,
          matrices.baseAddress?.assumingMemoryBound(to: Double.self))
      }
    }
  }
}

extension StateVector {
  /// Runs a list made for this number of qubits.
  ///
  /// Cost: one pass over the amplitudes an operation, and half of it or less for controlled ones.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when the
  ///   amplitudes are shared and a copy does not fit.
  package mutating func run(_ list: OperationList) throws(QuantumError) {
    precondition(list.precision == Scalar.precision, "a list for another precision")
    try makeUnique()
    list.run(on: storage.base)
    extendLifetime(storage)
  }
}
