/// A logistic regression on ``NystromFeatures``: a kernel machine for many rows, which says how probable each
/// class is.
///
/// ```swift
/// var model = NystromClassifier(
///   kernel: .quantum(QuantumKernel(.angle(.y))), bandwidth: .searched, landmarks: 200)
/// try model.fit(angles)
/// ```
///
/// Fitting n rows costs n · landmarks similarities, and then O(n · landmarks²) for each step of the
/// regression.
public struct NystromClassifier: ProbabilisticClassifier, Codable, Hashable {
  /// Of a quantum kernel: how it is chosen; nil takes the kernel's own.
  public let bandwidth: Bandwidth?
  /// Of a quantum kernel: how it is trained after the bandwidth is chosen; nil leaves it as it is.
  public let alignment: QuantumKernel.Alignment?
  /// The landmarks; before fitting their kernel is the one that was given.
  public private(set) var features: NystromFeatures
  public private(set) var regression: LogisticRegression

  /// - Parameters:
  ///   - inversePenalty: C of the regression.
  ///   - seed: draws the landmarks, and the rows that a bandwidth is searched on.
  public init(
    kernel: Kernel = .rbf(gamma: nil), bandwidth: Bandwidth? = nil,
    alignment: QuantumKernel.Alignment? = nil, landmarks: Int = 100, inversePenalty: Double = 1,
    seed: UInt64 = 0
  ) {
    self.bandwidth = bandwidth
    self.alignment = alignment
    features = NystromFeatures(kernel: kernel, landmarks: landmarks, seed: seed)
    regression = LogisticRegression(inversePenalty: inversePenalty)
  }

  /// Of the regression.
  public var parameterCount: Int { regression.parameterCount }

  /// - Throws: ``DataError`` as ``NystromFeatures/fit(_:)``, ``LogisticRegression/fit(_:)`` and, with a
  ///   bandwidth, ``QuantumKernelClassifier/fit(_:)``.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    _ = try Checks.classes(data)
    let penalty = regression.inversePenalty ?? 1
    var features = features
    features.kernel = try features.kernel.chosen(
      bandwidth, alignment, for: data, landmarks: features.landmarks, seed: features.seed,
      by: KernelSVM(kernel: .precomputed, penalty: penalty))
    try features.fit(data.features)
    var regression = regression
    try regression.fit(data.replacing(features: features.transform(data.features)))
    (self.features, self.regression) = (features, regression)
  }

  public func probabilities(_ rows: RealMatrix) throws(DataError) -> RealMatrix {
    try regression.probabilities(features.transform(rows))
  }

  /// Whether what a file held is fitted, and to rows of so many features and classes.
  func isConsistent(features count: Int, classes: Int?) -> Bool {
    features.inputCount == count
      && regression.isConsistent(features: features.outputCount, classes: classes)
  }
}

/// A ridge regression on ``NystromFeatures``: the kernel ridge regression for many rows.
///
/// Fitting n rows costs n · landmarks similarities and O(n · landmarks²).
public struct NystromRegressor: Regressor, Codable, Hashable {
  /// Of a quantum kernel: how it is chosen; nil takes the kernel's own.
  public let bandwidth: Bandwidth?
  /// Of a quantum kernel: how it is trained after the bandwidth is chosen; nil leaves it as it is.
  public let alignment: QuantumKernel.Alignment?
  /// The landmarks; before fitting their kernel is the one that was given.
  public private(set) var features: NystromFeatures
  public private(set) var regression: RidgeRegression

  /// - Parameters:
  ///   - strength: of the penalty of the regression.
  ///   - seed: draws the landmarks, and the rows that a bandwidth is searched on.
  public init(
    kernel: Kernel = .rbf(gamma: nil), bandwidth: Bandwidth? = nil,
    alignment: QuantumKernel.Alignment? = nil, landmarks: Int = 100, strength: Double = 1,
    seed: UInt64 = 0
  ) {
    self.bandwidth = bandwidth
    self.alignment = alignment
    features = NystromFeatures(kernel: kernel, landmarks: landmarks, seed: seed)
    regression = RidgeRegression(strength: strength)
  }

  /// Of the regression.
  public var parameterCount: Int { features.outputCount > 0 ? regression.parameterCount : 0 }

  /// - Throws: ``DataError`` as ``NystromFeatures/fit(_:)``, ``RidgeRegression/fit(_:)`` and, with a
  ///   bandwidth, ``QuantumKernelRegressor/fit(_:)``.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    let scale = TargetScale(try data.values())
    var features = features
    features.kernel = try features.kernel.chosen(
      bandwidth, alignment,
      for: try Dataset(
        name: data.name, features: data.features,
        target: .values(scale.standardized(try data.values())), groups: data.groups),
      landmarks: features.landmarks, seed: features.seed,
      by: KernelRidge(kernel: .precomputed, strength: regression.strength))
    try features.fit(data.features)
    var regression = regression
    try regression.fit(data.replacing(features: features.transform(data.features)))
    (self.features, self.regression) = (features, regression)
  }

  public func predict(_ rows: RealMatrix) throws(DataError) -> [Double] {
    try regression.predict(features.transform(rows))
  }

  /// Whether what a file held is fitted, and to rows of so many features.
  func isConsistent(features count: Int) -> Bool {
    features.inputCount == count && features.outputCount > 0
      && regression.weights.count == features.outputCount
  }
}

extension Kernel {
  /// Rows that a bandwidth is searched on where there are fewer landmarks.
  private static let searchRows = 500

  /// A quantum kernel with its bandwidth chosen on a sample of the rows, and trained; others as they are.
  ///
  /// - Parameter model: judges bandwidths; takes its kernel as a matrix.
  fileprivate func chosen(
    _ bandwidth: Bandwidth?, _ alignment: QuantumKernel.Alignment?, for data: Dataset,
    landmarks: Int, seed: UInt64, by model: some Estimator
  ) throws(DataError) -> Kernel {
    guard case .quantum(var kernel) = self else { return self }
    if let bandwidth {
      let sample = data.sample(max(landmarks, Self.searchRows), seed: seed)
      kernel = try BandwidthSearch.choose(bandwidth, for: kernel, sample, seed: seed, model: model)
        .kernel
    }
    if let alignment { kernel = try kernel.aligned(with: data, alignment).kernel }
    return .quantum(kernel)
  }
}
