public import Gates
import RealModule

/// Gradient descent, with momentum where asked (Y. Nesterov's, where `isNesterov`).
public struct GradientDescent: GradientOptimizer {
  public var rate: Double
  public var momentum: Double
  public var isNesterov: Bool
  private var velocity: [Double] = []

  public init(rate: Double = 0.1, momentum: Double = 0, isNesterov: Bool = false) {
    self.rate = rate
    self.momentum = momentum
    self.isNesterov = isNesterov
  }

  public mutating func update(_ point: inout [Double], along gradient: [Double]) {
    if velocity.count != point.count { velocity = Array(repeating: 0, count: point.count) }
    for i in point.indices {
      velocity[i] = momentum * velocity[i] + gradient[i]
      let direction = isNesterov ? gradient[i] + momentum * velocity[i] : velocity[i]
      point[i] -= rate * direction
    }
  }
}

/// Adam (D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization" (2015), arXiv:1412.6980),
/// and with `decay` AdamW (I. Loshchilov and F. Hutter (2019), arXiv:1711.05101).
public struct Adam: GradientOptimizer {
  public var learningRate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  /// Weight decay, apart from the gradient.
  public var decay: Double
  private var mean: [Double] = []
  private var square: [Double] = []
  private var power1 = 1.0
  private var power2 = 1.0

  public init(
    learningRate: Double = 0.01, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, decay: Double = 0
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
  }

  public mutating func update(_ point: inout [Double], along gradient: [Double]) {
    if mean.count != point.count {
      mean = Array(repeating: 0, count: point.count)
      square = mean
      (power1, power2) = (1, 1)
    }
    power1 *= beta1
    power2 *= beta2
    for i in point.indices {
      mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i]
      square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i]
      let corrected = mean[i] / (1 - power1)
      let scale = (square[i] / (1 - power2)).squareRoot() + epsilon
      point[i] -= learningRate * (corrected / scale + decay * point[i])
    }
  }
}

/// RMSProp (T. Tieleman and G. Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012).
public struct RMSProp: GradientOptimizer {
  public var rate: Double
  public var smoothing: Double
  public var epsilon: Double
  private var square: [Double] = []

  public init(rate: Double = 0.01, smoothing: Double = 0.9, epsilon: Double = 1e-8) {
    self.rate = rate
    self.smoothing = smoothing
    self.epsilon = epsilon
  }

  public mutating func update(_ point: inout [Double], along gradient: [Double]) {
    if square.count != point.count { square = Array(repeating: 0, count: point.count) }
    for i in point.indices {
      square[i] = smoothing * square[i] + (1 - smoothing) * gradient[i] * gradient[i]
      point[i] -= rate * gradient[i] / (square[i].squareRoot() + epsilon)
    }
  }
}

/// Gradient descent in the geometry of the states: solves `(g + λ) d = ∇` with the objective's metric g
/// (J. Stokes, J. Izaac, N. Killoran, G. Carleo (2020), doi:10.22331/q-2020-05-25-269).
public struct QuantumNaturalGradient: Optimizer {
  public var rate: Double
  /// λ, added to the metric's eigenvalues.
  public var regularization: Double

  public init(rate: Double = 0.1, regularization: Double = 1e-4) {
    self.rate = rate
    self.regularization = regularization
  }

  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    let (value, gradient) = try objective.valueAndGradient(at: point)
    let visit = Visit(point: point, value: value)
    let metric = try objective.metric(at: point)
    let matrix = try ComplexMatrix(
      rows: point.count, columns: point.count, elements: metric.flatMap { $0.map { Complex($0) } })
    let (eigenvalues, vectors) = try matrix.hermitianEigendecomposition()
    for (column, eigenvalue) in eigenvalues.enumerated() {
      var overlap = 0.0
      for i in point.indices { overlap += vectors[i, column].real * gradient[i] }
      let amount = rate * overlap / (max(eigenvalue, 0) + regularization)
      for i in point.indices { point[i] -= amount * vectors[i, column].real }
    }
    return visit
  }
}
