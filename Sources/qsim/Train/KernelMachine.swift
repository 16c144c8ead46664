import HybridML

/// A quantum kernel and the machine that learns from it, as asked for.
struct KernelMachine {
  private let kernel: QuantumKernel
  private let bandwidth: Bandwidth
  private let alignment: QuantumKernel.Alignment?
  private let machine: MachineChoice
  private let penalty: Double
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
    bandwidth = model.bandwidth.map { .fixed($0) } ?? .searched
    alignment = model.align == true ? QuantumKernel.Alignment(seed: seed) : nil
    machine = model.machine ?? (isRegression ? .ridge : .svm)
    penalty = model.penalty ?? 1
    self.seed = seed
    settings.set("kernel", .text(comparison.rawValue))
    settings.set("machine", .text(machine.rawValue))
    settings.set("gamma", model.gamma.map { .number($0) })
    if encoding.takesScaledFeatures {
      settings.set("bandwidth", model.bandwidth.map { .number($0) } ?? .text("searched"))
    }
    settings.set("penalty", model.penalty.map { .number($0) })
    settings.set("align", .bool(alignment != nil))
    settings.set("shots", .integer(shots ?? 0))
  }

  var name: String {
    switch machine {
    case .svm: "quantum kernel SVM"
    case .ridge: "quantum kernel ridge"
    case .svr: "quantum kernel SVR"
    case .gp: "quantum Gaussian process"
    }
  }

  func fit(_ data: Dataset, after features: Pipeline, isRegression: Bool) throws -> SavedModel {
    if isRegression {
      let method: QuantumKernelRegressor.Method =
        switch machine {
        case .gp: .gaussianProcess
        case .svr: .supportVector(penalty: penalty)
        case .ridge, .svm: .ridge(strength: penalty)
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
}
