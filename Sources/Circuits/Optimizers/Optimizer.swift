public import Gates

/// A method that lowers an objective one iteration at a time.
///
/// A value: its state can be copied, stored and restored, after which it goes on with the same bits.
public protocol Optimizer: Sendable, Codable {
  /// One iteration: moves the point, and returns one whose value it has measured: the new one, or, for
  /// methods that look at a point before they leave it, the old one.
  ///
  /// - Throws: what the objective throws.
  mutating func step(_ point: inout [Double], on objective: Objective) throws(QuantumError) -> Visit
}

/// A point and the objective's value there.
public struct Visit: Hashable, Codable, Sendable {
  public let point: [Double]
  public let value: Double

  public init(point: [Double], value: Double) {
    self.point = point
    self.value = value
  }
}

/// An optimiser that only needs a gradient, of all data or of a mini-batch.
public protocol GradientOptimizer: Optimizer {
  /// Moves the point along minus the gradient, after this method's fashion.
  mutating func update(_ point: inout [Double], along gradient: [Double])
}

extension GradientOptimizer {
  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    let (value, gradient) = try objective.valueAndGradient(at: point)
    let visit = Visit(point: point, value: value)
    update(&point, along: gradient)
    return visit
  }
}

/// When to stop an optimisation; whichever comes first.
public struct StopCondition: Sendable {
  public var iterations: Int
  /// Stop when the value changes by less than this over ``patience`` iterations.
  public var tolerance: Double
  public var patience: Int
  /// Stop at a value this low.
  public var target: Double?

  public init(
    iterations: Int = 1_000, tolerance: Double = 1e-10, patience: Int = 5, target: Double? = nil
  ) {
    self.iterations = iterations
    self.tolerance = tolerance
    self.patience = patience
    self.target = target
  }
}

/// What an optimisation found.
public struct Minimum: Sendable {
  public enum Reason: String, Sendable {
    case tolerance, target, iterations, stopped
  }

  /// The lowest point seen.
  public let point: [Double]
  public let value: Double
  /// The value of each iteration.
  public let history: [Double]
  public let reason: Reason

  public var iterations: Int { history.count }
}

extension Optimizer {
  /// Iterates from a starting point until a condition holds.
  ///
  /// - Parameter onIteration: called with the number of the iteration, from 0, the point and its value;
  ///   `false` stops.
  /// - Throws: what the objective throws; ``QuantumError/outOfRange(what:value:range:)`` for a
  ///   condition that cannot be met.
  public func minimize(
    _ objective: Objective, from start: [Double], until stop: StopCondition = StopCondition(),
    onIteration: ((_ iteration: Int, _ point: [Double], _ value: Double) -> Bool)? = nil
  ) throws(QuantumError) -> Minimum {
    guard stop.iterations > 0 else {
      throw .outOfRange(
        what: "the number of iterations", value: Double(stop.iterations), range: "1…")
    }
    guard stop.tolerance >= 0, stop.patience > 0 else {
      throw .outOfRange(
        what: "the tolerance of a stop condition", value: stop.tolerance, range: "0…")
    }
    var optimizer = self
    var point = start
    var best = Visit(point: start, value: try objective.value(at: start))
    var history: [Double] = []
    var reason = Minimum.Reason.iterations
    for iteration in 0..<stop.iterations {
      let visit = try optimizer.step(&point, on: objective)
      history.append(visit.value)
      if visit.value < best.value { best = visit }
      if let onIteration, !onIteration(iteration, visit.point, visit.value) {
        reason = .stopped
        break
      }
      if let target = stop.target, visit.value <= target {
        reason = .target
        break
      }
      if history.count > stop.patience {
        let recent = history.suffix(stop.patience + 1)
        if let low = recent.min(), let high = recent.max(), high - low <= stop.tolerance {
          reason = .tolerance
          break
        }
      }
    }
    if point != best.point {
      let last = Visit(point: point, value: try objective.value(at: point))
      if last.value < best.value { best = last }
    }
    return Minimum(point: best.point, value: best.value, history: history, reason: reason)
  }
}
