import Circuits
import ComplexModule
import RealModule

extension KernelOptions {
  /// Every kernel set of this machine on one thread, and the fastest one on three threads that share
  /// work from the first amplitudes on.
  package static let everyKind: [KernelOptions] =
    KernelSet.available.map { KernelOptions(set: $0, threads: 1) } + [
      KernelOptions(set: .fastest, threads: 3, serialLimit: 8)
    ]
}

/// Applies a gate to a copy of a state with chosen kernels.
///
/// - Parameter state: in double precision, converted first.
package func applying<Scalar: StateScalar>(
  _ gate: any QuantumGate, on qubits: [Int], to state: [Complex<Double>], as scalar: Scalar.Type,
  using options: KernelOptions
) throws -> [Complex<Scalar>] {
  var vector = try StateVector<Scalar>(
    amplitudes: state.map { Complex(Scalar($0.real), Scalar($0.imaginary)) })
  try gate.forEachOperation(on: qubits) { operation, targets, controls throws(QuantumError) in
    try operation.validate(targets: targets, controls: controls, qubitCount: vector.qubitCount)
    try vector.applyUnchecked(operation, to: targets, controls: controls, using: options)
  }
  return vector.amplitudes
}
