import HybridML

/// Shows how far all trainings of a run are: one for each fold, and one on all rows.
struct TrainingProgress: Sendable {
  private let progress: Progress?
  private let trainings: Int

  init(epochs: Int, folds: Int, isQuiet: Bool) {
    trainings = folds + 1
    progress = Progress(total: trainings * max(epochs, 1), unit: "epochs", isQuiet: isQuiet)
  }

  /// What is shown after each epoch of the training of one fold.
  func callbacks(fold: Int) -> [Callback] {
    guard let progress else { return [] }
    let trainings = Double(trainings)
    return [
      .each { epoch in
        let done = Double(epoch.number + 1) / Double(max(epoch.total, 1))
        progress.show((Double(fold) + done) / trainings)
      }
    ]
  }
}
