import CKernels

extension BatchProgram {
  /// What a backward pass needs and gives.
  package struct Backward: Sendable {
    /// Fills the weight of each observable of a sample, given their values: the derivative of what is
    /// to be differentiated.
    package var weights:
      @Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    /// Takes the derivatives of a sample with respect to its own slots, in their order, and numbers to
    /// which shares of a sum over all samples can be added.
    package var own: (@Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void)?
    /// How many numbers that are.
    package var sums: Int

    package init(
      weights:
        @escaping @Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void,
      own: (@Sendable (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void)? = nil,
      sums: Int = 0
    ) {
      self.weights = weights
      self.own = own
      self.sums = sums
    }
  }

  /// Groups that one thread takes at a time, and whose derivatives are added up first.
  private static var groupsOfBlock: Int { 8 }

  /// Evaluates samples `0..<count`.
  ///
  /// - Parameters:
  ///   - angles: one in each slot; those of own slots are not read.
  ///   - ownAngles: fills the angles of a sample's own slots, in their order.
  ///   - values: takes ⟨O⟩ of each observable, `[count][observables]`.
  ///   - states: takes the states before any backward pass, `[count][2^qubits]`.
  /// - Returns: the derivatives with respect to shared slots, added over all samples (`[slots]`, 0 in
  ///   own ones), then the backward pass's `sums`. The same bits at every number of threads.
  @discardableResult
  package func evaluate(
    count: Int, angles: [Double],
    ownAngles: @escaping @Sendable (Int, UnsafeMutablePointer<Double>) -> Void,
    values: UnsafeMutablePointer<Double>, states: UnsafeMutablePointer<Complex<Scalar>>? = nil,
    backward: Backward? = nil, threads: Int = WorkerPool.threads
  ) -> [Double] {
    let width = slotCount + (backward?.sums ?? 0)
    let length = Self.groupsOfBlock * group
    let blocks = (count + length - 1) / length
    if blocks == 0 { return Array(repeating: 0, count: width) }
    var total = Array(repeating: 0.0, count: width)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(blocks * width, 1)) { partial in
      partial.initialize(repeating: 0)
      // Each block writes its own part, and the pool returns before the buffers end.
      nonisolated(unsafe) let (partial, values, states) = (partial, values, states)
      WorkerPool.shared.run(slices: blocks, threads: min(threads, blocks)) { block in
        let workspace = BatchWorkspace(self, angles: angles)
        let samples = block * length..<min((block + 1) * length, count)
        var start = samples.lowerBound
        while start < samples.upperBound {
          let group = start..<min(start + self.group, samples.upperBound)
          workspace.run(
            group, ownAngles: ownAngles, values: values + start * self.observableCount,
            states: states.map { $0 + start << self.qubitCount }, backward: backward,
            sums: UnsafeMutableBufferPointer(rebasing: partial[(block * width)...]).baseAddress)
          start = group.upperBound
        }
        if backward != nil {
          workspace.addShared(
            into: UnsafeMutableBufferPointer(rebasing: partial[(block * width)...]))
        }
      }
      for block in 0..<blocks {
        for index in 0..<width { total[index] += partial[block * width + index] }
      }
    }
    return total
  }
}

extension BatchProgram where Scalar == Double {
  /// As ``evaluate(count:angles:ownAngles:values:states:backward:threads:)``. Here, where the precision is
  /// known, the compiler makes a copy of all that runs for a sample without indirect calls; they take a
  /// sixth of the time of training a circuit of four qubits.
  @discardableResult
  package func run(
    count: Int, angles: [Double],
    ownAngles: @escaping @Sendable (Int, UnsafeMutablePointer<Double>) -> Void,
    values: UnsafeMutablePointer<Double>, states: UnsafeMutablePointer<Complex<Double>>? = nil,
    backward: Backward? = nil, threads: Int = WorkerPool.threads
  ) -> [Double] {
    evaluate(
      count: count, angles: angles, ownAngles: ownAngles, values: values, states: states,
      backward: backward, threads: threads)
  }
}

/// The memory of one thread.
final class BatchWorkspace<Scalar: StateScalar> {
  private let batch: BatchProgram<Scalar>
  private let memory: UnsafeMutablePointer<Scalar>
  private let waves, numbers, values, weights, slots, ket, bra: UnsafeMutablePointer<Scalar>
  /// Numbers of one sample: angles or derivatives of own slots, values, weights.
  private let own, sampleValues, sampleWeights: UnsafeMutablePointer<Double>

