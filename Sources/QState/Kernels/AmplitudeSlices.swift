/// How the amplitudes that agree on some fixed qubits lie in memory: as vectors of constant stride.
///
/// The qubits that are not fixed leave gaps between the fixed ones. One gap's qubits run along a
/// vector; the remaining free qubits number the vectors.
struct AmplitudeSlices {
  /// Amplitudes of one vector.
  let length: Int
  /// Distance of neighbours in a vector, in amplitudes.
  let stride: Int
  /// The index bits that number the vectors.
  private let outerMask: Int

  /// - Parameters:
  ///   - fixed: the qubits that an operation fixes, one bit each.
  ///   - longest: an upper limit on ``length``, a power of two.
  init(qubitCount: Int, fixed: UInt64, longest: Int) {
    var best = 0..<0
    var start = 0
    for qubit in 0...qubitCount where qubit == qubitCount || fixed >> UInt64(qubit) & 1 == 1 {
      // OpenBLAS has 32-bit strides: qubits above 30 only number vectors.
      let gap = start..<Swift.max(start, Swift.min(qubit, 31))
      // Neighbouring amplitudes come first when they fill a few cache lines; else the widest gap.
      if gap.count > best.count, !(best.lowerBound == 0 && best.count >= 6) { best = gap }
      start = qubit + 1
    }
    // A strided vector is cut so that the cache lines it touches are still there for the vectors
    // that start beside it.
    let limit = best.lowerBound == 0 ? longest : Swift.min(longest, 1 << 8)
    let width = Swift.min(best.count, limit.trailingZeroBitCount)
    length = 1 << width
    stride = 1 << best.lowerBound
    let all = qubitCount == 0 ? 0 : Int(truncatingIfNeeded: UInt64.max >> UInt64(64 - qubitCount))
    outerMask = all & ~Int(truncatingIfNeeded: fixed) & ~((length - 1) << best.lowerBound)
  }

  /// Vectors for each assignment of the fixed qubits.
  var vectorCount: Int { 1 << outerMask.nonzeroBitCount }

  /// Calls `body` with the index of each vector's first amplitude, all fixed qubits 0, ascending.
  func forEachStart(_ body: (Int) -> Void) {
    var start = 0
    repeat {
      body(start)
      // Counts up in the masked bits: filling the others with ones lets the carry pass.
      start = ((start | ~outerMask) &+ 1) & outerMask
    } while start != 0
  }
}
