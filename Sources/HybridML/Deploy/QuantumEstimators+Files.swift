/// What the columns of training rows were called.
struct ColumnNames: Sendable {
  let features: [String]
  let target: String

  init(_ data: Dataset) {
    features = data.featureNames
    target = data.targetName
  }

  /// Names for so many columns that nobody has named.
  init(count: Int) {
    features = (0..<count).map { "x\($0)" }
    target = "label"
  }
}

extension QuantumClassifier {
  /// Writes the fitted classifier as a ``SavedModel``.
  ///
  /// - Throws: ``ModelFileError`` as ``SavedModel/save(to:)``.
  public func save(_ path: String) throws(ModelFileError) {
    let columns = columns ?? ColumnNames(count: features.inputCount)
    try SavedModel(.quantumClassifier(self), columns, classNames: classNames).save(to: path)
  }
}

extension QuantumRegressor {
  /// Writes the fitted regressor as a ``SavedModel``.
  ///
  /// - Throws: ``ModelFileError`` as ``SavedModel/save(to:)``.
  public func save(_ path: String) throws(ModelFileError) {
    let columns = columns ?? ColumnNames(count: features.inputCount)
    try SavedModel(.quantumRegressor(self), columns, classNames: nil).save(to: path)
  }
}
