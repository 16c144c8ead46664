import Foundation
import HybridML
import Testing

@Suite("Models on quantum kernels") struct QuantumKernelModelTests {
  /// How many test rows of each fold are right: Qiskit's ZZ map (two repetitions, full) and the angle map
  /// by SVC of scikit-learn 1.9.1, features in [0, π] times the bandwidth.
  private struct Reference {
    let data: BundledData
    let folds: String
    let encoding: Encoding
    let bandwidth: Double
    let penalty: Double
    let right: [Int]

    init(
      _ data: BundledData, _ folds: String, _ encoding: Encoding, _ bandwidth: Double,
      _ penalty: Double, _ right: [Int]
    ) {
      (self.data, self.folds, self.encoding) = (data, folds, encoding)
      (self.bandwidth, self.penalty, self.right) = (bandwidth, penalty, right)
    }
  }

  private static let references = [
    Reference(
      .iris, ReferenceFolds.iris, .zzFeatureMap(repetitions: 2), 1, 1, [24, 23, 19, 24, 20]),
    Reference(
      .iris, ReferenceFolds.iris, .zzFeatureMap(repetitions: 2), 0.25, 1, [30, 29, 26, 30, 27]),
    Reference(
      .iris, ReferenceFolds.iris, .zzFeatureMap(repetitions: 2), 0.25, 10, [30, 29, 26, 29, 25]),
    Reference(
      .wine, ReferenceFolds.wine, .zzFeatureMap(repetitions: 2), 1, 1, [20, 23, 21, 23, 23]),
    Reference(
      .wine, ReferenceFolds.wine, .zzFeatureMap(repetitions: 2), 0.25, 1, [33, 31, 35, 34, 32]),
    Reference(
      .breastCancer, ReferenceFolds.breastCancer, .zzFeatureMap(repetitions: 2), 0.25, 1,
      [107, 106, 107, 102, 108]),
    Reference(.iris, ReferenceFolds.iris, .angle(.y), 1, 1, [30, 29, 27, 30, 27]),
    Reference(.wine, ReferenceFolds.wine, .angle(.y), 1, 1, [34, 35, 36, 34, 34]),
    Reference(.wine, ReferenceFolds.wine, .angle(.y), 1, 10, [34, 34, 33, 35, 34]),
    Reference(
      .breastCancer, ReferenceFolds.breastCancer, .angle(.y), 1, 1, [109, 105, 109, 111, 111]),
  ]

  @Test("Each fold is as in the reference, to one row", arguments: references.indices)
  func accuracy(index: Int) throws {
    let reference = Self.references[index]
    let data = try Dataset(reference.data)
    for fold in 0..<5 {
      let (train, test) = ReferenceFolds.split(data, reference.folds, fold)
      var model = QuantumKernelClassifier(
        features: .angles(features: data.features.columns, qubits: 4),
        kernel: QuantumKernel(reference.encoding), bandwidth: .fixed(reference.bandwidth),
        penalty: reference.penalty)
      try model.fit(train)
      let right = try zip(model.predict(test.features), test.classIndices()).count { $0 == $1 }
      #expect(abs(right - reference.right[fold]) <= 1, "fold \(fold)")
      #expect(model.trials.isEmpty && model.kernel.bandwidth == reference.bandwidth)
    }
  }

  @Test("The search finds a bandwidth that beats 1 without seeing test rows")
  func search() throws {
    let (train, test) = ReferenceFolds.split(try .wine(), ReferenceFolds.wine, 0)
    var model = QuantumKernelClassifier(
      features: [.standardise, .pca(4), .minMax(0...(.pi))], kernel: QuantumKernel())
    try model.fit(train)
    #expect(model.trials.map(\.bandwidth) == [1, 0.5, 0.25, 0.125, 0.0625])
    #expect(model.trials.allSatisfy { $0.scores.count == 5 })
    let best = try #require(model.trials.max { $0.meanScore < $1.meanScore })
    #expect(model.kernel.bandwidth <= best.bandwidth && model.kernel.bandwidth < 1)
    #expect(
      model.trials.contains {
        $0.bandwidth == model.kernel.bandwidth && $0.meanScore == best.meanScore
      })
    #expect(best.meanScore > model.trials[0].meanScore + 0.1)
    #expect(try model.score(test) > 0.85)
    #expect(model.parameterCount == model.machine?.parameterCount)
    // The same seed gives the same model, and a file keeps it.
    var again = QuantumKernelClassifier(
      features: [.standardise, .pca(4), .minMax(0...(.pi))], kernel: QuantumKernel())
    try again.fit(train)
    #expect(again == model)
    let copy = try JSONDecoder().decode(
      QuantumKernelClassifier.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
    #expect(try copy.predict(test.features) == model.predict(test.features))
  }

