import RealModule

/// Logistic regression of two or more classes, by Newton's method (iteratively reweighted least
/// squares) with step halving.
///
/// With a penalty the loss is |weights|² / 2 + C Σ cross-entropy, the intercepts free, with one set of
/// weights for two classes and else one a class. Without a penalty it is the maximum of the likelihood,
/// the first class being the reference, with Wald's standard errors and tests; classes that a plane
/// separates have no maximum, which is found and said in ``separation``.
///
/// One step costs O(rows · p² · m²) for p features and m sets of weights; where that is much, steps come by
/// conjugate gradients, each of whose iterations costs O(rows · p · m).
public struct LogisticRegression: ProbabilisticClassifier, Codable, Hashable {
  /// Whether a plane separates classes, so that weights without penalty would grow for ever.
  public enum Separation: String, Hashable, Sendable, Codable {
    case none
    /// Every row can be put on the right side.
    case complete
    /// Some rows can, the others lie on the plane or do not matter to it.
    case quasiComplete
  }

  /// One coefficient with Wald's test.
  public struct Coefficient: Hashable, Sendable, Codable {
    /// The class that it speaks for, against the first.
    public let className: String
    public let name: String
    public let estimate: Double
    public let standardError: Double
    public let z: Double
    /// P(|Z| > |z|) for a true value of 0.
    public let pValue: Double
  }

  /// C, the weight of the data against the penalty; nil is no penalty.
  public let inversePenalty: Double?
  public let maximumIterations: Int
  public private(set) var classCount = 0
  /// The intercept and then the weights of each set, `[sets, features + 1]`.
  public private(set) var coefficients = RealMatrix(rows: 0, columns: 0)
  public private(set) var separation = Separation.none
  /// Wald's tests; nil with a penalty, or where classes are separated.
  public private(set) var statistics: [Coefficient]?
  public private(set) var logLikelihood = 0.0
  public private(set) var iterations = 0

  /// - Parameter inversePenalty: C; nil for the plain maximum of the likelihood.
  public init(inversePenalty: Double? = 1, maximumIterations: Int = 100) {
    self.inversePenalty = inversePenalty
    self.maximumIterations = maximumIterations
  }

  public var parameterCount: Int { coefficients.elements.count }

  /// - Throws: ``DataError`` for numbers instead of classes, one class only, a class without rows where
  ///   there is no penalty, columns that depend on each other there, or when iterations run out.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    if let inversePenalty { try Checks.positive("C", inversePenalty) }
    let (labels, count) = try Checks.classes(data)
    if inversePenalty == nil, let empty = (0..<count).first(where: { !labels.contains($0) }) {
      throw DataError(
        .unknownClass(
          column: data.targetName, name: data.classNames?[empty] ?? "\(empty)",
          known: (data.classNames ?? []).enumerated().filter { labels.contains($0.0) }.map(\.1)))
    }
    if inversePenalty == nil {
      let design = try DesignFactorization(
        data.features, rightSide: Array(repeating: 0, count: data.rows))
      if design.rank <= data.features.columns {
        throw DataError(.dependentColumn(data.featureNames[design.aliased.first ?? 0]))
      }
    }
    var problem = LogisticProblem(
      data.features, labels, classes: count, inversePenalty: inversePenalty)
    (separation, iterations) = try problem.solve(maximumIterations: maximumIterations)
    classCount = count
    coefficients = problem.coefficients
    logLikelihood = problem.logLikelihood
    statistics = nil
    if inversePenalty == nil, separation == .none {
      let errors = try problem.standardErrors()
      statistics = coefficients.elements.indices.map { index in
        let (set, column) = index.quotientAndRemainder(dividingBy: coefficients.columns)
        let z = coefficients.elements[index] / errors[index]
        return Coefficient(
          className: (data.classNames ?? [])[set + 1],
          name: column == 0 ? "(intercept)" : data.featureNames[column - 1],
          estimate: coefficients.elements[index], standardError: errors[index], z: z,
          pValue: ProbabilityDistribution.normal.twoSidedTail(z))
      }
    }
  }

  public func probabilities(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard classCount > 0 else { throw DataError(.notFitted("the logistic regression")) }
    try Checks.features(features, coefficients.columns - 1)
    return LogisticProblem.probabilities(
      LogisticProblem.withIntercept(features), coefficients, classes: classCount)
  }
}

extension LogisticRegression {
  /// Whether the numbers, which may come from a file, fit together and to rows of so many features.
  func isConsistent(features: Int, classes: Int?) -> Bool {
    classCount == classes && classCount >= 2 && coefficients.columns == features + 1
      && (coefficients.rows == classCount || coefficients.rows == classCount - 1)
  }
}
