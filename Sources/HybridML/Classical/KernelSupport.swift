import Synchronization

/// The training rows that a kernel model predicts from, with its kernel settled.
struct KernelSupport: Hashable, Sendable {
  /// The kernel with γ settled.
  let kernel: Kernel
  /// Which of the training rows these are, ascending.
  let rows: [Int]
  let trainingRows: Int
  /// The rows' features; none where the kernel is given as a matrix.
  private let features: RealMatrix
  private let embedding: Embedding

  /// - Parameter embedded: what the kernel makes of `features`, all training rows of both.
  init(_ kernel: Kernel, _ features: RealMatrix, embedded: RealMatrix, rows: [Int]) {
    self.kernel = kernel
    self.rows = rows
    trainingRows = features.rows
    let kept = kernel == .precomputed ? [] : rows
    self.features = features.selecting(rows: kept)
    embedding = Embedding(embedded.selecting(rows: kept))
  }

  /// How many features a row has.
  var featureCount: Int { features.columns }

  /// The similarities of some rows to these, `[features.rows, rows.count]`.
  func similarities(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    try Checks.features(features, self.features.columns)
    if kernel == .precomputed { return features.selecting(columns: rows) }
    let own = try embedding.rows { () throws(DataError) in try kernel.embed(self.features) }
    return kernel.matrix(try kernel.embed(features), own)
  }

  /// Σ wᵢ xᵢ over the rows at some positions: of the linear kernel all that predictions need.
  func combination(of positions: [Int], _ weights: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: features.columns)
    for (position, weight) in zip(positions, weights) {
      for (column, value) in features.row(position).enumerated() { sum[column] += weight * value }
    }
    return sum
  }

  static func == (a: Self, b: Self) -> Bool {
    a.kernel == b.kernel && a.rows == b.rows && a.trainingRows == b.trainingRows
      && a.features == b.features
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(kernel)
    hasher.combine(rows)
    hasher.combine(trainingRows)
    hasher.combine(features)
  }
}

/// What a kernel makes of rows before it compares.
///
/// The states of rows that a file holds are computed when they are first needed: a few bytes can ask for
/// more memory and time than reading a file should take.
private final class Embedding: Sendable {
  private let known: Mutex<RealMatrix?>

  init(_ rows: RealMatrix?) { known = Mutex(rows) }

  func rows(_ make: () throws(DataError) -> RealMatrix) throws(DataError) -> RealMatrix {
    if let rows = known.withLock({ $0 }) { return rows }
    let rows = try make()
    known.withLock { $0 = rows }
    return rows
  }
}

extension KernelSupport: Codable {
  private enum CodingKeys: String, CodingKey { case kernel, rows, trainingRows, features }

  /// Refuses a file whose numbers do not fit together.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kernel = try container.decode(Kernel.self, forKey: .kernel)
    let rows = try container.decode([Int].self, forKey: .rows)
    let trainingRows = try container.decode(Int.self, forKey: .trainingRows)
    let features = try container.decode(RealMatrix.self, forKey: .features)
    let isPrecomputed = kernel == .precomputed
    guard trainingRows >= 0, features.rows == (isPrecomputed ? 0 : rows.count),
      rows.allSatisfy({ (0..<trainingRows).contains($0) }),
      !isPrecomputed || features.columns == trainingRows
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container,
        debugDescription: "the support vectors of a kernel model do not fit together")
    }
    (self.kernel, self.rows, self.trainingRows) = (kernel, rows, trainingRows)
    self.features = features
    embedding = Embedding(isPrecomputed ? features : nil)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kernel, forKey: .kernel)
    try container.encode(rows, forKey: .rows)
    try container.encode(trainingRows, forKey: .trainingRows)
    try container.encode(features, forKey: .features)
  }
}

/// The training rows of a kernel model as it fits them.
struct KernelRows {
  let kernel: Kernel
  let features: RealMatrix
  let embedded: RealMatrix
  /// The similarities of all rows, `[rows, rows]`.
  let matrix: RealMatrix

  /// - Throws: ``DataError`` for settings of the kernel, features that it does not take, or a precomputed
  ///   kernel that is not square.
  init(_ kernel: Kernel, _ features: RealMatrix) throws(DataError) {
    try kernel.validate()
    try features.checkFinite()
    if kernel == .precomputed, features.columns != features.rows {
      throw DataError(
        .shape(what: "the width of a kernel matrix", expected: features.rows, got: features.columns)
      )
    }
    self.features = features
    embedded = try kernel.embed(features)
    self.kernel = kernel.settled(for: embedded)
    matrix = try self.kernel.trainingMatrix(of: embedded)
  }

  func support(_ rows: [Int]) -> KernelSupport {
    KernelSupport(kernel, features, embedded: embedded, rows: rows)
  }
}
