import RealModule

/// What is known of the coefficients of a linear regression, if residuals are independent and normal
/// with one variance.
public struct RegressionStatistics: Hashable, Sendable, Codable {
  /// One coefficient. That of an aliased column is 0 and all else not a number.
  public struct Coefficient: Hashable, Sendable, Codable {
    public let name: String
    public let estimate: Double
    @NaNCoded public private(set) var standardError: Double
    /// The estimate in standard errors.
    @NaNCoded public private(set) var t: Double
    /// P(|T| > |t|) for a true value of 0.
    @NaNCoded public private(set) var pValue: Double

    init(name: String, estimate: Double, standardError: Double, freedom: Int) {
      self.name = name
      self.estimate = estimate
      self.standardError = standardError
      let t = estimate / standardError
      self.t = t
      pValue =
        t.isNaN ? .nan : ProbabilityDistribution.studentT(Double(freedom)).twoSidedTail(t)
    }
  }

  public let coefficients: [Coefficient]
  public let rows: Int
  /// The rows less the rank.
  public let residualFreedom: Int
  public let rSquared: Double
  public let adjustedRSquared: Double
  /// The standard deviation of the residuals.
  public let residualError: Double
  /// The test that all coefficients but the intercept are 0; not a number where there are no others.
  @NaNCoded public private(set) var f: Double
  @NaNCoded public private(set) var fPValue: Double
  public let logLikelihood: Double
  /// 2 rank − 2 log L, the variance not counted as a parameter.
  public let aic: Double
  /// rank · ln(rows) − 2 log L.
  public let bic: Double

  init(
    names: [String], coefficients: [Double], variances: [Double], rank: Int, rows: Int,
    residualSum: Double, totalSum: Double
  ) {
    let freedom = rows - rank
    let n = Double(rows)
    let variance = residualSum / Double(freedom)
    self.rows = rows
    residualFreedom = freedom
    residualError = variance.squareRoot()
    self.coefficients = names.indices.map { index in
      Coefficient(
        name: names[index], estimate: coefficients[index],
        standardError: (variances[index] * variance).squareRoot(), freedom: freedom)
    }
    rSquared = rank > 1 ? 1 - residualSum / totalSum : 0
    adjustedRSquared = rank > 1 ? 1 - variance / (totalSum / (n - 1)) : 0
    let f = rank > 1 ? (totalSum - residualSum) / Double(rank - 1) / variance : .nan
    self.f = f
    fPValue =
      f.isNaN
      ? .nan
      : ProbabilityDistribution.fisherF(Double(rank - 1), Double(freedom)).upperTail(f)
    logLikelihood = -n / 2 * (Double.log(2 * .pi) + Double.log(residualSum / n) + 1)
    aic = 2 * Double(rank) - 2 * logLikelihood
    bic = Double(rank) * Double.log(n) - 2 * logLikelihood
  }

  /// Intervals that hold each true coefficient with probability `level`.
  public func confidenceIntervals(level: Double = 0.95) -> [(lower: Double, upper: Double)] {
    let t = ProbabilityDistribution.studentT(Double(residualFreedom))
      .quantile(upper: (1 - level) / 2)
    return coefficients.map {
      ($0.estimate - t * $0.standardError, $0.estimate + t * $0.standardError)
    }
  }
}

/// A number that files hold as null where it is not a number, for which JSON has no word.
@propertyWrapper
public struct NaNCoded: Hashable, Sendable, Codable {
  public var wrappedValue: Double

  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isNaN { try container.encodeNil() } else { try container.encode(wrappedValue) }
  }
}
