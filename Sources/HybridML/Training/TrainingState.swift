/// All that the next epoch of training depends on, besides settings and rows.
struct TrainingState: Sendable {
  /// Parameters, and where they were best.
  struct Best: Hashable, Sendable, Codable {
    var parameters: [Double]
    var loss: Double
    var epoch: Int
  }

  /// The next epoch, from 0.
  var epoch = 0
  var parameters: [Double]
  var optimizer: any TrainingOptimizer
  var losses: [Double] = []
  var validationLosses: [Double] = []
  /// With early stopping, after the first epoch.
  var best: Best?

  init(parameters: [Double], optimizer: any TrainingOptimizer) {
    self.parameters = parameters
    self.optimizer = optimizer
  }

  /// How many epochs have passed since the best one.
  var epochsSinceBest: Int { best.map { epoch - 1 - $0.epoch } ?? 0 }

  mutating func note(validationLoss: Double, _ stopping: EarlyStopping) {
    validationLosses.append(validationLoss)
    if let best, !(validationLoss < best.loss - stopping.minimumImprovement) { return }
    best = Best(parameters: parameters, loss: validationLoss, epoch: epoch)
  }
}