  init(_ batch: BatchProgram<Scalar>, angles: [Double]) {
    self.batch = batch
    let group = batch.group
    let observables = max(batch.observableCount, 1)
    let state = 2 << batch.qubitCount
    let vectors = 3 * batch.slotCount + 4 * batch.stepCount + 2 * observables + 2 * state
    let bytes = vectors * group * MemoryLayout<Scalar>.stride
    memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: 2 * AlignedBuffer.vectorAlignment
    ).bindMemory(to: Scalar.self, capacity: vectors * group)
    var next = memory
    func take(_ vectors: Int) -> UnsafeMutablePointer<Scalar> {
      defer { next += vectors * group }
      return next
    }
    waves = take(2 * batch.slotCount)
    slots = take(batch.slotCount)
    numbers = take(4 * batch.stepCount)
    values = take(observables)
    weights = take(observables)
    ket = take(state)
    bra = take(state)
    own = .allocate(capacity: max(batch.ownSlots.count, 1))
    sampleValues = .allocate(capacity: observables)
    sampleWeights = .allocate(capacity: observables)
    slots.initialize(repeating: 0, count: batch.slotCount * group)
    waves.initialize(repeating: 0, count: 2 * batch.slotCount * group)
    weights.initialize(repeating: 0, count: observables * group)
    for (slot, angle) in angles.enumerated() {
      let wave = HalfAngle(angle)
      (waves + 2 * slot * group).update(repeating: Scalar(wave.cosine), count: group)
      (waves + (2 * slot + 1) * group).update(repeating: Scalar(wave.sine), count: group)
    }
    batch.table.pointee.batch_prepare(batch.program, waves, numbers, 0)
  }

  deinit {
    memory.deallocate()
    own.deallocate()
    sampleValues.deallocate()
    sampleWeights.deallocate()
  }

  func run(
    _ samples: Range<Int>, ownAngles: (Int, UnsafeMutablePointer<Double>) -> Void,
    values results: UnsafeMutablePointer<Double>,
    states: UnsafeMutablePointer<Complex<Scalar>>? = nil,
    backward: BatchProgram<Scalar>.Backward?,
    sums: UnsafeMutablePointer<Double>?
  ) {
    let (group, observables) = (batch.group, batch.observableCount)
    let kernels = batch.table
    if !batch.ownSlots.isEmpty {
      for lane in 0..<group {
        guard lane < samples.count else {
          // Lanes without a sample repeat the last one, and weigh nothing.
          for place in batch.computed {
            let slot = batch.ownSlots[place]
            for part in [2 * slot, 2 * slot + 1] {
              waves[part * group + lane] = waves[part * group + lane - 1]
            }
          }
          continue
        }
        ownAngles(samples.lowerBound + lane, own)
        for place in batch.computed {
          let slot = batch.ownSlots[place]
          let wave = HalfAngle(own[place])
          waves.set(wave.cosine, at: 2 * slot * group + lane)
          waves.set(wave.sine, at: (2 * slot + 1) * group + lane)
        }
      }
      for (slot, source) in batch.copies {
        (waves + 2 * slot * group).update(from: waves + 2 * source * group, count: 2 * group)
      }
      kernels.pointee.batch_prepare(batch.program, waves, numbers, 1)
    }
    kernels.pointee.batch_forward(batch.program, numbers, ket)
    kernels.pointee.batch_expect(batch.program, ket, values)
    for lane in 0..<samples.count {
      for k in 0..<observables {
        results[lane * observables + k] = values.double(at: k * group + lane)
      }
    }
    if let states {
      // An amplitude is a vector of real parts and one of imaginary parts, a sample in each lane.
      for amplitude in 0..<1 << batch.qubitCount {
        let parts = ket + 2 * amplitude * group
        for lane in 0..<samples.count {
          states[lane << batch.qubitCount + amplitude] = Complex(parts[lane], parts[group + lane])
        }
      }
    }
    guard let backward else { return }
    for lane in 0..<group {
      if lane < samples.count {
        backward.weights(
          samples.lowerBound + lane, UnsafePointer(results + lane * observables), sampleWeights)
        for k in 0..<observables { weights.set(sampleWeights[k], at: k * group + lane) }
      } else {
        for k in 0..<observables { weights[k * group + lane] = 0 }
      }
    }
    for slot in batch.ownSlots { (slots + slot * group).update(repeating: 0, count: group) }
    kernels.pointee.batch_backward(batch.program, waves, numbers, weights, ket, bra, slots)
    guard let takeOwn = backward.own, let sums else { return }
    for lane in 0..<samples.count {
      for (place, slot) in batch.ownSlots.enumerated() {
        own[place] = slots.double(at: slot * group + lane)
      }
      takeOwn(samples.lowerBound + lane, own, sums + batch.slotCount)
    }
  }

  /// Adds the derivatives with respect to shared slots.
  func addShared(into sums: UnsafeMutableBufferPointer<Double>) {
    let group = batch.group
    for slot in batch.ownSlots { (slots + slot * group).update(repeating: 0, count: group) }
    for slot in 0..<batch.slotCount {
      var sum = 0.0
      for lane in 0..<group { sum += slots.double(at: slot * group + lane) }
      sums[slot] += sum
    }
  }
}

// Conversions of numbers of a type that is known only at run time go through several witnesses each: they
// took a quarter of the time of training a circuit of four qubits.
extension UnsafeMutablePointer where Pointee: StateScalar {
  /// An element as a double.
  fileprivate func double(at index: Int) -> Double {
    let place = UnsafeRawPointer(self) + index * MemoryLayout<Pointee>.stride
    return switch Pointee.precision {
    case .single: Double(place.load(as: Float.self))
    case .double: place.load(as: Double.self)
    }
  }

  /// Stores a double, rounded where elements are single.
  fileprivate func set(_ value: Double, at index: Int) {
    let place = UnsafeMutableRawPointer(self) + index * MemoryLayout<Pointee>.stride
    switch Pointee.precision {
    case .single: place.storeBytes(of: Float(value), as: Float.self)
    case .double: place.storeBytes(of: value, as: Double.self)
    }
  }
}
