import HybridML

/// Iris, split as in the reference runs; training rows scaled to [0, π], the others with them, clipped.
struct IrisFold {
  let train, test: Trainer.Examples

  init(_ fold: Int) throws {
    let data = try Dataset.iris()
    let folds = try Folds(assignment: ReferenceRuns.irisFold)
    let train = data.selecting(rows: folds.trainingRows(fold))
    let test = data.selecting(rows: folds.testRows(fold))
    var pipeline: Pipeline = [.minMax(0...(.pi))]
    self.train = Trainer.Examples(
      try pipeline.fitTransform(train.features, train.target), train.target)
    self.test = Trainer.Examples(try pipeline.transform(test.features), test.target)
  }

  static func classes(_ examples: Trainer.Examples) -> [Int] {
    guard case .classes(let indices, _) = examples.target else { return [] }
    return indices
  }
}
