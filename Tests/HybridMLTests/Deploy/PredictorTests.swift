import HybridML
import TestSupport
import Testing

@Suite struct PredictorTests {
  @Test("row by row, every kind of model predicts what it predicts for all rows")
  func sameAsBatch() throws {
    for model in try SavedModelTests.models() {
      let predictor = try Predictor(model)
      let rows =
        model.classNames == nil ? try Dataset.diabetes().features : try Dataset.iris().features
      let together = try model.predict(rows)
      let probabilities = try model.probabilities(rows)
      #expect(predictor.hasProbabilities == (probabilities != nil))
      for row in 0..<rows.rows {
        switch (try predictor.predict(Array(rows.row(row))), together) {
        case (.classIndex(let one), .classes(let all)): #expect(one == all[row])
        case (.value(let one), .values(let all)):
          #expect(abs(one - all[row]) <= 1e-11 * max(1, abs(all[row])))
        default: Issue.record("another kind of prediction")
        }
        for label in 0..<(probabilities?.columns ?? 0) {
          let one = predictor.probability(of: label) ?? -1
          #expect(abs(one - (probabilities?[row, label] ?? -2)) < 1e-12)
        }
      }
      #expect(predictor.probability(of: 99) == nil)
    }
  }

  @Test("every encoding and ansatz predicts row by row as in a batch")
  func everyArchitecture() throws {
    var random = TestRandom(seed: 12)
    for (encoding, range) in QuantumModelTests.encodings {
      for ansatz in QuantumModelTests.ansätze {
        let rows = QuantumModelTests.rows(encoding, range, count: 6, features: 3, &random)
        let data = try Dataset(
          name: "random", features: rows, target: .classes([0, 1, 0, 1, 0, 1], names: ["a", "b"]))
        var model = QuantumClassifier(
          encoding: encoding, ansatz: ansatz, reuploads: true,
          scalesInputs: encoding.takesScaledFeatures, readout: .xyz)
        try model.fit(data, optimizer: .adam(), epochs: 1)
        let predictor = try Predictor(SavedModel(model, trainedOn: data))
        #expect(predictor.isAllocationFree)
        let probabilities = try model.probabilities(rows)
        for row in 0..<rows.rows {
          _ = try predictor.predict(Array(rows.row(row)))
          let one = predictor.probability(of: 0) ?? -1
          #expect(abs(one - probabilities[row, 0]) < 1e-12, "\(encoding) \(ansatz)")
        }
      }
    }
  }

  @Test("circuits beyond the batch engine are predicted too")
  func large() throws {
    var random = TestRandom(seed: 2)
    let rows = QuantumModelTests.rows(.angle(.y), 0...3, count: 4, features: 13, &random)
    let data = try Dataset(
      name: "wide", features: rows, target: .classes([0, 1, 0, 1], names: ["a", "b"]))
    var model = QuantumClassifier(ansatz: .realAmplitudes(layers: 1))
    try model.fit(data, optimizer: .adam(), epochs: 1)
    let predictor = try Predictor(SavedModel(model, trainedOn: data))
    #expect(!predictor.isAllocationFree)
    for row in 0..<4 {
      _ = try predictor.predict(Array(rows.row(row)))
      let expected = try model.probabilities(rows)[row, 0]
      #expect(abs((predictor.probability(of: 0) ?? -1) - expected) < 1e-12)
    }
  }

  @Test("rows that do not suit are refused, and the next one is predicted")
  func refusals() throws {
    let iris = try Dataset.iris()
    let predictor = try Predictor(
      SavedModel(SavedModelTests.classifier(iris), trainedOn: iris))
    #expect(throws: DataError(.shape(what: "the number of features", expected: 4, got: 2))) {
      try predictor.predict([1, 2])
    }
    #expect(throws: DataError(.notFiniteInput(row: 0, column: 2, value: .infinity))) {
      try predictor.predict([1, 2, .infinity, 4])
    }
    _ = try predictor.predict([5.1, 3.5, 1.4, 0.2])
    #expect(throws: DataError.self) {
      try Predictor(SavedModel(QuantumClassifier(), trainedOn: iris))
    }
  }

  @Test("a histogram's quantiles are right to 1.6 %, and exact below 128 ns")
  func histogram() {
    var random = TestRandom(seed: 3)
    var (histogram, values) = (LatencyHistogram(), [Int64]())
    for _ in 0..<20_000 {
      let value = Int64(
        Double.random(in: 0...1, using: &random)
          * Double(1 << Int.random(in: 1...36, using: &random)))
      values.append(value)
      histogram.record(nanoseconds: value)
    }
    values.sort()
    for share in [0.01, 0.5, 0.9, 0.99, 0.999, 1] {
      let exact = Double(values[Int((share * 20_000).rounded(.up)) - 1])
      let found = histogram.quantile(share)
      #expect(abs(found - exact) <= (exact < 128 ? 0 : exact / 64), "\(share)")
    }
    #expect(histogram.count == 20_000 && histogram.maximum == Double(values[19_999]))
    #expect(abs(histogram.mean / (values.map(Double.init).reduce(0, +) / 20_000) - 1) < 1e-12)
    #expect(LatencyHistogram().quantile(0.5) == 0)

    var other = LatencyHistogram()
    other.record(.microseconds(3))
    other.record(nanoseconds: -5)
    other.record(nanoseconds: .max)
    histogram.merge(other)
    #expect(histogram.count == 20_003 && histogram.quantile(0) == 0)
  }
}
