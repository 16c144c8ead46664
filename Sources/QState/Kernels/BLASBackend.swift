import ComplexModule
import RealModule

/// Every ``StateOperation`` by OpenBLAS alone: a second engine that shares no code with the C
/// kernels, selected by `QSIM_KERNELS=blas` and the tests' independent witness.
///
/// One- and two-qubit operations are level-1 routines on the slices that the targets and controls cut
/// out of the state; dense operators on three or more qubits gather slices into a matrix, multiply
/// it (gemm) and scatter the product. Callers have checked that targets and controls are distinct
/// qubits of the state and that sizes fit. Runs on the caller's thread.
struct BLASBackend<Scalar: StateScalar> {
  private let amplitudes: UnsafeMutablePointer<Complex<Scalar>>
  private let qubitCount: Int
  private let targets: [Int]
  private let controls: Controls

  /// Applies `operation` to the `2^qubitCount` amplitudes, in place.
  static func apply(
    _ operation: StateOperation, targets: [Int], controls: Controls,
    to amplitudes: UnsafeMutablePointer<Complex<Scalar>>, qubitCount: Int
  ) {
    let memory = UnsafeMutableRawPointer(amplitudes)
    // Written out for both types, so that the compiler makes code for each.
    switch Scalar.precision {
    case .single:
      BLASBackend<Float>(
        amplitudes: memory.assumingMemoryBound(to: Complex<Float>.self), qubitCount: qubitCount,
        targets: targets, controls: controls
      ).apply(operation)
    case .double:
      BLASBackend<Double>(
        amplitudes: memory.assumingMemoryBound(to: Complex<Double>.self), qubitCount: qubitCount,
        targets: targets, controls: controls
      ).apply(operation)
    }
  }

  private func apply(_ operation: StateOperation) {
    switch operation {
    case .scale(let factor): scale(by: [factor])
    case .diagonal(let factors): scale(by: factors)
    case .antidiagonal(let upper, let lower): exchange(upper: upper, lower: lower)
    case .flip: flip()
    case .swap: permute([0, 2, 1, 3])
    case .permutation(let image): permute(image)
    case .pauliRotation(let paulis, let angle): rotate(paulis, angle: angle)
    case .dense(let matrix):
      if let (cosine, sine) = Self.realRotation(matrix) {
        rotate(cosine: cosine, sine: sine)
      } else if targets.count <= 2 {
        multiplyByRows(matrix)
      } else {
        multiplyByMatrix(matrix)
      }
    }
  }

  // MARK: Slices

  /// The most amplitudes of a vector: two of them stay in the first cache.
  private static var longestVector: Int { 1 << 10 }

  private func slices(longest: Int = longestVector) -> AmplitudeSlices {
    var fixed = controls.mask
    for target in targets { fixed |= 1 << UInt64(target) }
    return AmplitudeSlices(qubitCount: qubitCount, fixed: fixed, longest: longest)
  }

  /// For each value of the targets, where its amplitudes begin, controls satisfied.
  private var offsets: [Int] {
    var offsets = [Int(truncatingIfNeeded: controls.values)]
    for target in targets { offsets += offsets.map { $0 | 1 << target } }
    return offsets
  }

  /// Calls `body` with the first amplitude of each vector, controls and targets 0.
  private func forEachVector(
    _ slices: AmplitudeSlices, _ body: (UnsafeMutablePointer<Complex<Scalar>>) -> Void
  ) {
    slices.forEachStart { body(amplitudes + $0) }
  }

  /// Calls `body` with room for `count` complex numbers.
  private func withScratch(
    _ count: Int, _ body: (UnsafeMutablePointer<Complex<Scalar>>) -> Void
  ) {
    let scratch = UnsafeMutablePointer<Complex<Scalar>>.allocate(capacity: count)
    scratch.initialize(repeating: .zero, count: count)
    body(scratch)
    scratch.deallocate()
  }

  // MARK: Diagonals and permutations

  /// Multiplies the amplitudes of target value v by element v.
  private func scale(by factors: [Complex<Double>]) {
    let slices = slices()
    for (factor, offset) in zip(factors, offsets) where factor != .one {
      let factor = Complex<Scalar>(factor)
      forEachVector(slices) {
        BLAS.scale(slices.length, factor, $0 + offset, stride: slices.stride)
      }
    }
  }

  private func exchange(upper: Complex<Double>, lower: Complex<Double>) {
    permute([1, 0])
    scale(by: [upper, lower])
  }

  /// Exchanges each target value with its complement.
  private func flip() {
    let slices = slices()
    let offsets = offsets
    for value in 0..<offsets.count / 2 {
      let (x, y) = (offsets[value], offsets[offsets.count - 1 - value])
      forEachVector(slices) {
        BLAS.swap(slices.length, $0 + x, $0 + y, stride: slices.stride)
      }
    }
  }

  /// Moves target value v to `image[v]`, cycle by cycle: exchanging the first slice of a cycle with
  /// each of the others in turn leaves every one of them with its predecessor.
  private func permute(_ image: [Int]) {
    let slices = slices()
    let offsets = offsets
    var isPlaced = [Bool](repeating: false, count: image.count)
    for first in image.indices where !isPlaced[first] {
      var next = image[first]
      while next != first {
        let (x, y) = (offsets[first], offsets[next])
        forEachVector(slices) {
          BLAS.swap(slices.length, $0 + x, $0 + y, stride: slices.stride)
        }
        isPlaced[next] = true
        next = image[next]
      }
    }
  }

  // MARK: Rotations

