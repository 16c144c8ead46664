import Gates

/// A circuit for one sample after another, its weights settled: expectation values in memory that
/// is taken once.
///
/// ```swift
/// let session = try CircuitSession(circuit, inputs: features, observables: [Z(0), Z(1)])
/// session.run(row, into: values)
/// ```
///
/// It holds the memory that a run needs, so that several threads need one each. Circuits of over 12
/// qubits run as ``DifferentiableCircuit`` does, and allocate.
public final class CircuitSession {
  public let inputCount: Int
  public let observables: [PauliSum]
  private let circuit: DifferentiableCircuit
  private let inputTape: InputTape
  private let session: BatchSession?
  private var nodes: [Double]
  private var angles: [Double]

  /// - Parameter inputs: all parameters of the circuit, in the order of a sample's numbers.
  /// - Throws: as ``BatchedCircuit/init(_:inputs:weights:observables:)``.
  public init(
    _ circuit: Circuit, inputs: [Parameter], observables: [PauliSum]
  ) throws(QuantumError) {
    // Two samples at a time, the fewest that any kernel takes.
    let batch = try BatchedCircuit(
      circuit, inputs: inputs, weights: [], observables: observables, set: .scalar)
    inputCount = inputs.count
    self.observables = observables
    self.circuit = batch.circuit
    inputTape = batch.inputTape
    nodes = batch.circuit.tape.values(at: Array(repeating: 0, count: inputs.count))
    angles = Array(repeating: 0, count: batch.inputTape.ownSlots.count)
    let (tape, start) = (batch.circuit.tape, nodes)
    session = batch.program.map { BatchSession($0, angles: tape.slots.map { start[$0] }) }
  }

  /// Whether ``run(_:into:)`` runs in memory taken at the start.
  public var isAllocationFree: Bool { session != nil }

  /// The expectation values of one sample.
  ///
  /// - Precondition: the buffers have ``inputCount`` and as many elements as there are observables.
  /// - Throws: ``QuantumError/notFinite(what:value:)`` for inputs outside the range of a function that an
  ///   angle is made with.
  public func run(
    _ inputs: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>
  ) throws(QuantumError) {
    precondition(inputs.count == inputCount && values.count == observables.count)
    guard let session else {
      let result = try circuit.values(of: observables, at: Array(inputs))
      for (k, value) in result.enumerated() { values[k] = value }
      return
    }
    guard let out = values.baseAddress else { return }
    nodes.withUnsafeMutableBufferPointer { nodes in
      angles.withUnsafeMutableBufferPointer { angles in
        inputTape.fill(inputs, nodes: nodes, angles: angles)
      }
    }
    for angle in angles where !angle.isFinite {
      throw .notFinite(what: "an angle", value: angle)
    }
    angles.withUnsafeBufferPointer { angles in
      // An empty array has no address; then none is read.
      session.run(
        ownAngles: angles.baseAddress ?? UnsafePointer(out), count: angles.count, values: out)
    }
  }
}