  @Test("The projected kernel learns too", arguments: [Encoding.iqp(repetitions: 1), .angle(.x)])
  func projected(encoding: Encoding) throws {
    let (train, test) = ReferenceFolds.split(try .iris(), ReferenceFolds.iris, 1)
    var model = QuantumKernelClassifier(
      features: .angles(features: 4, qubits: 4),
      kernel: QuantumKernel(encoding, comparison: .projected(gamma: nil)))
    try model.fit(train)
    #expect(try model.score(test) > 0.9)
  }

  @Test("A matrix of similarities does what the kernel itself does")
  func precomputed() throws {
    let (train, test) = ReferenceFolds.split(try .iris(), ReferenceFolds.iris, 2)
    var pipeline = Pipeline.angles(features: 4, qubits: 4)
    try pipeline.fit(train)
    let (a, b) = (try pipeline.transform(train), try pipeline.transform(test))
    let kernel = QuantumKernel(bandwidth: 0.25)
    var given = KernelSVM(kernel: .precomputed)
    try given.fit(a.replacing(features: try kernel.matrix(a.features)))
    var model = KernelSVM(kernel: .quantum(kernel))
    try model.fit(a)
    #expect(
      try given.predict(try kernel.matrix(b.features, a.features)) == model.predict(b.features))
    #expect(given.supportRows == model.supportRows)
  }

  @Test("Regression by ridge and by support vectors follows a curve", arguments: [true, false])
  func regression(ridge: Bool) throws {
    var rows = RealMatrix(rows: 80, columns: 2)
    for row in 0..<80 {
      rows[row, 0] = Double(row % 9) / 8 * .pi
      rows[row, 1] = Double(row % 10) / 9 * .pi
    }
    // The angle kernel's functions are products of such waves.
    let values = (0..<80).map { 500 + 20 * sin(rows[$0, 0]) + 30 * cos(rows[$0, 1]) }
    let data = try Dataset(name: "wave", features: rows, target: .values(values))
    var model = QuantumKernelRegressor(
      kernel: QuantumKernel(.angle(.y)),
      method: ridge ? .ridge(strength: 1e-3) : .supportVector(penalty: 100, tube: 0.01))
    try model.fit(data)
    #expect(try model.score(data) > 0.999)
    #expect(model.trials.count == 5 && model.parameterCount > 1)
    let copy = try JSONDecoder().decode(
      QuantumKernelRegressor.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
    #expect(try copy.predict(rows) == model.predict(rows))
    // Shifting and scaling the target does the same to predictions.
    var shifted = model
    try shifted.fit(
      Dataset(name: "wave", features: rows, target: .values(values.map { 2 * $0 - 7 })))
    for (x, y) in zip(try shifted.predict(rows), try model.predict(rows)) {
      #expect(abs(x - (2 * y - 7)) < 0.01)
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    #expect(
      message(QuantumKernelClassifier(), try .diabetes())
        == "the target does not suit this model: it needs classes, not numbers")
    #expect(
      message(QuantumKernelClassifier(bandwidth: .searched([])), iris)
        == "the list of bandwidths is empty: it must be one or more numbers")
    #expect(
      message(QuantumKernelClassifier(bandwidth: .searched([1, -1])), iris)
        == "the bandwidth is -1.0: it must be a positive number")
    #expect(
      message(QuantumKernelClassifier(bandwidth: .fixed(0)), iris)
        == "the bandwidth is 0.0: it must be a positive number")
    #expect(
      message(QuantumKernelClassifier(penalty: 0), iris) == "C is 0.0: it must be a positive number"
    )
    #expect(
      message(QuantumKernelClassifier(), iris.selecting(rows: [0, 50, 100]))
        == "the search for a bandwidth (which may be fixed instead) needs at least 4 rows but there "
        + "are 3")
    #expect(
      message(QuantumKernelClassifier(), iris.selecting(rows: [0, 1, 2, 3, 50]))
        == "the class 'versicolor' in the search for a bandwidth (which may be fixed instead) needs "
        + "at least 2 rows but there is 1")
    #expect(
      message(QuantumKernelClassifier(bandwidth: .fixed(1)), iris.selecting(rows: [0, 1, 2, 50]))
        == "nothing")
    #expect(throws: DataError(.notFitted("the quantum kernel classifier"))) {
      try QuantumKernelClassifier().predict(iris.features)
    }
    #expect(throws: DataError(.notFitted("the quantum kernel regressor"))) {
      try QuantumKernelRegressor().predict(iris.features)
    }
    #expect(throws: DataError(.wrongTarget(needed: "numbers, not classes"))) {
      var model = QuantumKernelRegressor()
      try model.fit(iris)
    }
  }
}
