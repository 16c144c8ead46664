/// A support vector machine with a kernel; more than two classes vote in pairs, as in libsvm.
///
/// The dual problem of each pair is solved by sequential minimal optimisation (``SMO``) to a violation
/// of `tolerance`; memory is the kernel matrix, `rows² · 8` bytes.
public struct KernelSVM: Classifier, Codable, Hashable {
  /// The machine that tells one class from another.
  struct Pair: Codable, Hashable {
    let first: Int
    let second: Int
    /// Positions among ``KernelSVM/supportRows``, and the signed multiplier of each.
    var support: [Int]
    var weights: [Double]
    let bias: Double
  }

  public let kernel: Kernel
  /// C, the price of a point on the wrong side.
  public let penalty: Double
  public let tolerance: Double
  private var support: KernelSupport?
  private var pairs: [Pair] = []
  private var classCount = 0
  /// With a linear kernel, one direction a pair in place of all its support vectors, `[pairs, features]`.
  /// Empty with any other, and where that were too many numbers.
  private var directions: [Double] = []

  /// What a model file may make of few numbers of its own.
  private static let directionLimit = 1 << 24

  public init(kernel: Kernel = .rbf(gamma: nil), penalty: Double = 1, tolerance: Double = 1e-3) {
    self.kernel = kernel
    self.penalty = penalty
    self.tolerance = tolerance
  }

  /// The kernel with γ settled; nil before fitting.
  public var fittedKernel: Kernel? { support?.kernel }

  /// The training rows that any pair needs.
  public var supportRows: [Int] { support?.rows ?? [] }

  /// A multiplier for each support vector of each pair, and the biases.
  public var parameterCount: Int { pairs.reduce(0) { $0 + $1.weights.count + 1 } }

  /// - Throws: ``DataError`` for numbers instead of classes, one class only, a precomputed kernel that
  ///   is not square, or when a pair does not converge.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try Checks.positive("C", penalty)
    try Checks.positive("the tolerance", tolerance)
    let (labels, count) = try Checks.classes(data)
    let all = try KernelRows(kernel, data.features)
    var found: [Pair] = []
    var isSupport = [Bool](repeating: false, count: data.rows)
    for first in 0..<count {
      for second in (first + 1)..<max(count, first + 1) {
        let rows = labels.indices.filter { labels[$0] == first || labels[$0] == second }
        // A class without training rows never wins a vote.
        guard rows.contains(where: { labels[$0] == first }),
          rows.contains(where: { labels[$0] == second })
        else { continue }
        let solution = try SMO.classification(
          kernel: all.matrix, rows: rows, signs: rows.map { labels[$0] == first ? 1 : -1 },
          penalty: penalty, tolerance: tolerance
        ).solve()
        var pair = Pair(
          first: first, second: second, support: [], weights: [], bias: solution.bias)
        for (row, weight) in zip(rows, solution.weights) where weight != 0 {
          pair.support.append(row)
          pair.weights.append(weight)
          isSupport[row] = true
        }
        found.append(pair)
      }
    }
    let supportRows = isSupport.indices.filter { isSupport[$0] }
    var place = [Int](repeating: 0, count: data.rows)
    for (position, row) in supportRows.enumerated() { place[row] = position }
    for index in found.indices { found[index].support = found[index].support.map { place[$0] } }
    pairs = found
    classCount = count
    support = all.support(supportRows)
    directions = linearDirections()
  }

  private func linearDirections() -> [Double] {
    guard let support, support.kernel == .linear,
      pairs.count * support.featureCount <= Self.directionLimit
    else { return [] }
    return pairs.flatMap { support.combination(of: $0.support, $0.weights) }
  }

  /// The value of each pair's decision function, `[rows, pairs]`: positive for the first class.
  public func decisions(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard let support else { throw DataError(.notFitted("the support vector machine")) }
    var result = RealMatrix(rows: features.rows, columns: pairs.count)
    if !directions.isEmpty {
      try Checks.features(features, support.featureCount)
      let products = RealAlgebra.multiply(
        rows: features.rows, inner: features.columns, columns: pairs.count, features.elements,
        directions, transposingSecond: true)
      for row in 0..<features.rows {
        for (index, pair) in pairs.enumerated() {
          result[row, index] = products[row * pairs.count + index] + pair.bias
        }
      }
      return result
    }
    let similarities = try support.similarities(features)
    for row in 0..<features.rows {
      for (index, pair) in pairs.enumerated() {
        var sum = pair.bias
        for (position, weight) in zip(pair.support, pair.weights) {
          sum += weight * similarities[row, position]
        }
        result[row, index] = sum
      }
    }
    return result
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Int] {
    let decisions = try decisions(features)
    return (0..<features.rows).map { row in
      var votes = [Int](repeating: 0, count: classCount)
      for (index, pair) in pairs.enumerated() {
        votes[decisions[row, index] > 0 ? pair.first : pair.second] += 1
      }
      return votes.indices.max { (votes[$0], $1) < (votes[$1], $0) } ?? 0
    }
  }
}

extension KernelSVM {
  private enum CodingKeys: String, CodingKey {
    case kernel, penalty, tolerance, support, pairs, classCount
  }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(Kernel.self, forKey: .kernel)
    penalty = try container.decode(Double.self, forKey: .penalty)
    tolerance = try container.decode(Double.self, forKey: .tolerance)
    let support = try container.decodeIfPresent(KernelSupport.self, forKey: .support)
    let pairs = try container.decode([Pair].self, forKey: .pairs)
    let classCount = try container.decode(Int.self, forKey: .classCount)
    let places = 0..<(support?.rows.count ?? 0)
    let fits = pairs.allSatisfy { pair in
      pair.support.count == pair.weights.count && pair.support.allSatisfy(places.contains)
        && 0 <= pair.first && pair.first < pair.second && pair.second < classCount
    }
    guard fits else {
      throw DecodingError.dataCorruptedError(
        forKey: .pairs, in: container,
        debugDescription: "the pairs of classes of a support vector machine do not fit together")
    }
    (self.support, self.pairs, self.classCount) = (support, pairs, classCount)
    directions = linearDirections()
  }

  /// Whether what a file held is fitted, and to rows of so many features and classes.
  func isConsistent(features: Int, classes: Int?) -> Bool {
    support?.featureCount == features && classCount == classes
  }
}
