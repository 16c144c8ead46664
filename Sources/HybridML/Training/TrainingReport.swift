/// What training went through.
public struct TrainingReport: Sendable {
  /// Why it ended.
  public enum Ending: String, Hashable, Sendable, Codable {
    case allEpochs
    /// The validation loss got no better: see ``EarlyStopping``.
    case earlyStopping
    /// A callback asked for it.
    case callback
    /// ``Trainer/isCancelled`` said so; a checkpoint that was asked for is written.
    case cancelled
  }

  /// Something to tell the user.
  public enum Warning: Hashable, Sendable, CustomStringConvertible {
    /// Gradients at the start are so small that training may not find its way.
    case barrenPlateau(variance: Double, threshold: Double)

    public var description: String {
      switch self {
      case .barrenPlateau(let variance, let threshold):
        "the derivatives of expectation values at the start have a variance of \(variance), below "
          + "\(threshold): training may stall on a barren plateau; use fewer qubits or layers, or local "
          + "observables"
      }
    }
  }

  /// The mean loss of each epoch, measured as its batches are seen.
  public internal(set) var losses: [Double] = []
  /// The loss on the rows held back, after each epoch; empty without ``EarlyStopping``.
  public internal(set) var validationLosses: [Double] = []
  /// The epoch, from 0, after which the parameters are those of the model.
  public internal(set) var bestEpoch = 0
  public internal(set) var ending = Ending.allEpochs
  /// The mean square, at the start, of the derivatives of all expectation values with respect to all
  /// weights of the circuit; nil where there are none, or training was resumed.
  public internal(set) var initialGradientVariance: Double?
  public internal(set) var warnings: [Warning] = []
  public internal(set) var duration = Duration.zero

  public var epochs: Int { losses.count }
}
