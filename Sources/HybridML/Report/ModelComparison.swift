/// How good models are beside classical baselines, on the same folds.
public struct ModelComparison: Hashable, Sendable, Codable {
  /// One model over all folds.
  public struct Entry: Hashable, Sendable, Codable {
    public let name: String
    /// What it learns from, in words; empty for nothing.
    public let features: String
    public let role: Candidate.Role
    /// In the order of folds; empty for an entry that was skipped.
    public internal(set) var folds: [FoldResult] = []
    public internal(set) var reasonSkipped: String?

    /// The name with what it learns from.
    public var title: String { features.isEmpty ? name : "\(name) on \(features)" }

    public var test: Spread { Spread(folds.map(\.test)) }
    public var train: Spread { Spread(folds.map(\.train)) }
    /// The root mean squared error; nil for classes.
    public var testError: Spread? {
      let errors = folds.compactMap(\.testError)
      return errors.isEmpty ? nil : Spread(errors)
    }
    /// Numbers chosen by fitting, the mean over folds: support vectors differ from fold to fold.
    public var parameterCount: Double { Spread(folds.map { Double($0.parameterCount) }).mean }
    /// CPU seconds of fitting, the mean over folds.
    public var seconds: Double { Spread(folds.map(\.seconds)).mean }
  }

  public enum Task: String, Hashable, Sendable, Codable { case classification, regression }

  public let data: String
  public let rows: Int
  public let featureCount: Int
  public let label: String
  /// nil for regression.
  public let classes: [String]?
  public let foldCount: Int
  public let entries: [Entry]

  /// - Parameter rows: trained on and tested on.
  init(of data: Dataset, rows: Int, foldCount: Int, entries: [Entry]) {
    self.data = data.name
    self.rows = rows
    featureCount = data.features.columns
    label = data.targetName
    classes = data.classNames
    self.foldCount = foldCount
    self.entries = entries
  }

  public var task: Task { classes == nil ? .regression : .classification }

  /// What scores are: `accuracy`, or `R²`.
  public var metric: String { task == .classification ? "accuracy" : "R²" }

  /// The baseline with the highest mean test score, the first of equal ones.
  public var bestBaseline: Entry? {
    entries.filter { $0.role == .baseline && !$0.folds.isEmpty }
      .reduce(nil) { best, entry in
        guard let best else { return entry }
        return entry.test.mean > best.test.mean ? entry : best
      }
  }

  /// How a model stands beside the best baseline, in a sentence.
  ///
  /// Differences are taken fold by fold. Folds share training rows, so that no test of significance is
  /// made of them (Y. Bengio, Y. Grandvalet, "No unbiased estimator of the variance of k-fold
  /// cross-validation" (2004), Journal of Machine Learning Research 5).
  public func verdict(on model: Entry) -> String? {
    guard let best = bestBaseline, model.folds.count == best.folds.count, !model.folds.isEmpty
    else { return nil }
    let differences = Spread(zip(model.folds, best.folds).map { $0.test - $1.test })
    let baseline = best.title
    let figures =
      "\(metric) \(best.test.mean.fixed(3)) against \(model.test.mean.fixed(3)), differing by "
      + "\(abs(differences.mean).fixed(3)) ± \(differences.deviation.fixed(3)) over the folds"
    let doubt =
      abs(differences.mean) <= differences.deviation
      ? ", which is within the spread of the folds" : ""
    if differences.mean < -1e-12 {
      return "A classical baseline is better: \(baseline), \(figures)\(doubt)."
    }
    if differences.mean <= 1e-12 {
      return "A classical baseline is as good: \(baseline), \(metric) \(best.test.mean.fixed(3))."
    }
    return "No baseline here is better; the nearest is \(baseline), \(figures)\(doubt)."
  }
}

/// A mean and how far values lie from it.
public struct Spread: Hashable, Sendable, Codable {
  public let mean: Double
  /// The standard deviation of the values themselves, over n.
  public let deviation: Double

  /// Of no values both are 0.
  public init(_ values: [Double]) {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }
}

extension Double {
  /// With some digits after the point, for sentences: no more than nine.
  func fixed(_ digits: Int) -> String {
    guard isFinite, abs(self) < 1e9 else { return description }
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let scaled = Int64((abs(self) * scale).rounded())
    let (whole, part) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
    let sign = self < 0 && scaled > 0 ? "−" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let text = "\(part)"
    return "\(sign)\(whole).\(String(repeating: "0", count: digits - text.count))\(text)"
  }
}