  /// The numbers of `[[c, s], [−s, c]]` where the matrix is one, as the routine `rot` has them.
  private static func realRotation(_ matrix: ComplexMatrix) -> (cosine: Double, sine: Double)? {
    guard matrix.rows == 2, matrix.elements.allSatisfy({ $0.imaginary == 0 }),
      matrix[0, 0] == matrix[1, 1], matrix[0, 1] == -matrix[1, 0]
    else { return nil }
    return (matrix[0, 0].real, matrix[0, 1].real)
  }

  private func rotate(cosine: Double, sine: Double) {
    let slices = slices()
    let (x, y) = (offsets[0], offsets[1])
    forEachVector(slices) {
      BLAS.rotate(
        slices.length, $0 + x, $0 + y, stride: slices.stride, cosine: Scalar(cosine),
        sine: Scalar(sine))
    }
  }

  /// exp(−i angle/2 P) = cos(angle/2) − i sin(angle/2) P, where P sends basis state v to
  /// `phase(v)` times v with the X and Y targets flipped.
  private func rotate(_ paulis: [Pauli], angle: Double) {
    var (flips, signs, halfTurns) = (0, 0, 0)
    for (bit, pauli) in paulis.enumerated() {
      if pauli == .x || pauli == .y { flips |= 1 << bit }
      if pauli == .z || pauli == .y { signs |= 1 << bit }
      if pauli == .y { halfTurns += 1 }
    }
    // Y|0⟩ = i|1⟩ and Y|1⟩ = −i|1⟩: a factor i each, and the sign of Z.
    let turn = [Complex<Double>.one, .i, -.one, -.i][halfTurns % 4]
    let cosine = Complex<Double>(.cos(angle / 2))
    let minusISine = Complex<Double>(0, -.sin(angle / 2))
    func phase(_ value: Int) -> Complex<Double> {
      (value & signs).nonzeroBitCount.isMultiple(of: 2) ? turn : -turn
    }
    let offsets = offsets
    guard flips != 0 else {
      scale(by: offsets.indices.map { cosine + minusISine * phase($0) })
      return
    }
    let slices = slices()
    withScratch(slices.length) { scratch in
      for value in offsets.indices where value < value ^ flips {
        let (x, y) = (offsets[value], offsets[value ^ flips])
        let toX = Complex<Scalar>(minusISine * phase(value ^ flips))
        let toY = Complex<Scalar>(minusISine * phase(value))
        forEachVector(slices) { start in
          let (length, stride) = (slices.length, slices.stride)
          BLAS.copy(length, start + x, stride, to: scratch, 1)
          BLAS.scale(length, Complex<Scalar>(cosine), start + x, stride: stride)
          BLAS.add(length, toX, start + y, stride, to: start + x, stride)
          BLAS.scale(length, Complex<Scalar>(cosine), start + y, stride: stride)
          BLAS.add(length, toY, scratch, 1, to: start + y, stride)
        }
      }
    }
  }

  // MARK: Dense operators

  /// Level 1: each slice becomes its multiple plus multiples of copies of the others.
  private func multiplyByRows(_ matrix: ComplexMatrix) {
    let elements = matrix.elements.map { Complex<Scalar>($0) }
    let slices = slices()
    let (length, stride) = (slices.length, slices.stride)
    let offsets = offsets
    let size = offsets.count
    withScratch(size * length) { copies in
      forEachVector(slices) { start in
        for (value, offset) in offsets.enumerated() {
          BLAS.copy(length, start + offset, stride, to: copies + value * length, 1)
        }
        for (row, offset) in offsets.enumerated() {
          BLAS.scale(length, elements[row * size + row], start + offset, stride: stride)
          for column in 0..<size where column != row && elements[row * size + column] != .zero {
            BLAS.add(
              length, elements[row * size + column], copies + column * length, 1,
              to: start + offset, stride)
          }
        }
      }
    }
  }

  /// Level 3: slices gathered as the rows of a matrix, as many vectors side by side as stay in the
  /// second cache.
  private func multiplyByMatrix(_ matrix: ComplexMatrix) {
    let elements = matrix.elements.map { Complex<Scalar>($0) }
    let offsets = offsets
    let size = offsets.count
    let widest = Swift.max(1, (1 << 13) / size)
    let slices = slices(longest: widest)
    let (length, stride) = (slices.length, slices.stride)
    let batch = Swift.min(widest / length, slices.vectorCount)
    let columns = batch * length
    var starts: [Int] = []
    starts.reserveCapacity(batch)
    withScratch(2 * size * columns) { gathered in
      let product = gathered + size * columns
      slices.forEachStart { start in
        starts.append(start)
        guard starts.count == batch else { return }
        for (row, offset) in offsets.enumerated() {
          for (place, start) in starts.enumerated() {
            BLAS.copy(
              length, amplitudes + start + offset, stride,
              to: gathered + row * columns + place * length, 1)
          }
        }
        BLAS.multiply(
          rows: size, inner: size, columns: columns, elements, gathered, into: product)
        for (row, offset) in offsets.enumerated() {
          for (place, start) in starts.enumerated() {
            BLAS.copy(
              length, product + row * columns + place * length, 1,
              to: amplitudes + start + offset, stride)
          }
        }
        starts.removeAll(keepingCapacity: true)
      }
    }
  }
}

extension Complex where RealType: StateScalar {
  /// The nearest complex number of this precision.
  init(_ number: Complex<Double>) {
    self.init(RealType(number.real), RealType(number.imaginary))
  }
}
