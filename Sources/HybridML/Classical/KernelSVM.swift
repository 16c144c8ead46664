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
  /// The kernel with γ settled.
  public private(set) var fittedKernel: Kernel?
  /// The training rows that any pair needs.
  public private(set) var supportRows: [Int] = []
  private var supportFeatures = RealMatrix(rows: 0, columns: 0)
  private var pairs: [Pair] = []
  private var classCount = 0
  private var trainingRows = 0

  public init(kernel: Kernel = .rbf(gamma: nil), penalty: Double = 1, tolerance: Double = 1e-3) {
    self.kernel = kernel
    self.penalty = penalty
    self.tolerance = tolerance
  }

  /// A multiplier for each support vector of each pair, and the biases.
  public var parameterCount: Int { pairs.reduce(0) { $0 + $1.weights.count + 1 } }

  /// - Throws: ``DataError`` for numbers instead of classes, one class only, a precomputed kernel that
  ///   is not square, or when a pair does not converge.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try Checks.positive("C", penalty)
    try Checks.positive("the tolerance", tolerance)
    if case .rbf(let gamma?) = kernel { try Checks.positive("gamma", gamma) }
    let (labels, count) = try Checks.classes(data)
    if kernel == .precomputed, data.features.columns != data.rows {
      throw DataError(
        .shape(
          what: "the width of a kernel matrix", expected: data.rows, got: data.features.columns))
    }
    let fitted = kernel.settled(for: data.features)
    let matrix = fitted.matrix(data.features, data.features)
    var found: [Pair] = []
    var isSupport = [Bool](repeating: false, count: data.rows)
    for first in 0..<count {
      for second in (first + 1)..<max(count, first + 1) {
        let rows = labels.indices.filter { labels[$0] == first || labels[$0] == second }
        // A class without training rows never wins a vote.
        guard rows.contains(where: { labels[$0] == first }),
          rows.contains(where: { labels[$0] == second })
        else { continue }
        let solution = try SMO(
          kernel: matrix, rows: rows, signs: rows.map { labels[$0] == first ? 1 : -1 },
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
    supportRows = isSupport.indices.filter { isSupport[$0] }
    var place = [Int](repeating: 0, count: data.rows)
    for (position, row) in supportRows.enumerated() { place[row] = position }
    for index in found.indices { found[index].support = found[index].support.map { place[$0] } }
    pairs = found
    classCount = count
    trainingRows = data.rows
    fittedKernel = fitted
    supportFeatures =
      kernel == .precomputed
      ? RealMatrix(rows: 0, columns: data.rows) : data.features.selecting(rows: supportRows)
  }

  /// The value of each pair's decision function, `[rows, pairs]`: positive for the first class.
  public func decisions(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard let fittedKernel else { throw DataError(.notFitted("the support vector machine")) }
    try Checks.features(features, supportFeatures.columns)
    let similarities =
      fittedKernel == .precomputed
      ? features.selecting(columns: supportRows) : fittedKernel.matrix(features, supportFeatures)
    var result = RealMatrix(rows: features.rows, columns: pairs.count)
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
  /// Whether the numbers, which may come from a file, fit together and to rows of so many features.
  func isConsistent(features: Int, classes: Int?) -> Bool {
    guard let fittedKernel, classCount == classes,
      supportFeatures.columns == features
    else { return false }
    let isPrecomputed = fittedKernel == .precomputed
    guard isPrecomputed || supportFeatures.rows == supportRows.count,
      !isPrecomputed || supportRows.allSatisfy({ (0..<features).contains($0) })
    else { return false }
    return pairs.allSatisfy { pair in
      (0..<classCount).contains(pair.first) && (0..<classCount).contains(pair.second)
        && pair.support.count == pair.weights.count
        && pair.support.allSatisfy { supportRows.indices.contains($0) }
    }
  }
}
