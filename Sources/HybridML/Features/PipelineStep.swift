extension Pipeline {
  /// One transformation of a pipeline, with what it has learnt: a closed set, so that model files can
  /// hold it.
  public enum Step: Hashable, Sendable, Codable {
    case standardizer(Standardizer)
    case minMaxScaler(MinMaxScaler)
    case principalComponents(PCA)
    case polynomialFeatures(PolynomialFeatures)
    case featureSelection(FeatureSelection)
    case patches(ImagePatches)

    /// Mean 0 and standard deviation 1, over n.
    public static var standardise: Step { .standardizer(Standardizer()) }

    /// The range of each feature in training onto an interval, mostly of angles.
    public static func minMax(_ range: ClosedRange<Double> = 0...1, clips: Bool = true) -> Step {
      .minMaxScaler(MinMaxScaler(range, clips: clips))
    }

    /// The first principal components.
    public static func pca(_ components: Int) -> Step {
      .principalComponents(PCA(components: components))
    }

    /// All products of features up to a degree.
    public static func polynomial(degree: Int, interactionsOnly: Bool = false) -> Step {
      .polynomialFeatures(PolynomialFeatures(degree: degree, interactionsOnly: interactionsOnly))
    }

    /// The features that say most about the target.
    public static func select(
      _ count: Int, by criterion: FeatureSelection.Criterion = .fTest
    ) -> Step {
      .featureSelection(FeatureSelection(count, by: criterion))
    }

    /// Means or sums over patches of an image of one channel, given row by row.
    public static func imagePatches(
      image: ImagePatches.Size, patch: ImagePatches.Size, summary: ImagePatches.Summary = .mean
    ) -> Step {
      .patches(ImagePatches(image: image, patch: patch, summary: summary))
    }
  }
}

extension Pipeline.Step: Transformer {
  // Not through one `any Transformer`: an existential would put the step on the heap for each row.
  public var inputCount: Int {
    switch self {
    case .standardizer(let step): step.inputCount
    case .minMaxScaler(let step): step.inputCount
    case .principalComponents(let step): step.inputCount
    case .polynomialFeatures(let step): step.inputCount
    case .featureSelection(let step): step.inputCount
    case .patches(let step): step.inputCount
    }
  }

  public var outputCount: Int {
    switch self {
    case .standardizer(let step): step.outputCount
    case .minMaxScaler(let step): step.outputCount
    case .principalComponents(let step): step.outputCount
    case .polynomialFeatures(let step): step.outputCount
    case .featureSelection(let step): step.outputCount
    case .patches(let step): step.outputCount
    }
  }

  public func names(_ names: [String]) -> [String] {
    switch self {
    case .standardizer(let step): step.names(names)
    case .minMaxScaler(let step): step.names(names)
    case .principalComponents(let step): step.names(names)
    case .polynomialFeatures(let step): step.names(names)
    case .featureSelection(let step): step.names(names)
    case .patches(let step): step.names(names)
    }
  }

  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    func fitted<T: Transformer>(_ step: T) throws(DataError) -> T {
      var copy = step
      try copy.fit(features, target)
      return copy
    }
    self =
      switch self {
      case .standardizer(let step): .standardizer(try fitted(step))
      case .minMaxScaler(let step): .minMaxScaler(try fitted(step))
      case .principalComponents(let step): .principalComponents(try fitted(step))
      case .polynomialFeatures(let step): .polynomialFeatures(try fitted(step))
      case .featureSelection(let step): .featureSelection(try fitted(step))
      case .patches(let step): .patches(try fitted(step))
      }
  }

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    switch self {
    case .standardizer(let step): step.transform(row: row, into: result)
    case .minMaxScaler(let step): step.transform(row: row, into: result)
    case .principalComponents(let step): step.transform(row: row, into: result)
    case .polynomialFeatures(let step): step.transform(row: row, into: result)
    case .featureSelection(let step): step.transform(row: row, into: result)
    case .patches(let step): step.transform(row: row, into: result)
    }
  }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    switch self {
    case .standardizer(let step): step.isConsistent
    case .minMaxScaler(let step): step.isConsistent
    case .principalComponents(let step): step.isConsistent
    case .polynomialFeatures(let step): step.isConsistent
    case .featureSelection(let step): step.isConsistent
    case .patches(let step): step.isConsistent
    }
  }
}
