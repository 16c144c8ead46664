/// All that the next epoch of training depends on, besides settings and rows.
struct TrainingState: Sendable {
  /// Parameters, and where they were best.
  struct Best: Hashable, Sendable, Codable {
    var parameters: [Double]
    var loss: Double
    var epoch: Int
  }

  /// All of it but the optimiser, whose type is the caller's.
  struct Progress: Hashable, Sendable, Codable {
    /// The next epoch, from 0.
    var epoch = 0
    var parameters: [Double]
    var losses: [Double] = []
    var validationLosses: [Double] = []
    /// With early stopping, after the first epoch.
    var best: Best?

    /// Whether the numbers, which may come from a file, fit together.
    var isConsistent: Bool {
      epoch >= 0 && losses.count == epoch && parameters.allSatisfy(\.isFinite)
        && (validationLosses.isEmpty ? best == nil : validationLosses.count == epoch && best != nil)
        && (best.map { (0..<epoch).contains($0.epoch) && $0.parameters.allSatisfy(\.isFinite) }
          ?? true)
    }
  }

  var progress: Progress
  var optimizer: any TrainingOptimizer

  /// How many epochs have passed since the best one.
  var epochsSinceBest: Int { progress.best.map { progress.epoch - 1 - $0.epoch } ?? 0 }

  mutating func note(validationLoss: Double, _ stopping: EarlyStopping) {
    progress.validationLosses.append(validationLoss)
    if let best = progress.best, !(validationLoss < best.loss - stopping.minimumImprovement) {
      return
    }
    progress.best = Best(
      parameters: progress.parameters, loss: validationLoss, epoch: progress.epoch)
  }
}
