/// Keeps the features that say most about the target, each judged alone, in their order.
///
/// The features and their scores are found in the training rows; later rows only lose columns.
public struct FeatureSelection: Transformer, Hashable {
  /// What makes a feature a good one.
  public enum Criterion: String, Hashable, Sendable, Codable, CaseIterable {
    /// The F statistic of one feature: of the analysis of variance between classes, or of the regression of
    /// a number on the feature (R. A. Fisher, "Statistical Methods for Research Workers" (1925)). Finds
    /// differences of means and straight lines only.
    case fTest
    /// What the feature tells of the target by any dependence, in nats, estimated from the nearest three
    /// rows (A. Kraskov, H. Stögbauer, P. Grassberger (2004), doi:10.1103/PhysRevE.69.066138; for classes
    /// B. Ross (2014), doi:10.1371/journal.pone.0087357). With numbers it costs O(rows² · features).
    case mutualInformation
  }

  /// How many features are kept.
  public let count: Int
  public let criterion: Criterion
  public private(set) var inputCount = 0
  /// The features that are kept, ascending.
  public private(set) var selected: [Int] = []
  /// The score of every feature; the largest number where a feature decides the target alone.
  public private(set) var scores: [Double] = []

  public init(_ count: Int, by criterion: Criterion = .fTest) {
    self.count = count
    self.criterion = criterion
  }

  public var outputCount: Int { selected.count }

  /// - Throws: ``DataError`` when fewer features are there than are to be kept, for fewer than three
  ///   rows, or one class only.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    try Checks.rows("the selection of features", features, atLeast: 3)
    guard count >= 1, count <= features.columns else {
      throw DataError(
        .setting(
          name: "the number of selected features", value: "\(count)",
          allowed: "1 to \(features.columns), the number of features"))
    }
    guard target.count == features.rows else {
      throw DataError(
        .shape(what: "the number of targets", expected: features.rows, got: target.count))
    }
    let scores: [Double]
    switch target {
    case .classes(let labels, let names):
      guard Set(labels).count > 1 else {
        throw DataError(.oneClass(column: "target", name: labels.first.map { names[$0] } ?? ""))
      }
      scores = (0..<features.columns).map { column in
        let feature = features.column(column)
        return switch criterion {
        case .fTest: FStatistic.betweenClasses(feature, labels, classes: names.count)
        case .mutualInformation:
          MutualInformation.withClasses(feature, labels, classes: names.count)
        }
      }
    case .values(let values):
      scores = (0..<features.columns).map { column in
        let feature = features.column(column)
        return switch criterion {
        case .fTest: FStatistic.ofRegression(feature, values)
        case .mutualInformation: MutualInformation.withValues(feature, values)
        }
      }
    }
    // Of equally good features the first.
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    selected = order.prefix(count).sorted()
    self.scores = scores
    inputCount = features.columns
  }

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    for place in result.indices { result[place] = row[selected[place]] }
  }

  public func names(_ names: [String]) -> [String] { selected.map { names[$0] } }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    inputCount >= 0 && scores.count == inputCount && selected.count == (inputCount > 0 ? count : 0)
      && selected.allSatisfy { (0..<inputCount).contains($0) }
  }
}

/// How clearly one feature tells targets apart.
enum FStatistic {
  /// The variance between the means of classes over that inside classes, each over its degrees of freedom.
  static func betweenClasses(_ feature: [Double], _ labels: [Int], classes: Int) -> Double {
    var (counts, means) = (
      [Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes)
    )
    for (value, label) in zip(feature, labels) {
      counts[label] += 1
      means[label] += (value - means[label]) / counts[label]
    }
    let mean = feature.reduce(0, +) / Double(feature.count)
    var between = 0.0
    for label in 0..<classes {
      between += counts[label] * (means[label] - mean) * (means[label] - mean)
    }
    let inside = zip(feature, labels).reduce(0) {
      $0 + ($1.0 - means[$1.1]) * ($1.0 - means[$1.1])
    }
    let occupied = Double(counts.count { $0 > 0 })
    return ratio(between / (occupied - 1), inside, Double(feature.count) - occupied)
  }

  /// (n − 2) r² / (1 − r²) with the correlation r.
  static func ofRegression(_ feature: [Double], _ values: [Double]) -> Double {
    let n = Double(feature.count)
    let (meanX, meanY) = (feature.reduce(0, +) / n, values.reduce(0, +) / n)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(feature, values) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    guard xx > 0, yy > 0 else { return 0 }
    let explained = xy / xx * xy
    return ratio(explained, max(0, yy - explained), n - 2)
  }

  /// signal / (noise / freedom), 0 where there is no signal.
  private static func ratio(_ signal: Double, _ noise: Double, _ freedom: Double) -> Double {
    guard signal > 0 else { return 0 }
    guard noise > 0, freedom > 0 else { return .greatestFiniteMagnitude }
    return min(signal / (noise / freedom), .greatestFiniteMagnitude)
  }
}
