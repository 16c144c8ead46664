import CKernels

/// Carries out structural operations with the C kernels.
enum VectorKernels {
  /// Applies an operation that has been checked.
  ///
  /// Cost: one pass over the amplitudes that the controls select; half of them or fewer for a phase.
  static func apply<Scalar: StateScalar>(
    _ operation: StateOperation, targets: [Int], controls: Controls,
    to amplitudes: UnsafeMutablePointer<Complex<Scalar>>, qubitCount: Int, options: KernelOptions
  ) {
    let table = options.set.kernels(for: Scalar.self, count: 1 << qubitCount)
    let kernels = table.pointee
    var call = KernelCall(
      kernels: kernels, qubits: qubitCount, controls: controls, amplitudes: amplitudes,
      options: options)
    switch operation {
    case .scale(let factor):
      call.run(kernels.scale, [], coefficients: [factor])
    case .diagonal(let elements):
      if let (index, factor) = onlyElementNotOne(elements) {
        call.require(targets, toBe: index)
        call.run(kernels.scale, [], coefficients: [factor])
      } else {
        call.run(
          kernels.diagonal, targets, coefficients: elements,
          scratch: kernels.diagonal_scratch_bytes)
      }
    case .antidiagonal(let upper, let lower):
      call.run(kernels.antidiagonal, targets, coefficients: [upper, lower])
    case .flip:
      call.operation.flip_mask = mask(of: targets)
      call.run(kernels.flip, targets)
    case .swap:
      call.run(kernels.swap, targets)
    case .dense(let matrix):
      dense(matrix, on: targets, &call)
    case .permutation(let image):
      let cycles = PermutationCycles(of: image, on: targets)
      guard !cycles.words.isEmpty else { return }
      cycles.words.withUnsafeBufferPointer { words in
        call.operation.cycles = words.baseAddress
        call.operation.cycle_words = words.count
        call.run(kernels.permute, targets)
      }
    case .pauliRotation(let paulis, let angle):
      let rotation = PauliRotation(paulis, on: targets, angle: angle)
      call.operation.flip_mask = rotation.flipMask
      call.operation.sign_mask = rotation.signMask
      call.run(kernels.pauli, [], coefficients: [Complex(rotation.keep), rotation.move])
    }
  }

  private static func dense<Scalar>(
    _ matrix: ComplexMatrix, on targets: [Int], _ call: inout KernelCall<Scalar>
  ) {
    switch targets.count {
    case 0: call.run(call.kernels.scale, [], coefficients: matrix.elements)
    case 1, 2: call.run(call.kernels.dense_small, targets, coefficients: matrix.elements)
    default:
      call.operation.target_count = UInt32(targets.count)
      let fits = targets.withUnsafeBufferPointer { pointer in
        call.operation.targets = pointer.baseAddress
        return call.kernels.dense_fits(&call.operation) != 0
      }
      // Too few free qubits to empty the vectors of targets: the state is small, or nearly so.
      if !fits { call.kernels = KernelSet.scalar.kernels(for: Scalar.self).pointee }
      withElements(of: matrix, as: Scalar.self) { elements in
        call.operation.matrix = elements
        call.run(call.kernels.dense_large, targets, scratch: call.kernels.dense_scratch_bytes)
      }
    }
  }

  /// The elements in the precision of the state.
  private static func withElements<Scalar: StateScalar>(
    of matrix: ComplexMatrix, as scalar: Scalar.Type, _ body: (UnsafeRawPointer?) -> Void
  ) {
    switch Scalar.precision {
    case .double:
      matrix.elements.withUnsafeBytes { body($0.baseAddress) }
    case .single:
      let elements = matrix.elements.map { Complex(Float($0.real), Float($0.imaginary)) }
      elements.withUnsafeBytes { body($0.baseAddress) }
    }
  }

  /// The single element that is not 1, with its index: such a diagonal is a controlled phase and
  /// touches only the amplitudes of that index.
  private static func onlyElementNotOne(
    _ elements: [Complex<Double>]
  ) -> (index: Int, factor: Complex<Double>)? {
    var found: (index: Int, factor: Complex<Double>)?
    for (index, element) in elements.enumerated() where element != 1 {
      guard found == nil else { return nil }
      found = (index, element)
    }
    return found
  }

  private static func mask(of qubits: [Int]) -> UInt64 {
    qubits.reduce(0) { $0 | 1 << UInt64($1) }
  }
}

/// One run of a kernel: the C operation and where it acts.
struct KernelCall<Scalar: StateScalar> {
  var kernels: qs_kernel_table
  var operation = qs_operation()
  let amplitudes: UnsafeMutablePointer<Complex<Scalar>>
  let options: KernelOptions

  init(
    kernels: qs_kernel_table, qubits: Int, controls: Controls,
    amplitudes: UnsafeMutablePointer<Complex<Scalar>>, options: KernelOptions
  ) {
    self.kernels = kernels
    self.amplitudes = amplitudes
    self.options = options
    operation.qubits = UInt32(qubits)
    operation.control_mask = controls.mask
    operation.control_values = controls.values
  }

  /// Makes controls of targets: bit k of `index` is the value that the k-th must have.
  mutating func require(_ targets: [Int], toBe index: Int) {
    for (place, target) in targets.enumerated() {
      operation.control_mask |= 1 << UInt64(target)
      operation.control_values |= UInt64(index >> place & 1) << UInt64(target)
    }
  }

  mutating func run(
    _ kernel: qs_kernel, _ targets: [Int], coefficients: [Complex<Double>] = [],
    scratch: (@convention(c) (UnsafePointer<qs_operation>?) -> Int)? = nil
  ) {
    targets.withUnsafeBufferPointer { targets in
      coefficients.withUnsafeBytes { coefficients in
        operation.targets = targets.baseAddress
        operation.target_count = UInt32(targets.count)
        operation.coefficients = coefficients.baseAddress?.assumingMemoryBound(to: Double.self)
        run(kernel, scratchBytes: scratch?(&operation) ?? 0)
      }
    }
  }

  private func run(_ kernel: qs_kernel, scratchBytes: Int) {
    let selected = 1 << (Int(operation.qubits) - operation.control_mask.nonzeroBitCount)
    let slices = options.slices(amplitudes: selected)
    // The pointers inside live until the pool returns, and slices touch disjoint amplitudes.
    nonisolated(unsafe) let operation = operation
    nonisolated(unsafe) let amplitudes = amplitudes
    let slice: @Sendable (Int) -> Void = { slice in
      withUnsafePointer(to: operation) { operation in
        guard scratchBytes > 0 else {
          return kernel(amplitudes, operation, UInt32(slice), UInt32(slices), nil)
        }
        withUnsafeTemporaryAllocation(
          byteCount: scratchBytes, alignment: AlignedBuffer.vectorAlignment
        ) { scratch in
          kernel(amplitudes, operation, UInt32(slice), UInt32(slices), scratch.baseAddress)
        }
      }
    }
    if slices == 1 {
      slice(0)
    } else {
      WorkerPool.shared.run(slices: slices, threads: options.threads, slice)
    }
  }
}
