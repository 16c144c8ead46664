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
    stage: Int, of program: TileProgram, stop: (@Sendable () -> Bool)? = nil
  ) throws(QuantumError) {
    precondition(program.precision == Scalar.precision, "a program for another precision")
    let isZeroed = storage.isZeroed
    let isZeroedNow = try withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return isZeroed }
      return program.run(
        stage: stage, on: UnsafeMutableRawPointer(base), isZeroed: isZeroed, stop: stop)
    }
    // After the last stage anything may be written anywhere.
    storage.isZeroed = isZeroedNow && stage < program.stageCount - 1
  }
}

extension TileProgram {
  /// - Parameter isZeroed: whether memory that no stage wrote is zero.
  /// - Returns: whether it is so afterwards.
  func run(
    stage number: Int, on amplitudes: UnsafeMutableRawPointer, isZeroed: Bool,
    stop: (@Sendable () -> Bool)?
  ) -> Bool {
    let stage = stages[number]
    var isZeroed = isZeroed
    if stage.tile.qubits.count == qubitCount {
      clear(amplitudes, beyond: stage.written)
      if stage.written == 0 { setFirst(amplitudes) }
      runWhole(stage, on: amplitudes)
    } else if stage.written == 0, !isZeroed, clearsAhead {
      // The first stage has one tile that is not zero, and one thread for it.
      nonisolated(unsafe) let amplitudes = amplitudes
      WorkerPool.shared.run(slices: 2, threads: options.threads) { slice in
        if slice == 0 {
          self.runTiles(stage, on: amplitudes, isZeroed: false, stop: stop)
        } else {
          self.clear(amplitudes, beyond: stage.tile.mask)
        }
      }
      isZeroed = true
    } else {
      runTiles(stage, on: amplitudes, isZeroed: isZeroed, stop: stop)
    }
    if number == stages.count - 1, !isZeroed { clear(amplitudes, beyond: written) }
    return isZeroed
  }

  /// Whether a thread that has nothing to do in the first stage makes the rest of the memory zero
  /// meanwhile. Then it is awake for the second stage, which passes over tiles of zeros. Large memory is
  /// not cleared twice: what no stage writes is cleared at the end.
  private var clearsAhead: Bool {
    options.threads > 1 && amplitudeBytes << qubitCount < AlignedBuffer.hugePage
  }

  private func setFirst(_ amplitudes: UnsafeMutableRawPointer) {
    switch precision {
    case .double:
      amplitudes.storeBytes(of: initialAmplitude, as: Complex<Double>.self)
    case .single:
      amplitudes.storeBytes(
        of: Complex(Float(initialAmplitude.real), Float(initialAmplitude.imaginary)),
        as: Complex<Float>.self)
    }
  }

  /// Writes zeros to all amplitudes whose index has a bit outside the mask.
  private func clear(_ amplitudes: UnsafeMutableRawPointer, beyond written: UInt64) {
    let all = UInt64.max >> UInt64(64 - qubitCount)
    let rest = all & ~written
    guard rest != 0 else { return }
    let run = 1 << rest.trailingZeroBitCount
    let bytes = amplitudeBytes
    nonisolated(unsafe) let amplitudes = amplitudes
    WorkerPool.shared.forEachRange(of: 1 << qubitCount, threads: options.threads) { range in
      // Ranges may begin inside a run.
      var index = range.lowerBound
      while index < range.upperBound {
        let end = min((index | (run - 1)) + 1, range.upperBound)
        if written == 0 {
          memset(amplitudes + index * bytes, 0, (range.upperBound - index) * bytes)
          return
        }
        if UInt64(index) & rest != 0 {
          memset(amplitudes + index * bytes, 0, (end - index) * bytes)
        }
        index = end
      }
    }
  }

  /// Passes over fewer amplitudes stay on one thread: the work of one is as short as its dispatch.
  private static var serialFactor: Int { 4 }

