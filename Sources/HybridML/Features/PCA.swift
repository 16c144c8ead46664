/// Principal components: the directions of largest variance of centred features, by LAPACK's singular
/// value decomposition in O(rows · features²).
///
/// The sign of each component makes its entry of largest magnitude positive, so that fits agree
/// between machines and libraries.
public struct PCA: Transformer, Hashable {
  public let components: Int
  public private(set) var means: [Double] = []
  /// Orthonormal rows, `[components, features]`.
  public private(set) var directions = RealMatrix(rows: 0, columns: 0)
  /// The variance along each component (over n − 1), descending.
  public private(set) var variances: [Double] = []
  /// The share of the total variance along each component.
  public private(set) var varianceRatios: [Double] = []
  public private(set) var singularValues: [Double] = []

  public init(components: Int) { self.components = components }

  public var inputCount: Int { means.count }
  public var outputCount: Int { directions.rows }

  /// - Throws: ``DataError`` when there are fewer features or rows than components.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    try Checks.rows("principal component analysis", features, atLeast: 2)
    let limit = min(features.rows, features.columns)
    guard components >= 1, components <= limit else {
      throw DataError(
        .setting(
          name: "the number of components", value: "\(components)",
          allowed: "1 to \(limit), the smaller of features and rows"))
    }
    var moments = ColumnMoments(columns: features.columns)
    for row in 0..<features.rows { moments.add(features.row(row)) }
    means = moments.means
    let centred = centre(features)
    let vectors: [Double]
    let values: [Double]
    do {
      (_, values, vectors) = try RealAlgebra.singularValues(
        rows: features.rows, columns: features.columns, centred)
    } catch {
      throw DataError(error, in: "principal component analysis")
    }
    var kept = Array(vectors.prefix(components * features.columns))
    for component in 0..<components {
      let range = component * features.columns..<(component + 1) * features.columns
      let largest = kept[range].map { abs($0) }.indexOfLargest
      guard kept[range.lowerBound + largest] < 0 else { continue }
      for index in range { kept[index] = -kept[index] }
    }
    directions = RealMatrix(rows: components, columns: features.columns, elements: kept)
    singularValues = Array(values.prefix(components))
    let all = values.map { $0 * $0 / Double(features.rows - 1) }
    let total = all.reduce(0, +)
    variances = Array(all.prefix(components))
    varianceRatios = variances.map { total > 0 ? $0 / total : 0 }
  }

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    for component in result.indices {
      var sum = 0.0
      for column in row.indices {
        sum += (row[column] - means[column]) * directions[component, column]
      }
      result[component] = sum
    }
  }

  public func names(_ names: [String]) -> [String] {
    (0..<outputCount).map { "component \($0 + 1)" }
  }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    means.isEmpty
      ? directions.rows == 0
      : directions.rows == components && components >= 1 && directions.columns == means.count
  }

  private func centre(_ features: RealMatrix) -> [Double] {
    var elements = features.elements
    var index = 0
    for _ in 0..<features.rows {
      for column in 0..<features.columns {
        elements[index] -= means[column]
        index += 1
      }
    }
    return elements
  }
}
