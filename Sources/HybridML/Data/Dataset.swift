/// Features and what is to be learnt from them.
///
/// `features` has shape `[rows, features]`; the target is a class index or a number for each row.
public struct Dataset: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// Indices into `names`, one a row.
    case classes([Int], names: [String])
    case values([Double])

    public var count: Int {
      switch self {
      case .classes(let indices, _): indices.count
      case .values(let values): values.count
      }
    }
  }

  /// What a numeric label means.
  public enum Task: Hashable, Sendable {
    /// Classes where the label is text, or whole numbers with at most twenty different ones.
    case automatic
    case classification
    case regression
  }

  /// What to do with columns that have one value only.
  public enum ConstantColumns: Hashable, Sendable {
    /// An error that names the column.
    case refuse
    case drop
    case keep
  }

  public let name: String
  public let features: RealMatrix
  public let featureNames: [String]
  public let target: Target
  public let targetName: String
  /// A number for each row; rows of one group never end up on both sides of a grouped split.
  public var groups: [Int]?

  /// - Throws: ``DataError`` when the sizes do not fit, a class index is out of range, or a number is
  ///   not finite.
  public init(
    name: String, features: RealMatrix, featureNames: [String]? = nil, target: Target,
    targetName: String = "label", groups: [Int]? = nil
  ) throws(DataError) {
    let names = featureNames ?? (0..<features.columns).map { "x\($0)" }
    guard names.count == features.columns else {
      throw DataError(
        .shape(what: "the number of feature names", expected: features.columns, got: names.count))
    }
    guard target.count == features.rows else {
      throw DataError(
        .shape(what: "the number of targets", expected: features.rows, got: target.count))
    }
    if let groups, groups.count != features.rows {
      throw DataError(
        .shape(what: "the number of groups", expected: features.rows, got: groups.count))
    }
    try features.checkFinite()
    switch target {
    case .classes(let indices, let names):
      if let wrong = indices.first(where: { !names.indices.contains($0) }) {
        throw DataError(
          .setting(name: "a class index", value: "\(wrong)", allowed: "in 0..<\(names.count)"))
      }
    case .values(let values):
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw DataError(.notFiniteInput(row: row, column: features.columns, value: values[row]))
      }
    }
    self.init(
      unchecked: name, features, names, target, targetName, groups)
  }

  private init(
    unchecked name: String, _ features: RealMatrix, _ featureNames: [String], _ target: Target,
    _ targetName: String, _ groups: [Int]?
  ) {
    self.name = name
    self.features = features
    self.featureNames = featureNames
    self.target = target
    self.targetName = targetName
    self.groups = groups
  }

  public var rows: Int { features.rows }

  /// The names of the classes; nil for regression.
  public var classNames: [String]? {
    if case .classes(_, let names) = target { names } else { nil }
  }

  /// The class index of each row.
  ///
  /// - Throws: ``DataError/Problem/wrongTarget(needed:)`` for regression.
  public func classIndices() throws(DataError) -> [Int] {
    guard case .classes(let indices, _) = target else {
      throw DataError(.wrongTarget(needed: "classes, not numbers"))
    }
    return indices
  }

  /// The number to predict for each row.
  ///
  /// - Throws: ``DataError/Problem/wrongTarget(needed:)`` for classification.
  public func values() throws(DataError) -> [Double] {
    guard case .values(let values) = target else {
      throw DataError(.wrongTarget(needed: "numbers, not classes"))
    }
    return values
  }

  /// The rows at some indices, in their order. Classes keep their indices and names.
  public func selecting(rows indices: [Int]) -> Dataset {
    let target: Target =
      switch target {
      case .classes(let all, let names): .classes(indices.map { all[$0] }, names: names)
      case .values(let all): .values(indices.map { all[$0] })
      }
    let groups = groups.map { all in indices.map { all[$0] } }
    return Dataset(
      unchecked: name, features.selecting(rows: indices), featureNames, target, targetName, groups)
  }

  /// The same rows with other features.
  ///
  /// - Throws: ``DataError`` when the numbers of rows differ or a number is not finite.
  public func replacing(
    features: RealMatrix, names: [String]? = nil
  ) throws(DataError) -> Dataset {
    try Dataset(
      name: name, features: features, featureNames: names, target: target, targetName: targetName,
      groups: groups)
  }
}
