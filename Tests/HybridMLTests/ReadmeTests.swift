import HybridML
import Testing

/// What the README shows of this library, run.
@Suite struct HybridReadmeTests {
  @Test("the hybrid classifier learns wine")
  func classifier() throws {
    let data = try Dataset.wine()
    let (train, test) = try data.split(test: 0.2, seed: 42)
    var model = QuantumClassifier(
      features: [.standardise, .pca(4), .minMax(0...(.pi))], encoding: .angle(.y),
      ansatz: .stronglyEntangling(layers: 3))
    let report = try model.fit(
      train, optimizer: .adam(rate: 0.05), epochs: 100, callbacks: [.progress])
    #expect(try model.score(test) > 0.85)
    #expect(report.warnings.isEmpty && report.epochs == 100)
    let baselines = try Baselines.compare(on: train, test, components: 4)
    #expect("\(baselines)".contains("logistic regression"))

    let (file, checkpoint) = (try TemporaryFile([]), try TemporaryFile([]))
    try model.save(file.path)
    let predictor = try Predictor(SavedModel(contentsOf: file.path))
    let row = Array(test.features.row(0))
    #expect(try predictor.predict(row) == .classIndex(model.predict(test.features)[0]))
    #expect((predictor.probability(of: 0) ?? -1) >= 0)

    var trainer = Trainer(optimizer: .adam(rate: 0.02), epochs: 20, batchSize: 32, seed: 1)
    trainer.schedule = .cosine()
    trainer.callbacks = [.checkpoint(checkpoint.path)]
    try model.fit(train, with: trainer)
    #expect(try Checkpoint(contentsOf: checkpoint.path).epochs == 20)
  }

  struct SquareRootOfY: QuantumGate {
    let name = "sy"
    let qubitCount = 1
    func action(_ angles: [Double]) -> GateAction {
      .matrix([[Complex(0.5, 0.5), Complex(-0.5, -0.5)], [Complex(0.5, 0.5), Complex(0.5, 0.5)]])
    }
  }

  @Test("an encoding with a gate of one's own and an ansatz of one's own train")
  func custom() throws {
    var model = QuantumClassifier(
      features: [.standardise, .minMax(0...(.pi))],
      encoding: .custom("roots") { features, circuit in
        for (qubit, x) in features.enumerated() {
          circuit.append(SquareRootOfY(), to: [qubit])
          circuit.rz(x, qubit)
        }
      },
      ansatz: .custom("chain", layers: 3, weights: { $0 }) { weights, layer, circuit in
        for (qubit, weight) in weights.enumerated() { circuit.rx(weight, qubit) }
        for qubit in 1..<circuit.qubitCount { circuit.cz(qubit - 1, qubit) }
      })
    let data = try Dataset.iris()
    let report = try model.fit(data, optimizer: .adam(rate: 0.1), epochs: 60)
    #expect(report.losses[59] < 0.6 * report.losses[0])
    #expect(try model.score(data) > 0.7)
  }

  @Test("a quantum kernel finds its bandwidth, and a regression says what it knows")
  func kernelsAndStatistics() throws {
    let (train, test) = try Dataset.wine().split(test: 0.2, seed: 42)
    var machine = QuantumKernelClassifier(
      features: [.standardise, .pca(4), .minMax(0...(.pi))],
      kernel: QuantumKernel(.zzFeatureMap(repetitions: 2)))
    try machine.fit(train)
    #expect(machine.kernel.bandwidth < 1)
    #expect(try machine.score(test) > 0.85)
    var process = QuantumKernelRegressor(
      features: .angles(features: 10, qubits: 4), method: .gaussianProcess)
    let diabetes = try Dataset.diabetes()
    try process.fit(diabetes)
    #expect(try process.score(diabetes) > 0.4)
    let deviations = try process.distributions(diabetes.features).deviations
    #expect(deviations.allSatisfy { (20...100).contains($0) })

    var regression = LinearRegression()
    try regression.fit(.diabetes())
    let bmi = try #require(regression.statistics?.coefficients.first { $0.name == "bmi" })
    #expect(abs(bmi.estimate - 5.603) < 0.001 && abs(bmi.standardError - 0.717) < 0.001)
    #expect(bmi.pValue < 5e-14)
  }
}
