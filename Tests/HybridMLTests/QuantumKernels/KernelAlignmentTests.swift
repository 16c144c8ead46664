import Testing

@testable import HybridML

@Suite("Training kernels by alignment") struct KernelAlignmentTests {
  private static func angles(_ data: Dataset, rows: [Int]) throws -> Dataset {
    var pipeline: Pipeline = .angles(features: data.features.columns, qubits: 3)
    return try data.replacing(
      features: pipeline.fitTransform(data.features, data.target)
    ).selecting(rows: rows)
  }

  @Test(
    "derivatives are those of central differences, for classes and numbers",
    arguments: [
      Encoding.angle(.x), .angle(.y), .angle(.z), .iqp(repetitions: 1),
      .zFeatureMap(repetitions: 2), .zzFeatureMap(repetitions: 2),
      .pauliFeatureMap(["Y", "ZX"], repetitions: 1),
    ])
  func gradient(_ encoding: Encoding) throws {
    for data in [
      try Self.angles(.wine(), rows: Array(stride(from: 0, to: 178, by: 9))),
      try Self.angles(.diabetes(), rows: Array(0..<17)),
    ] {
      var kernel = QuantumKernel(encoding, bandwidth: 0.4)
      let scales = [1.3, 0.6, 0.9]
      kernel.scales = scales
      let gradient = try AlignmentGradient(encoding, features: 3)
      let (value, derivatives) = try gradient.value(of: kernel, data)
      if case .classes(let classes, _) = data.target {
        let whole = try kernel.matrix(data.features).alignment(withClasses: classes)
        #expect(abs(value - whole) < 1e-13)
      }
      for index in 0..<3 {
        func shifted(_ amount: Double) throws -> Double {
          kernel.scales = scales
          kernel.scales?[index] += amount
          return try gradient.value(of: kernel, data).alignment
        }
        // The error of the difference itself is near 1e-10.
        let slope = (try shifted(1e-5) - shifted(-1e-5)) / 2e-5
        #expect(abs(slope - derivatives[index]) < 2e-9, "\(encoding) \(index)")
        kernel.scales = scales
      }
      #expect(derivatives.contains { abs($0) > 1e-3 })
    }
  }

  @Test("alignment rises, and the kernel of an unimportant feature forgets it")
  func ascent() throws {
    // The class is that of the first feature; the others are noise.
    let rows = (0..<60).map { (row: Int) -> [Double] in
      let first = row % 2 == 0 ? 0.5 : 2.0
      return [first, Double(row * 37 % 60) / 20, Double(row * 23 % 60) / 20]
    }
    let data = try Dataset(
      name: "one of three", features: RealMatrix(rows),
      target: .classes(rows.map { $0[0] > 1 ? 1 : 0 }, names: ["u", "v"]))
    let kernel = QuantumKernel(.angle(.y))
    let (trained, alignments) = try kernel.aligned(with: data, .init(steps: 60))
    #expect(alignments.count == 60)
    #expect(alignments[59] > alignments[0] + 0.2 && alignments[59] > 0.9)
    let scales = try #require(trained.scales)
    #expect(scales[0] > 1 && scales[1] < 0.2 && scales[2] < 0.2)
    #expect(try kernel.aligned(with: data, .init(steps: 60)).kernel == trained)
    let few = QuantumKernel.Alignment(steps: 5, rowsPerStep: 20, seed: 1)
    #expect(try kernel.aligned(with: data, few).kernel == kernel.aligned(with: data, few).kernel)
    let other = QuantumKernel.Alignment(steps: 5, rowsPerStep: 20, seed: 2)
    #expect(try kernel.aligned(with: data, few).kernel != kernel.aligned(with: data, other).kernel)
  }

  @Test("models train the kernel after its bandwidth, and files keep the factors")
  func models() throws {
    let iris = try Dataset.iris()
    var model = QuantumKernelClassifier(
      features: .angles(features: 4, qubits: 4), kernel: QuantumKernel(.angle(.y)),
      bandwidth: .fixed(1), alignment: .init(steps: 20))
    try model.fit(iris)
    #expect(model.kernel.scales?.count == 4)
    #expect(try model.score(iris) > 0.93)
    let saved = SavedModel(.quantumKernelClassifier(model), trainedOn: iris)
    guard case .quantumKernelClassifier(let loaded) = try SavedModel(bytes: saved.bytes()).model
    else {
      Issue.record("another kind of model")
      return
    }
    #expect(loaded.kernel == model.kernel)
    #expect(try loaded.predict(iris.features) == model.predict(iris.features))
    var regressor = QuantumKernelRegressor(
      features: .angles(features: 10, qubits: 3), kernel: QuantumKernel(.angle(.y)),
      bandwidth: .fixed(0.5), alignment: .init(steps: 5, rowsPerStep: 40))
    try regressor.fit(.diabetes())
    #expect(regressor.kernel.scales?.count == 3)
  }

  @Test("settings out of range, kernels that cannot be aligned and wrong scales are refused")
  func refusals() throws {
    let data = try Self.angles(.iris(), rows: [0, 1, 60, 61, 120])
    func text(_ kernel: QuantumKernel, _ training: QuantumKernel.Alignment = .init()) -> String {
      do {
        _ = try kernel.aligned(with: data, training)
        return "nothing"
      } catch { return "\(error)" }
    }
    #expect(text(QuantumKernel(), .init(steps: -1)).hasPrefix("the steps of alignment is -1"))
    #expect(text(QuantumKernel(), .init(rate: 0)).hasPrefix("the rate of alignment is 0"))
    #expect(text(QuantumKernel(), .init(rowsPerStep: 1)).hasPrefix("the rows of a step"))
    #expect(text(QuantumKernel(comparison: .projected(gamma: nil))).contains("is projected"))
    #expect(text(QuantumKernel(.amplitude)).hasPrefix("the kernel to align is amplitude"))
    var kernel = QuantumKernel(.angle(.y))
    kernel.scales = [1, 2]
    #expect(throws: DataError.self) { try kernel.matrix(data.features) }
    kernel.scales = [1, .nan, 2]
    #expect(throws: DataError.self) { try kernel.matrix(data.features) }
    kernel = QuantumKernel(.amplitude)
    kernel.scales = [1, 2, 3]
    #expect(throws: DataError.self) { try kernel.matrix(data.features) }
  }
}
