/// A regression on a quantum kernel, its bandwidth searched unless it is given.
///
/// Numbers are standardised over the training rows before they are fitted, so that the settings below do not
/// depend on their unit.
public struct QuantumKernelRegressor: Regressor, Codable, Hashable {
  /// How the kernel's functions are fitted.
  public enum Method: Hashable, Sendable, Codable {
    /// Least squares with a penalty (``KernelRidge``).
    case ridge(strength: Double = 1)
    /// ε-insensitive (``KernelSVR``); the tube in standard deviations of the target.
    case supportVector(penalty: Double = 1, tube: Double = 0.1)
    /// With the noise of the largest marginal likelihood (``GaussianProcess``).
    case gaussianProcess
  }

  /// The transformations in front of the kernel, fitted to the training rows.
  public private(set) var features: Pipeline
  /// After fitting, with the bandwidth that was chosen.
  public private(set) var kernel: QuantumKernel
  public let bandwidth: Bandwidth
  /// How the kernel is trained after the bandwidth is chosen; nil leaves it as it is.
  public let alignment: QuantumKernel.Alignment?
  public let method: Method
  /// Deals the rows into the folds of the search.
  public let seed: UInt64
  /// The bandwidths that were tried.
  public private(set) var trials: [BandwidthTrial] = []
  private var model: KernelRegression?
  private var mean = 0.0
  private var deviation = 1.0

  /// - Parameters:
  ///   - features: what turns features into angles.
  ///   - kernel: its own bandwidth is not looked at.
  public init(
    features: Pipeline = [], kernel: QuantumKernel = QuantumKernel(),
    bandwidth: Bandwidth = .searched, alignment: QuantumKernel.Alignment? = nil,
    method: Method = .ridge(), seed: UInt64 = 0
  ) {
    self.features = features
    self.kernel = kernel
    self.bandwidth = bandwidth
    self.alignment = alignment
    self.method = method
    self.seed = seed
  }

  public var parameterCount: Int { model?.parameterCount ?? 0 }

  /// - Throws: ``DataError`` for classes instead of numbers, settings out of range, too few rows to search,
  ///   or what ``QuantumKernel/matrix(_:)`` throws.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    let values = try data.values()
    var features = features
    let angles = try features.fitTransform(data.features, data.target)
    let scale = TargetScale(values)
    let rows = try Dataset(
      name: data.name, features: angles, target: .values(scale.standardized(values)),
      groups: data.groups)
    var (kernel, trials) = try BandwidthSearch.choose(
      bandwidth, for: kernel, rows, seed: seed, model: KernelRegression(method, .precomputed))
    if let alignment { kernel = try kernel.aligned(with: rows, alignment).kernel }
    var model = KernelRegression(method, .quantum(kernel))
    try model.fit(rows)
    (self.features, self.kernel, self.trials, self.model) = (features, kernel, trials, model)
    (mean, deviation) = (scale.mean, scale.deviation)
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let model else { throw DataError(.notFitted("the quantum kernel regressor")) }
    return try model.predict(self.features.transform(features)).map { mean + deviation * $0 }
  }

  /// The mean and the standard deviation of the target of each row, by ``Method/gaussianProcess``.
  ///
  /// - Throws: ``DataError`` for another method, or as ``predict(_:)``.
  public func distributions(
    _ features: RealMatrix
  ) throws(DataError) -> (means: [Double], deviations: [Double]) {
    guard let model else { throw DataError(.notFitted("the quantum kernel regressor")) }
    guard case .gaussianProcess(let process) = model else {
      throw DataError(
        .setting(name: "the method", value: "\(method)", allowed: "a Gaussian process"))
    }
    let (means, deviations) = try process.distributions(self.features.transform(features))
    return (means.map { mean + deviation * $0 }, deviations.map { $0 * deviation })
  }
}

extension QuantumKernelRegressor {
  /// Whether what a file held is fitted, and fits together.
  var isConsistent: Bool {
    let width = features.outputCount
    return switch (method, model) {
    case (.ridge, .ridge(let model)): model.isConsistent(features: width)
    case (.supportVector, .supportVector(let model)): model.isConsistent(features: width)
    case (.gaussianProcess, .gaussianProcess(let model)): model.isConsistent(features: width)
    default: false
    }
  }
}

/// One of the regressions with a kernel.
enum KernelRegression: Regressor, Codable, Hashable {
  case ridge(KernelRidge)
  case supportVector(KernelSVR)
  case gaussianProcess(GaussianProcess)

  init(_ method: QuantumKernelRegressor.Method, _ kernel: Kernel) {
    self =
      switch method {
      case .ridge(let strength): .ridge(KernelRidge(kernel: kernel, strength: strength))
      case .supportVector(let penalty, let tube):
        .supportVector(KernelSVR(kernel: kernel, penalty: penalty, tube: tube))
      case .gaussianProcess: .gaussianProcess(GaussianProcess(kernel: kernel))
      }
  }

  var parameterCount: Int {
    switch self {
    case .ridge(let model): model.parameterCount
    case .supportVector(let model): model.parameterCount
    case .gaussianProcess(let model): model.parameterCount
    }
  }

  mutating func fit(_ data: Dataset) throws(DataError) {
    switch self {
    case .ridge(var model):
      try model.fit(data)
      self = .ridge(model)
    case .supportVector(var model):
      try model.fit(data)
      self = .supportVector(model)
    case .gaussianProcess(var model):
      try model.fit(data)
      self = .gaussianProcess(model)
    }
  }

  func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    switch self {
    case .ridge(let model): try model.predict(features)
    case .supportVector(let model): try model.predict(features)
    case .gaussianProcess(let model): try model.predict(features)
    }
  }
}
