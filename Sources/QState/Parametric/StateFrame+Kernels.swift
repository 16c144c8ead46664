import CKernels

// Calls of kernels on a part of a state.
extension StateFrame {
  typealias Coefficients = (
    Double, Double, Double, Double, Double, Double, Double, Double
  )

  /// Calls a kernel on all slices.
  func launch(
    _ kernel: qs_kernel, on amplitudes: UnsafeMutableRawPointer, targets: (Int, Int) = (0, 0),
    count: Int = 0, _ controls: Controls, masks: PauliMasks = PauliMasks(flip: 0, sign: 0),
    _ coefficients: Coefficients,
    scratch: (@convention(c) (UnsafePointer<qs_operation>?) -> Int)? = nil
  ) {
    withOperation(targets: targets, count: count, controls, masks, coefficients) { operation in
      let bytes = scratch?(&operation) ?? 0
      let slices = options.slices(amplitudes: 1 << (qubitCount - controls.count))
      if slices == 1, bytes == 0 { return kernel(amplitudes, &operation, 0, 1, nil) }
      nonisolated(unsafe) let amplitudes = amplitudes
      forEachSlice(slices, operation) { operation, slice in
        guard bytes > 0 else {
          return kernel(amplitudes, operation, UInt32(slice), UInt32(slices), nil)
        }
        withUnsafeTemporaryAllocation(
          byteCount: bytes, alignment: AlignedBuffer.vectorAlignment
        ) { kernel(amplitudes, operation, UInt32(slice), UInt32(slices), $0.baseAddress) }
      }
    }
  }

  /// Sums over two states. On the whole the size alone decides the number of slices, whose sums are added
  /// in their order.
  ///
  /// Only kernels that are given states to change write to them.
  func reduce(
    _ kernel: qs_sums, _ bra: UnsafeMutableRawPointer, _ ket: UnsafeMutableRawPointer,
    targets: (Int, Int) = (0, 0), count: Int = 0, _ controls: Controls,
    masks: PauliMasks = PauliMasks(flip: 0, sign: 0),
    coefficients: Coefficients = (0, 0, 0, 0, 0, 0, 0, 0)
  ) -> SIMD4<Double> {
    let selected = 1 << (qubitCount - controls.count)
    let slices = isWhole ? max(1, min(64, selected / BlockSum.blockLength)) : 1
    var result = SIMD4<Double>.zero
    withOperation(targets: targets, count: count, controls, masks, coefficients) { operation in
      guard slices > 1 else {
        return Self.sum(kernel, bra, ket, &operation, 0, 1, into: &result)
      }
      withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: slices) { buffer in
        buffer.initialize(repeating: .zero)
        // Slices have their own amplitudes and sums, and the pool returns before the memory ends.
        nonisolated(unsafe) let (bra, ket, sums) = (bra, ket, buffer)
        let body: @Sendable (UnsafePointer<qs_operation>, Int) -> Void = { operation, slice in
          Self.sum(kernel, bra, ket, operation, slice, slices, into: &sums[slice])
        }
        if selected >= options.serialLimit, options.threads > 1 {
          forEachSlice(slices, operation, body)
        } else {
          withUnsafePointer(to: operation) { for slice in 0..<slices { body($0, slice) } }
        }
        result = buffer.reduce(.zero, +)
      }
    }
    return result
  }

  private static func sum(
    _ kernel: qs_sums, _ bra: UnsafeMutableRawPointer, _ ket: UnsafeMutableRawPointer,
    _ operation: UnsafePointer<qs_operation>, _ slice: Int, _ slices: Int,
    into sum: inout SIMD4<Double>
  ) {
    withUnsafeMutableBytes(of: &sum) {
      kernel(
        bra, ket, operation, UInt32(slice), UInt32(slices),
        $0.baseAddress?.assumingMemoryBound(to: Double.self))
    }
  }

  private func withOperation(
    targets: (Int, Int), count: Int, _ controls: Controls, _ masks: PauliMasks,
    _ coefficients: Coefficients, _ body: (inout qs_operation) -> Void
  ) {
    var operation = qs_operation()
    operation.qubits = UInt32(qubitCount)
    operation.control_mask = controls.mask
    operation.control_values = controls.values
    operation.flip_mask = masks.flip
    operation.sign_mask = masks.sign
    operation.target_count = UInt32(count)
    withUnsafePointer(to: (targets, coefficients)) { numbers in
      let memory = UnsafeRawPointer(numbers)
      operation.targets = memory.assumingMemoryBound(to: Int.self)
      operation.coefficients =
        (memory + MemoryLayout<(Int, Int)>.size).assumingMemoryBound(to: Double.self)
      body(&operation)
    }
  }

  private func forEachSlice(
    _ slices: Int, _ operation: qs_operation,
    _ body: @escaping @Sendable (UnsafePointer<qs_operation>, Int) -> Void
  ) {
    // The pointers inside live until the pool returns, and slices touch disjoint amplitudes.
    nonisolated(unsafe) let operation = operation
    guard slices > 1 else { return withUnsafePointer(to: operation) { body($0, 0) } }
    WorkerPool.shared.run(slices: slices, threads: options.threads) { slice in
      withUnsafePointer(to: operation) { body($0, slice) }
    }
  }
}
