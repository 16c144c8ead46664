import HybridML
import RealModule
import TestSupport
import Testing

@Suite struct QuantumEstimatorTests {
  @Test("a classifier of ten lines learns wine, and probabilities add up to 1")
  func classifier() throws {
    let data = try Dataset.wine()
    let (train, test) = try data.split(test: 0.2, seed: 42)
    var model = QuantumClassifier(
      features: [.standardise, .pca(4), .minMax(0...(.pi))], encoding: .angle(.y),
      ansatz: .stronglyEntangling(layers: 3), head: .linear)
    let report = try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 60)
    #expect(report.losses.count == 60 && report.losses[59] < 0.3 * report.losses[0])
    #expect(report.warnings.isEmpty)
    #expect(try model.score(test) > 0.88)
    #expect(model.parameterCount == 51 && model.qubits == 4)
    #expect(model.classNames == data.classNames)
    let probabilities = try model.probabilities(test.features)
    let predictions = try model.predict(test.features)
    for row in 0..<probabilities.rows {
      #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-12)
      #expect(probabilities[row, predictions[row]] == probabilities.row(row).max())
    }
  }

  @Test("a regressor learns a smooth function and gives numbers of its scale")
  func regressor() throws {
    let rows = (0..<60).map { Double($0) / 59 }
    let data = try Dataset(
      name: "sine", features: RealMatrix(rows: 60, columns: 1, elements: rows),
      target: .values(rows.map { 500 + 40 * Double.sin(5 * $0) }))
    for loss in [Loss.squaredError, .huber(delta: 1)] {
      var model = QuantumRegressor(
        features: [.minMax(-1...1)], ansatz: .stronglyEntangling(layers: 4), reuploads: true,
        scalesInputs: true, loss: loss, seed: 2)
      model.trainer = Trainer(optimizer: .adam(rate: 0.1), epochs: 150)
      try model.fit(data)
      #expect(try model.score(data) > 0.98)
      #expect(abs(try model.predict(data.features)[0] - 500) < 12)
    }
  }

  @Test("targets that are all equal are predicted as they are")
  func constantTarget() throws {
    let data = try Dataset(
      name: "flat", features: RealMatrix(rows: 5, columns: 2, elements: (0..<10).map(Double.init)),
      target: .values(Array(repeating: 7, count: 5)))
    var model = QuantumRegressor(features: [.minMax(0...3)], ansatz: .realAmplitudes(layers: 1))
    try model.fit(data, optimizer: .adam(rate: 0.1), epochs: 200)
    for value in try model.predict(data.features) { #expect(abs(value - 7) < 0.05) }
  }

  @Test("an ansatz and an encoding of one's own train, with a gate of one's own")
  func custom() throws {
    struct SquareRootOfY: QuantumGate {
      let name = "sy"
      let qubitCount = 1
      func action(_ angles: [Double]) -> GateAction {
        .matrix([
          [Complex(0.5, 0.5), Complex(-0.5, -0.5)], [Complex(0.5, 0.5), Complex(0.5, 0.5)],
        ])
      }
    }
    let data = try Dataset.iris()
    var model = QuantumClassifier(
      features: [.standardise, .minMax(0...(.pi))],
      encoding: .custom("turned") { features, circuit in
        for (qubit, x) in features.enumerated() {
          circuit.append(SquareRootOfY(), to: [qubit])
          circuit.rz(x, qubit)
        }
      },
      ansatz: .custom("chain", layers: 3, weights: { 2 * $0 }) { weights, _, circuit in
        for qubit in 0..<circuit.qubitCount {
          circuit.rx(weights[2 * qubit], qubit)
          circuit.ry(weights[2 * qubit + 1], qubit)
        }
        for qubit in 1..<circuit.qubitCount { circuit.cz(qubit - 1, qubit) }
      })
    let report = try model.fit(data, optimizer: .adam(rate: 0.1), epochs: 60)
    #expect(report.losses[59] < 0.5 * report.losses[0])
    #expect(try model.score(data) > 0.85)
  }

  @Test("before fitting, and for data that do not suit, there are errors")
  func refusals() throws {
    let iris = try Dataset.iris()
    let diabetes = try Dataset.diabetes()
    var classifier = QuantumClassifier()
    var regressor = QuantumRegressor()
    #expect(throws: DataError(.notFitted("the quantum classifier"))) {
      try classifier.predict(iris.features)
    }
    #expect(throws: DataError(.notFitted("the quantum regressor"))) {
      try regressor.predict(iris.features)
    }
    #expect(throws: DataError(.wrongTarget(needed: "classes, not numbers"))) {
      try classifier.fit(diabetes)
    }
    #expect(throws: DataError(.wrongTarget(needed: "numbers, not classes"))) {
      try regressor.fit(iris)
    }
    var wrong = QuantumClassifier(loss: .squaredError)
    #expect(throws: DataError.self) { try wrong.fit(iris) }
    var other = QuantumRegressor(loss: .hinge)
    #expect(throws: DataError.self) { try other.fit(diabetes) }
    #expect(throws: DataError.self) {
      try classifier.fit(iris.selecting(rows: Array(0..<50)))
    }
  }
}