  /// The state is one tile: threads share each pass.
  private func runWhole(_ stage: Stage, on amplitudes: UnsafeMutableRawPointer) {
    let slices = options.slices(amplitudes: (1 << qubitCount) / Self.serialFactor)
    passes.withUnsafeBufferPointer { passes in
      for step in steps[stage.steps] {
        switch step {
        case .operation(let operation, let targets, let controls):
          apply(
            operation, targets, controls, to: amplitudes, qubitCount: qubitCount, options: options)
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
    _ stage: Stage, on amplitudes: UnsafeMutableRawPointer, isZeroed: Bool,
    stop: (@Sendable () -> Bool)?
  ) {
    // A stage that goes where none was before leaves no part of its tiles unwritten; else tiles of
    // zeros are left alone.
    let isFirstHere = stage.tile.mask & ~stage.written != 0
    let outside = Array(
      BitIndices((isFirstHere ? stage.written : stage.live) & allQubits & ~stage.tile.mask))
    let tiles = 1 << outside.count
    let threads = min(options.threads, tiles)
    let next = Atomic(0)
    nonisolated(unsafe) let amplitudes = amplitudes
    let work: @Sendable (Int) -> Void = { _ in
      let bytes = self.amplitudeBytes << stage.tile.qubits.count
      let buffer =
        stage.tile.isContiguous
        ? nil
        : UnsafeMutableRawPointer.allocate(
          byteCount: bytes, alignment: AlignedBuffer.vectorAlignment)
      defer { buffer?.deallocate() }
      func place(_ tile: Int) -> Int {
        outside.enumerated().reduce(0) { $0 | (tile >> $1.offset & 1) << $1.element }
      }
      while true {
        let tile = next.add(1, ordering: .relaxed).oldValue
        guard tile < tiles, stop?() != true else { return }
        // Threads that keep pace take one tile each before this one takes its next.
        let following = tile + threads
        self.runTile(
          stage, at: place(tile), of: amplitudes, buffer: buffer, isZeroed: isZeroed,
          following: following < tiles ? place(following) : nil)
      }
    }
    if threads == 1 {
      work(0)
    } else {
      WorkerPool.shared.run(slices: threads, threads: threads, work)
    }
  }

  private var allQubits: UInt64 { UInt64.max >> UInt64(64 - qubitCount) }

  /// Takes one tile through all steps. Zeros stay zeros, so that a tile of nothing else is only
  /// written where it was not; a tile that no step changes is left alone.
  ///
  /// - Parameter following: where the tile begins that this thread is likely to take next.
  private func runTile(
    _ stage: Stage, at base: Int, of amplitudes: UnsafeMutableRawPointer,
    buffer: UnsafeMutableRawPointer?, isZeroed: Bool, following: Int?
  ) {
    let tile = stage.tile
    let run = 1 << tile.runBits
    let runBytes = run * amplitudeBytes
    func place(_ index: Int) -> UnsafeMutableRawPointer { amplitudes + index * amplitudeBytes }
    let isFirst = stage.written == 0
    // Where a run begins in the state decides whether it was written, but for the first stage.
    let unwritten = isFirst ? 0 : tile.mask & ~stage.written
    func isWritten(_ offset: Int) -> Bool { UInt64(offset) & unwritten == 0 }
    if let needed = stage.needed, UInt64(base) & needed.mask != needed.values,
      !isFirst, unwritten == 0 || isZeroed
    {
      return
    }
    // There is nothing to fetch where nothing was written yet.
    let following = isFirst || unwritten != 0 ? nil : following.map(place)

    guard let buffer else {
      // The tile is one run.
      let own = place(base)
      if isFirst {
        if !isZeroed { memset(own, 0, runBytes) }
        setFirst(own)
      } else if unwritten != 0 {
        let granule = 1 << unwritten.trailingZeroBitCount
        for index in stride(from: 0, to: run, by: granule) where !isWritten(index) {
          memset(own + index * amplitudeBytes, 0, granule * amplitudeBytes)
        }
      }
      if qs_all_zero(own, runBytes) == 0 {
        runSteps(stage, on: own, base: base, following: following)
      }
      return
    }
    if isFirst {
      memset(buffer, 0, amplitudeBytes << tile.qubits.count)
      setFirst(buffer)
    } else {
      let isZero = tile.runOffsets.allSatisfy {
        !isWritten($0) || qs_all_zero(place(base | $0), runBytes) != 0
      }
      if isZero {
        guard unwritten != 0, !isZeroed else { return }
        for offset in tile.runOffsets where !isWritten(offset) {
          memset(place(base | offset), 0, runBytes)
        }
        return
      }
      for (k, offset) in tile.runOffsets.enumerated() {
        if isWritten(offset) {
          memcpy(buffer + k * runBytes, place(base | offset), runBytes)
        } else {
          memset(buffer + k * runBytes, 0, runBytes)
        }
      }
    }
    runSteps(stage, on: buffer, base: base, following: following)
    for (k, offset) in tile.runOffsets.enumerated() {
      // Memory that is zero already costs the system a page when it is written.
      if isZeroed, isFirst || !isWritten(offset), qs_all_zero(buffer + k * runBytes, runBytes) != 0
      {
        continue
      }
      memcpy(place(base | offset), buffer + k * runBytes, runBytes)
    }
  }

  /// Bases of the walk of a pass.
  private func bases(of pass: qs_pass) -> Int {
    let groupBits =
      Int(pass.qubits) - laneBits - Int(pass.registers) - pass.dead.nonzeroBitCount
    return 1 << max(0, groupBits - Int(QS_BATCH_BITS))
  }

  /// - Parameter following: the first amplitude of a tile to fetch from memory meanwhile.
  private func runSteps(
    _ stage: Stage, on tile: UnsafeMutableRawPointer, base: Int, following: UnsafeMutableRawPointer?
  ) {
    var serial = options
    serial.threads = 1
    stage.tile.runOffsets.withUnsafeBufferPointer { runs in
      var ahead = FetchAhead(
        following, stage.tile, runs: runs, amplitudeBytes: amplitudeBytes, passes: stage.passCount)
      for step in steps[stage.steps] {
        switch step {
        case .pass(let index):
          var pass = passes[index]
          qs_place_pass(&pass, UInt64(base))
          if ahead == nil {
            kernels.pass(tile, &pass, 0, 1)
          } else {
            ahead?.during(&pass, bases: bases(of: pass)) { kernels.pass(tile, &$0, 0, 1) }
          }
        case .operation(let operation, let targets, let controls):
          let outside = controls.mask & ~stage.tile.mask
          guard UInt64(base) & outside == controls.values & outside else { continue }
          let inside = BitIndices(controls.mask & stage.tile.mask).map {
            (qubit: stage.tile.position[$0], value: controls.values >> UInt64($0) & 1 == 1)
          }
          apply(
            operation, targets.map { stage.tile.position[$0] }, Controls(inside), to: tile,
            qubitCount: stage.tile.qubits.count, options: serial)
        }
      }
    }
  }

  private func apply(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls,
    to amplitudes: UnsafeMutableRawPointer, qubitCount: Int, options: KernelOptions
  ) {
    func apply<Scalar: StateScalar>(_: Scalar.Type) {
      VectorKernels.apply(
        operation, targets: targets, controls: controls,
        to: amplitudes.assumingMemoryBound(to: Complex<Scalar>.self), qubitCount: qubitCount,
        options: options)
    }
    switch precision {
    case .double: apply(Double.self)
    case .single: apply(Float.self)
    }
  }
}
