import ComplexModule
import QState
import RealModule

@testable import QState

extension StateVector {
  /// A state with these amplitudes in the precision of the state, whatever their norm.
  init(rounding amplitudes: [Complex<Double>]) throws(QuantumError) {
    try self.init(qubits: amplitudes.count.trailingZeroBitCount)
    try withUnsafeMutableAmplitudes { buffer in
      for index in amplitudes.indices {
        let amplitude = amplitudes[index]
        buffer[index] = Complex(Scalar(amplitude.real), Scalar(amplitude.imaginary))
      }
    }
  }

  /// The amplitudes in double precision.
  var wide: [Complex<Double>] {
    amplitudes.map { Complex(Double($0.real), Double($0.imaginary)) }
  }
}

/// The results of `body` with different numbers of threads, for comparison.
func atThreadCounts<Result>(_ body: () throws -> Result) throws -> [Result] {
  let before = WorkerPool.threads
  var results: [Result] = []
  for threads in [1, 2, 3, 8] {
    try WorkerPool.setThreads(threads)
    results.append(try body())
  }
  try WorkerPool.setThreads(before)
  return results
}

/// Rounding of a sum of squares that add up to about 1 in the precision of the amplitudes.
func rounding<Scalar: StateScalar>(_ type: Scalar.Type) -> Double { 16 * Double(Scalar.ulpOfOne) }
