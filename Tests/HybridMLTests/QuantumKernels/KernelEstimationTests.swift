import HybridML
import Testing

@Suite("Kernels trained from shots") struct KernelEstimationTests {
  private static func angles(_ data: Dataset) throws -> Dataset {
    var pipeline: Pipeline = .angles(features: data.features.columns, qubits: 4)
    return try data.replacing(features: pipeline.fitTransform(data.features, data.target))
  }

  private static func kernel(_ estimation: QuantumKernel.Estimation?) -> Kernel {
    .quantum(QuantumKernel(bandwidth: 0.25, estimation: estimation))
  }

  @Test("training takes the repaired estimate, predictions take exact similarities")
  func machine() throws {
    let data = try Self.angles(.iris())
    let estimation = QuantumKernel.Estimation(shots: 50, seed: 3)
    var machine = KernelSVM(kernel: Self.kernel(estimation))
    try machine.fit(data)
    let exact = QuantumKernel(bandwidth: 0.25)
    let matrix = try exact.estimatedMatrix(data.features, shots: 50, seed: 3)
      .nearestPositiveSemidefinite()
    var precomputed = KernelSVM(kernel: .precomputed)
    try precomputed.fit(data.replacing(features: matrix))
    #expect(machine.supportRows == precomputed.supportRows)
    let similarities = try exact.matrix(data.features, data.features)
    let (a, b) = (
      try machine.decisions(data.features), try precomputed.decisions(similarities)
    )
    for (x, y) in zip(a.elements, b.elements) { #expect(abs(x - y) < 1e-9) }
  }

  @Test("the same seed gives the same model, another seed and exact similarities others")
  func seeds() throws {
    let data = try Self.angles(.iris())
    func fitted(_ estimation: QuantumKernel.Estimation?) throws -> RealMatrix {
      var machine = KernelSVM(kernel: Self.kernel(estimation))
      try machine.fit(data)
      return try machine.decisions(data.features)
    }
    let first = try fitted(.init(shots: 50, seed: 3))
    #expect(try fitted(.init(shots: 50, seed: 3)) == first)
    #expect(try fitted(.init(shots: 50, seed: 4)) != first)
    #expect(try fitted(nil) != first)
  }

  @Test("with many shots a regression comes near the exact one, as 1/√shots")
  func convergence() throws {
    let all = try Self.angles(.diabetes())
    let data = all.selecting(rows: Array(0..<100))
    func predictions(_ estimation: QuantumKernel.Estimation?) throws -> [Double] {
      var model = QuantumKernelRegressor(
        kernel: QuantumKernel(estimation: estimation), bandwidth: .fixed(0.25))
      try model.fit(data)
      return try model.predict(data.features)
    }
    let exact = try predictions(nil)
    func distance(_ shots: Int) throws -> Double {
      try zip(predictions(.init(shots: shots, seed: 1)), exact)
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let (few, many) = (try distance(10_000), try distance(1_000_000))
    #expect(many > 0)
    // A tenth, give or take what one draw of each differs by.
    #expect((0.05...0.2).contains(many / few), "\(many / few)")
  }

  @Test("a bandwidth is searched on estimates, and a file keeps how they were made")
  func search() throws {
    let data = try Dataset.iris()
    var model = QuantumKernelClassifier(
      features: .angles(features: 4, qubits: 4),
      kernel: QuantumKernel(estimation: .init(shots: 200, seed: 5)), seed: 2)
    try model.fit(data)
    #expect(model.trials.count == 5 && model.kernel.bandwidth < 1)
    let saved = SavedModel(.quantumKernelClassifier(model), trainedOn: data)
    guard
      case .quantumKernelClassifier(let loaded) = try SavedModel(bytes: saved.bytes()).model
    else {
      Issue.record("another kind of model")
      return
    }
    #expect(loaded.kernel.estimation == .init(shots: 200, seed: 5))
    #expect(try loaded.predict(data.features) == model.predict(data.features))
  }

  @Test("no shots, and shots of a projected kernel, are refused")
  func refusals() throws {
    let data = try Self.angles(.iris())
    for (kernel, text) in [
      (QuantumKernel(estimation: .init(shots: 0)), "the number of shots is 0"),
      (
        QuantumKernel(comparison: .projected(gamma: 1), estimation: .init(shots: 9)),
        "the kernel to estimate from shots is projected"
      ),
    ] {
      var machine = KernelSVM(kernel: .quantum(kernel))
      let error = #expect(throws: DataError.self) { try machine.fit(data) }
      #expect(error.map { "\($0)".hasPrefix(text) } == true)
    }
  }
}
