import Circuits
import Foundation
import TestSupport
import Testing

@Suite struct OptimizerTests {
  /// (x₀ − 1)² + 10 (x₁ + 2)² + x₀x₁/2, lowest where its gradient vanishes.
  private static let quadratic = Objective(
    value: { x in
      (x[0] - 1) * (x[0] - 1) + 10 * (x[1] + 2) * (x[1] + 2) + x[0] * x[1] / 2
    },
    gradient: { x in
      (
        (x[0] - 1) * (x[0] - 1) + 10 * (x[1] + 2) * (x[1] + 2) + x[0] * x[1] / 2,
        [2 * (x[0] - 1) + x[1] / 2, 20 * (x[1] + 2) + x[0] / 2]
      )
    },
    metric: { _ in [[2, 0.5], [0.5, 20]] })
  /// From 2 x₀ + x₁/2 = 2 and x₀/2 + 20 x₁ = −40.
  private static let lowest = [
    (2.0 * 20 + 40 * 0.5) / (2 * 20 - 0.25), (-40 * 2 - 0.5 * 2) / (2 * 20 - 0.25),
  ]

  private static let rosenbrock = Objective(
    value: { x in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      return a * a + 100 * b * b
    },
    gradient: { x in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      return (a * a + 100 * b * b, [-2 * a - 400 * x[0] * b, 200 * b])
    })

  private static let all: [any Optimizer] = [
    GradientDescent(rate: 0.05), GradientDescent(rate: 0.02, momentum: 0.5),
    GradientDescent(rate: 0.02, momentum: 0.5, isNesterov: true), Adam(learningRate: 0.1),
    RMSProp(rate: 0.01), LimitedMemoryBFGS(), NelderMead(), QuantumNaturalGradient(rate: 0.5),
    SPSA(rate: 0.05, seed: 1),
  ]

  @Test("every optimiser finds the minimum of a quadratic function")
  func quadratics() throws {
    for optimizer in Self.all {
      let stop = StopCondition(iterations: 4_000, tolerance: 1e-14, patience: 40)
      let minimum = try optimizer.minimize(Self.quadratic, from: [3, 3], until: stop)
      let limit = optimizer is RMSProp ? 0.02 : optimizer is SPSA ? 1e-2 : 1e-5
      for (x, y) in zip(minimum.point, Self.lowest) {
        #expect(abs(x - y) < limit, "\(type(of: optimizer)): \(minimum.point)")
      }
      #expect(minimum.value == (try Self.quadratic.value(at: minimum.point)))
    }
  }

  @Test("L-BFGS and Nelder–Mead find the valley's end of Rosenbrock's function")
  func valleys() throws {
    let stop = StopCondition(iterations: 2_000, tolerance: 1e-16, patience: 20)
    let exact = try LimitedMemoryBFGS().minimize(Self.rosenbrock, from: [-1.2, 1], until: stop)
    #expect(exact.value < 1e-18 && exact.iterations < 80, "\(exact.iterations)")
    let simplex = try NelderMead().minimize(Self.rosenbrock, from: [-1.2, 1], until: stop)
    #expect(simplex.value < 1e-10)
    var many = Array(repeating: -1.0, count: 20)
    many[3] = 1.5
    let chain = Objective(
      value: { x throws(QuantumError) in try Self.chained(x).value },
      gradient: { x throws(QuantumError) in try Self.chained(x) })
    let long = try LimitedMemoryBFGS().minimize(chain, from: many, until: stop)
    #expect(long.value < 1e-12 || abs(long.value - 3.98) < 0.1, "\(long.value)")
  }

