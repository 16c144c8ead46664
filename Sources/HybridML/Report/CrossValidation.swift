/// Judges candidates on the same folds of a data set: in each fold everything is fitted to the training
/// rows alone, and the rows left out are predicted.
///
/// ```swift
/// let data = try Dataset.wine()
/// let judge = try CrossValidation(data, folds: data.folds(5, seed: 0))
/// let comparison = try judge.compare(Baselines.candidates(for: data, components: 4))
/// for entry in comparison.entries { print(entry.name, entry.features, entry.test.mean) }
/// ```
///
/// Scores are the same bits at every number of threads; only seconds differ between runs.
public struct CrossValidation: Sendable {
  public let data: Dataset
  public let folds: Folds

  /// - Throws: ``DataError`` when the folds are of another number of rows, or leave rows of one class
  ///   only to train on.
  public init(_ data: Dataset, folds: Folds) throws(DataError) {
    guard folds.assignment.count == data.rows else {
      throw DataError(
        .shape(
          what: "the number of rows dealt into folds", expected: data.rows,
          got: folds.assignment.count))
    }
    if case .classes(let indices, let names) = data.target {
      for fold in 0..<folds.count {
        let present = Set(folds.trainingRows(fold).map { indices[$0] })
        if present.count < 2, let only = present.first {
          throw DataError(.oneClass(column: data.targetName, name: names[only]))
        }
      }
    }
    self.data = data
    self.folds = folds
  }

  /// Fits every candidate in every fold.
  ///
  /// A baseline that cannot be fitted is listed with the reason; a model that cannot is an error.
  ///
  /// - Parameters:
  ///   - known: results of an earlier, interrupted comparison of the same candidates, by their position.
  ///   - onResult: called with each new result and the position of its candidate.
  public func compare(
    _ candidates: [Candidate], known: [Int: [FoldResult]] = [:],
    onResult: ((_ candidate: Int, FoldResult) throws -> Void)? = nil
  ) throws -> ModelComparison {
    var entries: [ModelComparison.Entry] = []
    for (position, candidate) in candidates.enumerated() {
      var entry = ModelComparison.Entry(
        name: candidate.name, features: candidate.features, role: candidate.role)
      entry.reasonSkipped = candidate.reasonToSkip
      for fold in 0..<folds.count where entry.reasonSkipped == nil {
        if let result = known[position]?.first(where: { $0.fold == fold }) {
          entry.folds.append(result)
          continue
        }
        do {
          let result = try evaluate(candidate, fold: fold)
          entry.folds.append(result)
          try onResult?(position, result)
        } catch let error as DataError where candidate.role == .baseline {
          entry.folds = []
          entry.reasonSkipped = error.problem.description
        }
      }
      entries.append(entry)
    }
    return ModelComparison(
      of: data, rows: data.rows, foldCount: folds.count, entries: entries)
  }

  /// Rows on which training scores are taken at most, evenly chosen.
  public static let trainingScoreRows = 10_000

  /// Fits one candidate to the training rows of one fold, and scores it there and on the test rows.
  public func evaluate(_ candidate: Candidate, fold: Int) throws -> FoldResult {
    try Self.evaluate(
      candidate, fold: fold, training: data.selecting(rows: folds.trainingRows(fold)),
      test: data.selecting(rows: folds.testRows(fold)))
  }

  /// Fits one candidate to some rows, and scores it there and on others.
  static func evaluate(
    _ candidate: Candidate, fold: Int, training: Dataset, test: Dataset
  ) throws -> FoldResult {
    let start = CPUTime.seconds
    let fitted = try candidate.fit(training, fold)
    let seconds = CPUTime.seconds - start
    let predictions = try fitted.predictInBlocks(test.features)
    let seen = training.thinned(to: trainingScoreRows)
    var error: Double?
    if case .values(let predicted) = predictions {
      error = Metrics.rootMeanSquaredError(predicted, try test.values())
    }
    return FoldResult(
      fold: fold, train: try fitted.predictInBlocks(seen.features).score(seen.target),
      test: try predictions.score(test.target), testError: error,
      parameterCount: fitted.parameterCount, predictions: predictions, seconds: seconds)
  }

  /// The prediction that each row got when it was left out; nil for an entry that was skipped.
  public func testPredictions(of entry: ModelComparison.Entry) -> Predictions? {
    guard entry.folds.count == folds.count else { return nil }
    var classes = Array(repeating: 0, count: data.rows)
    var values = Array(repeating: 0.0, count: data.rows)
    for result in entry.folds {
      let rows = folds.testRows(result.fold)
      switch result.predictions {
      case .classes(let predicted):
        for (row, index) in zip(rows, predicted) { classes[row] = index }
      case .values(let predicted): for (row, value) in zip(rows, predicted) { values[row] = value }
      }
    }
    if case .classes = data.target { return .classes(classes) }
    return .values(values)
  }

  /// How classes were taken for each other in rows left out; nil for regression and skipped entries.
  public func confusion(of entry: ModelComparison.Entry) -> ConfusionMatrix? {
    guard case .classes(let actual, let names) = data.target,
      case .classes(let predicted)? = testPredictions(of: entry)
    else { return nil }
    return ConfusionMatrix(predictions: predicted, classes: actual, names: names)
  }
}

/// What one candidate did in one fold.
public struct FoldResult: Hashable, Sendable, Codable {
  public let fold: Int
  /// The score on the rows that it was fitted to: accuracy, or R².
  public let train: Double
  /// The score on the rows left out.
  public let test: Double
  /// The root mean squared error on the rows left out, in units of the target; nil for classes.
  public let testError: Double?
  public let parameterCount: Int
  /// What was predicted for the rows left out, ascending.
  public let predictions: Predictions
  /// CPU seconds of fitting, over all threads.
  public let seconds: Double
}

extension Candidate.Fitted {
  /// Predictions of many rows in bounded memory: kernel machines compare every row with thousands.
  fileprivate func predictInBlocks(_ rows: RealMatrix) throws -> Predictions {
    let size = 2048
    if rows.rows <= size { return try predict(rows) }
    var classes: [Int] = []
    var values: [Double] = []
    for start in stride(from: 0, to: rows.rows, by: size) {
      let block = rows.selecting(rows: Array(start..<min(start + size, rows.rows)))
      switch try predict(block) {
      case .classes(let part): classes += part
      case .values(let part): values += part
      }
    }
    return classes.isEmpty ? .values(values) : .classes(classes)
  }
}

extension Dataset {
  /// These rows, or every so many of them where there are more than `limit`.
  fileprivate func thinned(to limit: Int) -> Dataset {
    guard rows > limit else { return self }
    return selecting(rows: (0..<limit).map { $0 * rows / limit })
  }
}
