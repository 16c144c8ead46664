extension Baselines {
  /// How good the baselines are on rows that they are not fitted to.
  ///
  /// ```swift
  /// print(try model.score(test), try Baselines.compare(on: train, test))
  /// ```
  ///
  /// A baseline that cannot be fitted is listed with the reason. For means and deviations over folds see
  /// ``CrossValidation``.
  ///
  /// - Parameters:
  ///   - train: what everything is fitted to, preprocessing included.
  ///   - test: rows with the same features, classes in the same order.
  ///   - components: how many features the model beside them gets; nil is all.
  /// - Throws: ``DataError`` for test rows of other classes, other features or another kind of target.
  public static func compare(
    on train: Dataset, _ test: Dataset, components: Int? = nil
  ) throws -> ModelComparison {
    guard train.classNames == test.classNames else {
      throw DataError(
        .setting(
          name: "the classes of the rows to test on",
          value: test.classNames?.joined(separator: ", ") ?? "numbers",
          allowed: train.classNames?.joined(separator: ", ") ?? "numbers"))
    }
    try Checks.features(test.features, train.features.columns)
    let entries = try candidates(for: train, components: components).map { candidate in
      var entry = ModelComparison.Entry(
        name: candidate.name, features: candidate.features, role: candidate.role)
      do {
        entry.folds = [
          try CrossValidation.evaluate(candidate, fold: 0, training: train, test: test)
        ]
      } catch let error as DataError {
        entry.reasonSkipped = error.problem.description
      }
      return entry
    }
    return ModelComparison(
      of: train, rows: train.rows + test.rows, foldCount: 1, entries: entries)
  }
}

extension ModelComparison: CustomStringConvertible {
  /// A table: each model with its score on rows that it was not fitted to.
  public var description: String {
    var rows = [["model", "learns from", metric, "parameters"]]
    for entry in entries {
      let score = foldCount == 1 ? entry.test.mean.fixed(3) : entry.test.text
      rows.append(
        [entry.name, entry.features]
          + (entry.reasonSkipped.map { ["not run: \($0)", ""] }
            ?? [score, entry.parameterCount.fixed(0)]))
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