  private static func chained(
    _ x: [Double]
  ) throws(QuantumError) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = Array(repeating: 0.0, count: x.count)
    for i in 0..<(x.count - 1) {
      let part = try rosenbrock.valueAndGradient(at: [x[i], x[i + 1]])
      value += part.value
      gradient[i] += part.gradient[0]
      gradient[i + 1] += part.gradient[1]
    }
    return (value, gradient)
  }

  @Test("the first steps are those of the papers' formulas")
  func firstSteps() {
    var adam = Adam(learningRate: 0.1)
    var point = [1.0, -2]
    adam.update(&point, along: [0.5, -3])
    // The first step is the rate along the sign, but for ε.
    #expect(abs(point[0] - 0.9) < 1e-7 && abs(point[1] + 1.9) < 1e-7)
    adam.update(&point, along: [-0.25, 1])
    let mean = (0.9 * 0.05 + 0.1 * -0.25) / (1 - 0.81)
    let square = (0.999 * 0.00025 + 0.001 * 0.0625) / (1 - 0.999 * 0.999)
    #expect(abs(point[0] - (0.9 - 0.1 * mean / (square.squareRoot() + 1e-8))) < 1e-7)

    var decaying = Adam(learningRate: 0.1, decay: 0.5)
    point = [1.0]
    decaying.update(&point, along: [0.5])
    #expect(abs(point[0] - (1 - 0.1 - 0.05)) < 1e-7)

    var momentum = GradientDescent(rate: 0.1, momentum: 0.5)
    point = [0.0]
    momentum.update(&point, along: [1])
    momentum.update(&point, along: [1])
    #expect(abs(point[0] + 0.1 + 0.15) < 1e-15)

    var nesterov = GradientDescent(rate: 0.1, momentum: 0.5, isNesterov: true)
    point = [0.0]
    nesterov.update(&point, along: [1])
    #expect(abs(point[0] + 0.15) < 1e-15)

    var root = RMSProp(rate: 0.1, smoothing: 0.75, epsilon: 0)
    point = [0.0]
    root.update(&point, along: [-4])
    #expect(abs(point[0] - 0.2) < 1e-15)
  }

  @Test("a stored optimiser goes on with the same bits")
  func storing() throws {
    func check<O: Optimizer>(_ optimizer: O) throws {
      var straight = optimizer
      var point = [3.0, 3]
      for _ in 0..<4 { _ = try straight.step(&point, on: Self.quadratic) }
      let data = try JSONEncoder().encode(straight)
      var restored = try JSONDecoder().decode(O.self, from: data)
      var other = point
      for _ in 0..<4 {
        _ = try straight.step(&point, on: Self.quadratic)
        _ = try restored.step(&other, on: Self.quadratic)
      }
      #expect(point == other, "\(O.self)")
    }
    for optimizer in Self.all { try check(optimizer) }
  }

  @Test("Rotosolve finds the minimum of one rotation at once, and of a chain soon")
  func rotosolve() throws {
    var circuit = Circuit(qubits: 3)
    let θ = circuit.parameters(count: 3, named: "θ")
    for qubit in 0..<3 { circuit.ry(θ[qubit], qubit) }
    let energy = Objective(
      energy: Z(0) + X(1) + Z(2) * Z(0), of: try DifferentiableCircuit(circuit))
    let stop = StopCondition(iterations: 50)
    let minimum = try Rotosolve().minimize(energy, from: [0.3, 0.2, 0.1], until: stop)
    #expect(abs(minimum.value + 3) < 1e-9)
    var single = [0.3]
    let cosine = Objective { x in Double.cos(x[0] - 1) }
    var optimizer = Rotosolve()
    #expect(abs(try optimizer.step(&single, on: cosine).value + 1) < 1e-14)
  }

  @Test("conditions stop, callbacks see every iteration, and mistakes are told")
  func stopping() throws {
    let descent = GradientDescent(rate: 0.01)
    let few = try descent.minimize(
      Self.quadratic, from: [3, 3], until: StopCondition(iterations: 7))
    #expect(few.reason == .iterations && few.history.count == 7)
    let target = try descent.minimize(
      Self.quadratic, from: [3, 3], until: StopCondition(target: 5))
    #expect(target.reason == .target && target.value <= 5)
    var seen: [Int] = []
    let stopped = try descent.minimize(Self.quadratic, from: [3, 3]) { iteration, _, _ in
      seen.append(iteration)
      return iteration < 3
    }
    #expect(stopped.reason == .stopped && seen == [0, 1, 2, 3])
    let flat = try descent.minimize(
      Objective(value: { _ in 1 }, gradient: { x in (1, x.map { _ in 0 }) }), from: [3])
    #expect(flat.reason == .tolerance)
    #expect(throws: QuantumError.self) {
      try descent.minimize(Objective { _ in 1 }, from: [0])
    }
    #expect(throws: QuantumError.self) {
      try QuantumNaturalGradient().minimize(Self.rosenbrock, from: [0, 0])
    }
    #expect(throws: QuantumError.self) {
      try NelderMead().minimize(Objective { _ in .nan }, from: [0])
    }
    #expect(throws: QuantumError.self) {
      try descent.minimize(Self.quadratic, from: [3, 3], until: StopCondition(iterations: 0))
    }
  }

  @Test("the same seed gives SPSA the same path")
  func seeds() throws {
    let stop = StopCondition(iterations: 30)
    let first = try SPSA(seed: 5).minimize(Self.quadratic, from: [3, 3], until: stop)
    let second = try SPSA(seed: 5).minimize(Self.quadratic, from: [3, 3], until: stop)
    let other = try SPSA(seed: 6).minimize(Self.quadratic, from: [3, 3], until: stop)
    #expect(first.history == second.history && first.history != other.history)
  }
}
