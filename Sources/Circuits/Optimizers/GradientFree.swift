public import Gates
import RealModule

/// Simultaneous perturbation: two values an iteration, whatever the number of parameters; suited to
/// noisy values (J. C. Spall, "Implementation of the simultaneous perturbation algorithm for stochastic
/// optimization" (1998), doi:10.1109/7.705889).
public struct SPSA: Optimizer {
  /// The gains `rate / (k + 1 + stability)^0.602` and `perturbation / (k + 1)^0.101`.
  public var rate: Double
  public var stability: Double
  public var perturbation: Double
  public let seed: UInt64
  private var iteration = 0

  public init(
    rate: Double = 0.2, stability: Double = 10, perturbation: Double = 0.1, seed: UInt64
  ) {
    self.rate = rate
    self.stability = stability
    self.perturbation = perturbation
    self.seed = seed
  }

  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    var random = RandomStream(seed: seed, stream: UInt64(iteration))
    let gain = rate / Double.pow(Double(iteration + 1) + stability, 0.602)
    let distance = perturbation / Double.pow(Double(iteration + 1), 0.101)
    iteration += 1
    let signs = point.map { _ in random.next() & 1 == 0 ? 1.0 : -1 }
    let up = try objective.value(at: zip(point, signs).map { $0 + distance * $1 })
    let down = try objective.value(at: zip(point, signs).map { $0 - distance * $1 })
    for i in point.indices { point[i] -= gain * (up - down) / (2 * distance) * signs[i] }
    return Visit(point: point, value: try objective.value(at: point))
  }
}

/// Sets one parameter after another to its best value, known from three values where the objective is a
/// sinusoid of period 2π in each: every parameter the angle of one rotation (M. Ostaszewski, E. Grant,
/// M. Benedetti, "Structure optimization for parameterized quantum circuits" (2021),
/// doi:10.22331/q-2021-01-28-391, appendix A).
public struct Rotosolve: Optimizer {
  public init() {}

  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    var value = try objective.value(at: point)
    for index in point.indices {
      let start = point[index]
      func shifted(_ shift: Double) throws(QuantumError) -> Double {
        var other = point
        other[index] = start + shift
        return try objective.value(at: other)
      }
      let (up, down) = (try shifted(.pi / 2), try shifted(-.pi / 2))
      let angle =
        -Double.pi / 2 - Double.atan2(y: 2 * value - up - down, x: up - down)
      let turns = (angle / (2 * .pi)).rounded()
      point[index] = start + (angle - 2 * .pi * turns)
      value = try objective.value(at: point)
    }
    return Visit(point: point, value: value)
  }
}

/// The simplex method of J. A. Nelder and R. Mead (1965, doi:10.1093/comjnl/7.4.308) with the factors of
/// F. Gao and L. Han for many parameters (2012, doi:10.1007/s10589-010-9329-3).
public struct NelderMead: Optimizer {
  /// How far the first simplex reaches along each parameter.
  public var size: Double
  private var simplex: [Vertex] = []

  private struct Vertex: Codable, Sendable {
    var point: [Double]
    var value: Double
  }

  public init(size: Double = 0.5) { self.size = size }

  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    let count = point.count
    guard count > 0 else { return Visit(point: point, value: try objective.value(at: point)) }
    if simplex.count != count + 1 || simplex[0].point != point {
      simplex = [Vertex(point: point, value: try objective.value(at: point))]
      for index in 0..<count {
        var corner = point
        corner[index] += size
        simplex.append(Vertex(point: corner, value: try objective.value(at: corner)))
      }
      order()
    }
    let n = Double(max(count, 2))
    let (expansion, contraction, shrinkage) = (1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n)
    let worst = simplex[count]
    var centre = Array(repeating: 0.0, count: count)
    for vertex in simplex.dropLast() {
      for i in centre.indices { centre[i] += vertex.point[i] / Double(count) }
    }
    func vertex(_ factor: Double) throws(QuantumError) -> Vertex {
      let point = zip(centre, worst.point).map { $0 + factor * ($0 - $1) }
      return Vertex(point: point, value: try objective.value(at: point))
    }
    let reflected = try vertex(1)
    if reflected.value < simplex[0].value {
      let expanded = try vertex(expansion)
      simplex[count] = expanded.value < reflected.value ? expanded : reflected
    } else if reflected.value < simplex[count - 1].value {
      simplex[count] = reflected
    } else {
      let isOutside = reflected.value < worst.value
      let contracted = try vertex(isOutside ? contraction : -contraction)
      if contracted.value <= min(reflected.value, worst.value) {
        simplex[count] = contracted
      } else {
        let best = simplex[0].point
        for index in 1...count {
          let shrunk = zip(best, simplex[index].point).map { $0 + shrinkage * ($1 - $0) }
          simplex[index] = Vertex(point: shrunk, value: try objective.value(at: shrunk))
        }
      }
    }
    order()
    point = simplex[0].point
    return Visit(point: simplex[0].point, value: simplex[0].value)
  }

  /// Lowest first; equal values keep their order.
  private mutating func order() {
    let sorted = simplex.enumerated().sorted {
      $0.element.value != $1.element.value
        ? $0.element.value < $1.element.value : $0.offset < $1.offset
    }
    simplex = sorted.map(\.element)
  }
}
