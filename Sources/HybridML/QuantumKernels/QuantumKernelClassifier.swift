/// A support vector machine on a quantum kernel, its bandwidth searched unless it is given.
///
/// ```swift
/// var model = QuantumKernelClassifier(
///   features: [.standardise, .pca(4), .minMax(0...(.pi))], kernel: QuantumKernel(.angle(.y)))
/// try model.fit(train)
/// print(model.kernel.bandwidth, try model.score(test))
/// ```
///
/// Fitting takes one kernel matrix for each bandwidth tried, and the machines of its folds. A prediction
/// runs the encoding once and compares with the support vectors, whose states are kept.
public struct QuantumKernelClassifier: Classifier, Codable, Hashable {
  /// The transformations in front of the kernel, fitted to the training rows.
  public private(set) var features: Pipeline
  /// After fitting, with the bandwidth that was chosen.
  public private(set) var kernel: QuantumKernel
  public let bandwidth: Bandwidth
  /// How the kernel is trained after the bandwidth is chosen; nil leaves it as it is.
  public let alignment: QuantumKernel.Alignment?
  /// C, the price of a point on the wrong side.
  public let penalty: Double
  /// Deals the rows into the folds of the search.
  public let seed: UInt64
  /// The bandwidths that were tried.
  public private(set) var trials: [BandwidthTrial] = []
  /// The support vector machine; nil before fitting.
  public private(set) var machine: KernelSVM?

  /// - Parameters:
  ///   - features: what turns features into angles.
  ///   - kernel: its own bandwidth is not looked at.
  public init(
    features: Pipeline = [], kernel: QuantumKernel = QuantumKernel(),
    bandwidth: Bandwidth = .searched, alignment: QuantumKernel.Alignment? = nil,
    penalty: Double = 1, seed: UInt64 = 0
  ) {
    self.features = features
    self.kernel = kernel
    self.bandwidth = bandwidth
    self.alignment = alignment
    self.penalty = penalty
    self.seed = seed
  }

  /// Multipliers and biases of the support vector machine.
  public var parameterCount: Int { machine?.parameterCount ?? 0 }

  /// - Throws: ``DataError`` for numbers instead of classes, one class only, settings out of range, too few
  ///   rows to search, or what ``QuantumKernel/matrix(_:)`` throws.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    _ = try Checks.classes(data)
    var features = features
    let angles = try data.replacing(features: features.fitTransform(data.features, data.target))
    var (kernel, trials) = try BandwidthSearch.choose(
      bandwidth, for: kernel, angles, seed: seed,
      model: KernelSVM(kernel: .precomputed, penalty: penalty))
    if let alignment { kernel = try kernel.aligned(with: angles, alignment).kernel }
    var machine = KernelSVM(kernel: .quantum(kernel), penalty: penalty)
    try machine.fit(angles)
    (self.features, self.kernel, self.trials, self.machine) = (features, kernel, trials, machine)
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Int] {
    guard let machine else { throw DataError(.notFitted("the quantum kernel classifier")) }
    return try machine.predict(self.features.transform(features))
  }
}
