/// Ends training when the loss on rows that are not trained on gets no better, and goes back to the
/// parameters with which it was best.
public struct EarlyStopping: Hashable, Sendable, Codable {
  /// The share of the training rows that are held back, in (0, 1).
  public var validation: Double
  /// How many epochs may pass without a better loss.
  public var patience: Int
  /// By how much a loss must fall to count as better.
  public var minimumImprovement: Double

  public init(validation: Double = 0.2, patience: Int = 10, minimumImprovement: Double = 0) {
    self.validation = validation
    self.patience = patience
    self.minimumImprovement = minimumImprovement
  }

  func validate() throws(DataError) {
    guard validation > 0, validation < 1 else {
      throw DataError(
        .setting(
          name: "the share of validation rows", value: "\(validation)", allowed: "between 0 and 1"))
    }
    guard patience >= 1 else {
      throw DataError(.setting(name: "patience", value: "\(patience)", allowed: "1 or more"))
    }
    guard minimumImprovement >= 0, minimumImprovement.isFinite else {
      throw DataError(
        .setting(
          name: "the smallest improvement", value: "\(minimumImprovement)", allowed: "0 or more"))
    }
  }
}
