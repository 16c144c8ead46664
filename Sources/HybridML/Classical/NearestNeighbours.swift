/// The majority of the classes of the nearest training rows, by Euclidean distance; of classes with
/// equally many the first wins, and of rows equally near the earlier one counts.
///
/// A prediction costs O(training rows · features), as one matrix product for many.
public struct NearestNeighbours: ProbabilisticClassifier, Codable, Hashable {
  public let neighbours: Int
  private var features = RealMatrix(rows: 0, columns: 0)
  private var labels: [Int] = []
  private var classCount = 0

  public init(neighbours: Int = 5) { self.neighbours = neighbours }

  /// The training rows themselves.
  public var parameterCount: Int { features.elements.count }

  public mutating func fit(_ data: Dataset) throws(DataError) {
    let (indices, count) = try Checks.classes(data)
    guard neighbours >= 1 else {
      throw DataError(
        .setting(name: "the number of neighbours", value: "\(neighbours)", allowed: "1 or more"))
    }
    guard data.rows >= neighbours else {
      throw DataError(
        .tooFewRows(what: "\(neighbours) neighbours", needed: neighbours, got: data.rows))
    }
    (labels, classCount) = (indices, count)
    features = data.features
  }

  /// The share of each class among the neighbours.
  public func probabilities(_ rows: RealMatrix) throws(DataError) -> RealMatrix {
    guard classCount > 0 else { throw DataError(.notFitted("the nearest neighbours")) }
    try Checks.features(rows, features.columns)
    let products = RealAlgebra.multiply(
      rows: rows.rows, inner: rows.columns, columns: features.rows, rows.elements,
      features.elements, transposingSecond: true)
    let squares = features.squaredNorms
    var result = RealMatrix(rows: rows.rows, columns: classCount)
    for row in 0..<rows.rows {
      // The nearest so far, in order; |x|² is the same for all.
      var nearest: [(distance: Double, label: Int)] = []
      for other in 0..<features.rows {
        let distance = squares[other] - 2 * products[row * features.rows + other]
        if nearest.count == neighbours, distance >= nearest[neighbours - 1].distance { continue }
        var place = nearest.count
        while place > 0, nearest[place - 1].distance > distance { place -= 1 }
        nearest.insert((distance, labels[other]), at: place)
        if nearest.count > neighbours { nearest.removeLast() }
      }
      for (_, label) in nearest { result[row, label] += 1 / Double(neighbours) }
    }
    return result
  }
}

extension NearestNeighbours {
  /// Whether the numbers, which may come from a file, fit together and to rows of so many features.
  func isConsistent(features count: Int, classes: Int?) -> Bool {
    classCount == classes && features.columns == count && labels.count == features.rows
      && (1...max(features.rows, 1)).contains(neighbours)
      && labels.allSatisfy { (0..<classCount).contains($0) }
  }
}
