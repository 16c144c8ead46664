internal import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension StateVector {
  /// Runs one stage of a program made for this number of qubits.
  ///
  /// Cost: one sweep over the amplitudes of live tiles, and the work of each pass within the cache.
  ///
  /// - Parameter stop: asked from any thread before each tile; once it is true the rest of the stage
  ///   is left undone, and the state is of no use.
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when the
  ///   amplitudes are shared and a copy does not fit.
  package mutating func run(
    stage: Int, of program: TileProgram<Scalar>, stop: (@Sendable () -> Bool)? = nil
  ) throws(QuantumError) {
    try withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return }
      program.run(stage: stage, on: base, stop: stop)
    }
  }
}

extension TileProgram {
  func run(
    stage number: Int, on amplitudes: UnsafeMutablePointer<Complex<Scalar>>,
    stop: (@Sendable () -> Bool)?
  ) {
    let stage = stages[number]
    if stage.tile.qubits.count == qubitCount {
      runWhole(stage, on: amplitudes)
    } else {
      runTiles(stage, on: amplitudes, stop: stop)
    }
  }

  /// Passes over fewer amplitudes stay on one thread: the work of one is as short as its dispatch.
  private static var serialFactor: Int { 4 }

  /// The state is one tile: threads share each pass.
  private func runWhole(_ stage: Stage, on amplitudes: UnsafeMutablePointer<Complex<Scalar>>) {
    let slices = options.slices(amplitudes: (1 << qubitCount) / Self.serialFactor)
    passes.withUnsafeBufferPointer { passes in
      for step in steps[stage.steps] {
        switch step {
        case .operation(let operation, let targets, let controls):
          VectorKernels.apply(
            operation, targets: targets, controls: controls, to: amplitudes,
            qubitCount: qubitCount, options: options)
        case .pass(let index):
          guard slices > 1 else {
            kernels.pass(amplitudes, passes.baseAddress.unsafelyUnwrapped + index, 0, 1)
            continue
          }
          // Slices touch disjoint groups of vectors, and the pool returns before the buffers end.
          nonisolated(unsafe) let pass = passes.baseAddress.unsafelyUnwrapped + index
          nonisolated(unsafe) let amplitudes = amplitudes
          WorkerPool.shared.run(slices: slices, threads: options.threads) { slice in
            self.kernels.pass(amplitudes, pass, UInt32(slice), UInt32(slices))
          }
        }
      }
    }
  }

  /// Each thread takes tile after tile through all steps.
  private func runTiles(
    _ stage: Stage, on amplitudes: UnsafeMutablePointer<Complex<Scalar>>,
    stop: (@Sendable () -> Bool)?
  ) {
    let outside = Array(BitIndices(stage.live & ~stage.tile.mask))
    let tiles = 1 << outside.count
    let threads = min(options.threads, tiles)
    let next = Atomic(0)
    nonisolated(unsafe) let amplitudes = amplitudes
    let work: @Sendable (Int) -> Void = { _ in
      let bytes = MemoryLayout<Complex<Scalar>>.stride << stage.tile.qubits.count
      let buffer =
        stage.tile.isContiguous
        ? nil
        : UnsafeMutableRawPointer.allocate(
          byteCount: bytes, alignment: AlignedBuffer.vectorAlignment)
      defer { buffer?.deallocate() }
      while true {
        let tile = next.add(1, ordering: .relaxed).oldValue
        guard tile < tiles, stop?() != true else { return }
        var base = 0
        for (k, qubit) in outside.enumerated() { base |= (tile >> k & 1) << qubit }
        if let buffer {
          let tileAmplitudes = buffer.assumingMemoryBound(to: Complex<Scalar>.self)
          let run = 1 << stage.tile.runBits
          let runBytes = run * MemoryLayout<Complex<Scalar>>.stride
          for (k, offset) in stage.tile.runOffsets.enumerated() {
            memcpy(tileAmplitudes + k * run, amplitudes + (base | offset), runBytes)
          }
          self.runSteps(stage, on: tileAmplitudes, base: base)
          for (k, offset) in stage.tile.runOffsets.enumerated() {
            memcpy(amplitudes + (base | offset), tileAmplitudes + k * run, runBytes)
          }
        } else {
          self.runSteps(stage, on: amplitudes + base, base: base)
        }
      }
    }
    if threads == 1 {
      work(0)
    } else {
      WorkerPool.shared.run(slices: threads, threads: threads, work)
    }
  }

  private func runSteps(
    _ stage: Stage, on tile: UnsafeMutablePointer<Complex<Scalar>>, base: Int
  ) {
    var serial = options
    serial.threads = 1
    for step in steps[stage.steps] {
      switch step {
      case .pass(let index):
        var pass = passes[index]
        qs_place_pass(&pass, UInt64(base))
        kernels.pass(tile, &pass, 0, 1)
      case .operation(let operation, let targets, let controls):
        let outside = controls.mask & ~stage.tile.mask
        guard UInt64(base) & outside == controls.values & outside else { continue }
        let inside = BitIndices(controls.mask & stage.tile.mask).map {
          (qubit: stage.tile.position[$0], value: controls.values >> UInt64($0) & 1 == 1)
        }
        VectorKernels.apply(
          operation, targets: targets.map { stage.tile.position[$0] }, controls: Controls(inside),
          to: tile, qubitCount: stage.tile.qubits.count, options: serial)
      }
    }
  }
}
