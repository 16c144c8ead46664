/// How the bandwidth of a quantum kernel is chosen.
public enum Bandwidth: Hashable, Sendable, Codable {
  case fixed(Double)
  /// The one with the best mean score in cross-validation inside the training rows; of equal ones the
  /// smallest, whose kernel is the smoothest.
  case searched([Double])

  /// A search from 1 down to 1/16 in halves.
  public static var searched: Bandwidth { .searched([1, 0.5, 0.25, 0.125, 0.0625]) }
}

/// One bandwidth that was tried, with its score in each fold of the training rows.
public struct BandwidthTrial: Hashable, Sendable, Codable {
  public let bandwidth: Double
  /// Accuracy, or R², on the rows that each fold leaves out.
  public let scores: [Double]

  public var meanScore: Double { scores.reduce(0, +) / Double(max(scores.count, 1)) }
}

/// The choice of a bandwidth by cross-validation.
enum BandwidthSearch {
  /// How many folds there are, where classes have enough rows.
  static let folds = 5

  /// The kernel with its bandwidth chosen, and what was tried: nothing where it is fixed, or where the
  /// encoding has no bandwidth.
  ///
  /// One kernel matrix of all rows serves every fold of a trial.
  ///
  /// - Parameter model: an unfitted model that takes its kernel as a matrix.
  static func choose<Model: Estimator>(
    _ bandwidth: Bandwidth, for kernel: QuantumKernel, _ data: Dataset, seed: UInt64,
    model: Model
  ) throws(DataError) -> (kernel: QuantumKernel, trials: [BandwidthTrial]) {
    var kernel = kernel
    switch bandwidth {
    case .fixed(let value):
      kernel.bandwidth = value
      try kernel.validate()
      return (kernel, [])
    case .searched(let candidates):
      kernel.bandwidth = 1
      guard !candidates.isEmpty else {
        throw DataError(
          .setting(name: "the list of bandwidths", value: "empty", allowed: "one or more numbers"))
      }
      guard kernel.encoding.takesScaledFeatures else { return (kernel, []) }
      var data = data
      let groups = data.groups.map { Set($0).count }
      // A single group cannot be kept out of training and tested.
      if groups == 1 { data.groups = nil }
      let count = try foldCount(data)
      let folds = try data.folds(min(count, max(groups ?? count, 2)), seed: seed)
      // Whole groups may leave one class to train on.
      let all = Array(0..<folds.count)
      let several = all.filter { fold in
        guard case .classes(let labels, _) = data.target else { return true }
        return Set(folds.trainingRows(fold).map { labels[$0] }).count > 1
      }
      var trials: [BandwidthTrial] = []
      for candidate in candidates {
        kernel.bandwidth = candidate
        let matrix = try KernelRows(.quantum(kernel), data.features).matrix
        var scores: [Double] = []
        for fold in several.isEmpty ? all : several {
          let (train, test) = (folds.trainingRows(fold), folds.testRows(fold))
          let columns = matrix.selecting(columns: train)
          var model = model
          try model.fit(
            data.selecting(rows: train).replacing(features: columns.selecting(rows: train)))
          scores.append(
            try model.score(
              data.selecting(rows: test).replacing(features: columns.selecting(rows: test))))
        }
        trials.append(BandwidthTrial(bandwidth: candidate, scores: scores))
      }
      let best = trials.max {
        ($0.meanScore, $1.bandwidth) < ($1.meanScore, $0.bandwidth)
      }
      kernel.bandwidth = best?.bandwidth ?? 1
      return (kernel, trials)
    }
  }

  /// As many folds as the smallest class has rows, so that no class is missing in training; 2 to 5.
  private static func foldCount(_ data: Dataset) throws(DataError) -> Int {
    guard data.rows >= 4 else {
      throw DataError(
        .tooFewRows(
          what: "the search for a bandwidth (which may be fixed instead)", needed: 4, got: data.rows
        ))
    }
    guard case .classes(let labels, let names) = data.target else { return min(folds, data.rows) }
    var counts = [Int](repeating: 0, count: names.count)
    for label in labels { counts[label] += 1 }
    let smallest = counts.filter { $0 > 0 }.min() ?? 0
    if counts.count(where: { $0 > 0 }) == 2, smallest < 2 {
      let name = names[counts.firstIndex(of: 1) ?? 0]
      throw DataError(
        .tooFewRows(
          what: "the class '\(name)' in the search for a bandwidth (which may be fixed instead)",
          needed: 2, got: 1))
    }
    return min(folds, max(2, smallest))
  }
}
