/// All products of features up to a degree, without the constant: x, y, x², xy, y² for degree 2.
public struct PolynomialFeatures: Transformer, Hashable {
  /// No more products than this: their number grows like features^degree.
  public static let limit = 100_000

  public let degree: Int
  /// Whether no feature comes twice in a product.
  public let interactionsOnly: Bool
  /// The features of each product, ascending, by degree and then in order.
  public private(set) var products: [[Int]] = []
  public private(set) var inputCount = 0

  public init(degree: Int = 2, interactionsOnly: Bool = false) {
    self.degree = degree
    self.interactionsOnly = interactionsOnly
  }

  public var outputCount: Int { products.count }

  /// - Throws: ``DataError`` for a degree below 1 or more than ``limit`` products.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    guard degree >= 1 else {
      throw DataError(.setting(name: "the degree", value: "\(degree)", allowed: "1 or more"))
    }
    try Checks.rows("polynomial features", features, atLeast: 1)
    inputCount = features.columns
    products = []
    var last: [[Int]] = [[]]
    for _ in 0..<degree {
      var next: [[Int]] = []
      for product in last {
        let start = product.last.map { interactionsOnly ? $0 + 1 : $0 } ?? 0
        for feature in start..<max(start, features.columns) { next.append(product + [feature]) }
        guard products.count + next.count <= Self.limit else {
          throw DataError(
            .setting(
              name: "the degree", value: "\(degree)",
              allowed: "lower: it gives over \(Self.limit) products of \(features.columns) features"
            ))
        }
      }
      products += next
      last = next
      if next.isEmpty { break }
    }
  }

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    for column in result.indices {
      var value = 1.0
      for feature in products[column] { value *= row[feature] }
      result[column] = value
    }
  }

  public func names(_ names: [String]) -> [String] {
    products.map { product in product.map { names[$0] }.joined(separator: "·") }
  }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    inputCount >= 0 && products.isEmpty == (inputCount == 0)
      && products.joined().allSatisfy { (0..<inputCount).contains($0) }
  }
}
