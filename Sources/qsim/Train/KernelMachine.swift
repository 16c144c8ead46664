import HybridML

/// A quantum kernel and the machine that learns from it, as asked for.
struct KernelMachine {
  private let kernel: QuantumKernel
  private let bandwidth: Bandwidth
  private let alignment: QuantumKernel.Alignment?
  private let machine: MachineChoice
  private let penalty: Double
  private let tube: Double
  private let landmarks: Int?
  private let seed: UInt64

  init(
    _ model: ModelOptions, _ fitting: FittingOptions, isRegression: Bool, seed: UInt64,
    _ settings: inout TrainSettings
  ) {
    let choice = model.encoding ?? .zz
    let encoding = choice.encoding(repetitions: model.repetitions, paulis: model.paulis?.names)
    let comparison = model.kernel ?? .fidelity
    let shots = fitting.shots.flatMap { $0 > 0 ? $0 : nil }
    kernel = QuantumKernel(
      encoding,
      comparison: comparison == .projected ? .projected(gamma: model.gamma) : .fidelity,
      estimation: shots.map { QuantumKernel.Estimation(shots: $0, seed: seed) })
    bandwidth =
      model.bandwidth.map { $0.numbers.count == 1 ? .fixed($0.numbers[0]) : .searched($0.numbers) }
      ?? .searched
    alignment = model.align == true ? QuantumKernel.Alignment(seed: seed) : nil
    landmarks = model.landmarks
    machine =
      model.machine ?? (isRegression ? .ridge : model.landmarks == nil ? .svm : .logistic)
    penalty = model.penalty ?? 1
    tube = model.tube ?? Baselines.usualTube
    self.seed = seed
    settings.set("kernel", .text(comparison.rawValue))
    settings.set("machine", .text(machine.rawValue))
    settings.set("landmarks", model.landmarks.map { .integer($0) })
    settings.set("gamma", model.gamma.map { .number($0) })
    if encoding.takesScaledFeatures {
      settings.set(
        "bandwidth",
        model.bandwidth.map { $0.numbers.count == 1 ? .number($0.numbers[0]) : .text($0.text) }
          ?? .text("searched"))
    }
    settings.set("penalty", model.penalty.map { .number($0) })
    settings.set("tube", model.tube.map { .number($0) })
    settings.set("align", .bool(alignment != nil))
    settings.set("shots", .integer(shots ?? 0))
  }

  var name: String {
    let plain =
      switch machine {
      case .svm: "quantum kernel SVM"
      case .logistic: "quantum kernel logistic regression"
      case .ridge: "quantum kernel ridge"
      case .svr: "quantum kernel SVR"
      case .gp: "quantum Gaussian process"
      }
    return plain + (landmarks.map { ", \($0.counted("landmark"))" } ?? "")
  }

  func fit(_ data: Dataset, after features: Pipeline, isRegression: Bool) throws -> SavedModel {
    if let landmarks {
      return try fit(data, after: features, landmarks: landmarks, isRegression: isRegression)
    }
    if isRegression {
      let method: QuantumKernelRegressor.Method =
        switch machine {
        case .gp: .gaussianProcess
        case .svr: .supportVector(penalty: penalty, tube: tube)
        case .ridge, .svm, .logistic: .ridge(strength: penalty)
        }
      var model = QuantumKernelRegressor(
        features: features, kernel: kernel, bandwidth: bandwidth, alignment: alignment,
        method: method, seed: seed)
      try model.fit(data)
      return SavedModel(.quantumKernelRegressor(model), trainedOn: data)
    }
    var model = QuantumKernelClassifier(
      features: features, kernel: kernel, bandwidth: bandwidth, alignment: alignment,
      penalty: penalty, seed: seed)
    try model.fit(data)
    return SavedModel(.quantumKernelClassifier(model), trainedOn: data)
  }

  /// From similarities to some of the rows.
  private func fit(
    _ data: Dataset, after features: Pipeline, landmarks: Int, isRegression: Bool
  ) throws -> SavedModel {
    var pipeline = features
    let rows = try pipeline.fitTransform(data.features, data.target)
    let transformed = try data.replacing(features: rows, names: pipeline.names(data.featureNames))
    if isRegression {
      var model = NystromRegressor(
        kernel: .quantum(kernel), bandwidth: bandwidth, alignment: alignment, landmarks: landmarks,
        strength: penalty, seed: seed)
      try model.fit(transformed)
      return SavedModel(.nystromRegressor(model), after: pipeline, trainedOn: data)
    }
    var model = NystromClassifier(
      kernel: .quantum(kernel), bandwidth: bandwidth, alignment: alignment, landmarks: landmarks,
      inversePenalty: penalty, seed: seed)
    try model.fit(transformed)
    return SavedModel(.nystromClassifier(model), after: pipeline, trainedOn: data)
  }
}
