public import Gates

/// A function to be minimised, with as many derivatives as are known.
///
/// ```swift
/// let objective = Objective(energy: hamiltonian, of: ansatz)
/// let minimum = try LimitedMemoryBFGS().minimize(objective, from: start)
/// ```
public struct Objective: Sendable {
  public typealias Value = @Sendable ([Double]) throws(QuantumError) -> Double
  public typealias ValueAndGradient =
    @Sendable ([Double]) throws(QuantumError) -> (value: Double, gradient: [Double])
  public typealias Metric = @Sendable ([Double]) throws(QuantumError) -> [[Double]]

  private let valueFunction: Value
  private let gradientFunction: ValueAndGradient?
  private let metricFunction: Metric?

  /// - Parameters:
  ///   - gradient: the value and its gradient at once, for optimisers that use it.
  ///   - metric: a symmetric positive semi-definite matrix, for ``QuantumNaturalGradient``.
  public init(
    value: @escaping Value, gradient: ValueAndGradient? = nil, metric: Metric? = nil
  ) {
    valueFunction = value
    gradientFunction = gradient
    metricFunction = metric
  }

  /// ⟨O⟩ at the end of a circuit, as a function of its parameters.
  public init(energy observable: PauliSum, of circuit: DifferentiableCircuit) {
    self.init(
      value: { point throws(QuantumError) in try circuit.value(of: observable, at: point) },
      gradient: { point throws(QuantumError) in
        try circuit.valueAndGradient(of: observable, at: point)
      },
      metric: { point throws(QuantumError) in try circuit.metricTensor(at: point) })
  }

  /// - Throws: what the function throws; ``QuantumError/notFinite(what:value:)``
  public func value(at point: [Double]) throws(QuantumError) -> Double {
    try finite(valueFunction(point))
  }

  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where no gradient was given.
  public func valueAndGradient(
    at point: [Double]
  ) throws(QuantumError) -> (value: Double, gradient: [Double]) {
    guard let gradientFunction else {
      throw .unsupported(
        what: "an objective without a gradient for this optimiser",
        remedy: "give it a gradient, or choose SPSA, Rotosolve or Nelder–Mead")
    }
    let result = try gradientFunction(point)
    _ = try finite(result.value)
    guard result.gradient.count == point.count else {
      throw .wrongElementCount(
        what: "the gradient", expected: point.count, got: result.gradient.count)
    }
    for element in result.gradient where !element.isFinite {
      throw .notFinite(what: "the gradient", value: element)
    }
    return result
  }

  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where no metric was given.
  public func metric(at point: [Double]) throws(QuantumError) -> [[Double]] {
    guard let metricFunction else {
      throw .unsupported(
        what: "an objective without a metric for the quantum natural gradient",
        remedy: "give it a metric, such as DifferentiableCircuit.metricTensor(at:)")
    }
    return try metricFunction(point)
  }

  private func finite(_ value: Double) throws(QuantumError) -> Double {
    guard value.isFinite else { throw .notFinite(what: "the objective", value: value) }
    return value
  }
}
