import Foundation
import Testing

@testable import HybridML

@Suite("Multilayer perceptrons") struct MultilayerPerceptronTests {
  @Test(
    "Back-propagation gives the derivatives of finite differences", arguments: Activation.allCases)
  func gradient(activation: Activation) {
    for widths in [[3, 4, 2], [2, 5, 3, 1], [1, 1, 1]] {
      let network = FeedForwardNetwork(widths: widths, activation: activation, seed: 3)
      #expect(network.weights.count == FeedForwardNetwork.weightCount(widths))
      let rows = 7
      let features = (0..<rows * widths[0]).map { Double($0 * 5 % 11) / 5 - 1 }
      func evaluate(_ weights: [Double]) -> (loss: Double, gradient: [Double]) {
        var result = network.lossAndGradient(features, rows, weights: weights) { outputs in
          var sum = 0.0
          for index in outputs.elements.indices {
            let error = outputs.elements[index] - Double(index % 3)
            sum += error * error / 2
            outputs.elements[index] = error
          }
          return sum
        }
        network.addPenalty(0.3, weights: weights, to: &result)
        return result
      }
      // Away from 0 biases, where units of relu would sit on their corner.
      var weights = network.weights
      for index in weights.indices { weights[index] += 0.01 * Double(index % 5 + 1) }
      let gradient = evaluate(weights).gradient
      for index in weights.indices {
        let h = 1e-5
        var (plus, minus) = (weights, weights)
        plus[index] += h
        minus[index] -= h
        let slope = (evaluate(plus).loss - evaluate(minus).loss) / (2 * h)
        #expect(abs(slope - gradient[index]) < 1e-7 * max(1, abs(slope)), "\(widths), \(index)")
      }
    }
  }

  @Test("Accuracy is near that of scikit-learn's network of 100 units on the same folds")
  func accuracy() throws {
    // Means of MLPClassifier, scikit-learn 1.9.1: 0.96, 0.983, 0.979; their deviations are 0.01 to 0.05.
    for (data, folds, expected) in [
      (try Dataset.iris(), ReferenceFolds.iris, 0.96),
      (try Dataset.wine(), ReferenceFolds.wine, 0.983),
      (try Dataset.breastCancer(), ReferenceFolds.breastCancer, 0.979),
    ] {
      var total = 0.0
      for fold in 0..<5 {
        let (train, test) = ReferenceFolds.split(data, folds, fold)
        var pipeline: Pipeline = [.standardise]
        try pipeline.fit(train)
        var model = MLPClassifier()
        try model.fit(try pipeline.transform(train))
        total += try model.score(try pipeline.transform(test)) / 5
      }
      #expect(abs(total - expected) < 0.02, "\(data.name): \(total)")
    }
  }

  @Test("Two layers learn what no line separates, by either optimiser")
  func exclusiveOr() throws {
    let rows = (0..<80).map { row -> [Double] in
      let (x, y) = (Double(row % 2 * 2 - 1), Double(row / 2 % 2 * 2 - 1))
      return [x + Double(row % 7) / 20, y + Double(row % 5) / 20]
    }
    let labels = (0..<80).map { ($0 % 2 + $0 / 2 % 2) % 2 }
    let data = try Dataset(
      name: "xor", features: RealMatrix(rows), target: .classes(labels, names: ["same", "other"]))
    for training in [NetworkTraining.lbfgs(), .adam(rate: 0.01, epochs: 100, batchSize: 16)] {
      var model = MLPClassifier(
        NetworkSettings(hiddenUnits: [8, 4], penalty: 0.01, training: training, seed: 1))
      try model.fit(data)
      #expect(try model.score(data) == 1)
      #expect(model.parameterCount == 3 * 8 + 9 * 4 + 5 * 2)
    }
  }

  @Test("The same seed gives the same bits, another one other weights; files keep them")
  func determinism() throws {
    let iris = try Dataset.iris()
    for training in [NetworkTraining.lbfgs(iterations: 20), .adam(epochs: 3)] {
      func fitted(seed: UInt64) throws -> MLPClassifier {
        var model = MLPClassifier(NetworkSettings(training: training, seed: seed))
        try model.fit(iris)
        return model
      }
      let model = try fitted(seed: 5)
      #expect(try fitted(seed: 5) == model)
      #expect(
        try fitted(seed: 6).probabilities(iris.features) != model.probabilities(iris.features))
      let copy = try JSONDecoder().decode(MLPClassifier.self, from: JSONEncoder().encode(model))
      #expect(copy == model)
    }
  }

  @Test("Regression follows a curve and is near the linear model where there is a line")
  func regression() throws {
    let x = (0..<60).map { Double($0) / 10 - 3 }
    let data = try Dataset(
      name: "sine", features: RealMatrix(rows: 60, columns: 1, elements: x),
      target: .values(x.map { 1000 + 50 * sin($0) }))
    var model = MLPRegressor(NetworkSettings(penalty: 1e-3))
    try model.fit(data)
    #expect(try model.score(data) > 0.999)
    let constant = try Dataset(
      name: "t", features: data.features, target: .values(x.map { _ in 7 }))
    try model.fit(constant)
    for value in try model.predict(data.features) { #expect(abs(value - 7) < 0.1) }
    let copy = try JSONDecoder().decode(MLPRegressor.self, from: JSONEncoder().encode(model))
    #expect(try copy.predict(data.features) == model.predict(data.features))
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    func message(_ settings: NetworkSettings, _ data: Dataset) -> String {
      do {
        var model = MLPClassifier(settings)
        try model.fit(data)
        return "nothing"
      } catch { return "\(error)" }
    }
    for units in [[], [0], [4, 4, 4], [5000]] {
      #expect(
        message(NetworkSettings(hiddenUnits: units), iris)
          == "the list of hidden units is \(units): it must be one or two numbers from 1 to 4096")
    }
    #expect(
      message(NetworkSettings(penalty: -1), iris)
        == "the strength of the penalty is -1.0: it must be 0 or more")
    #expect(
      message(NetworkSettings(training: .lbfgs(iterations: 0)), iris)
        == "the number of iterations is 0: it must be 1 or more")
    #expect(
      message(NetworkSettings(training: .adam(rate: 0)), iris)
        == "the learning rate is 0.0: it must be a positive number")
    #expect(
      message(NetworkSettings(training: .adam(batchSize: 0)), iris)
        == "the batch size is 0: it must be 1 or more")
    #expect(
      message(NetworkSettings(), try Dataset.diabetes())
        == "the target does not suit this model: it needs classes, not numbers")
    #expect(throws: DataError(.notFitted("the multilayer perceptron"))) {
      try MLPClassifier().predict(iris.features)
    }
    #expect(throws: DataError(.notFitted("the multilayer perceptron"))) {
      try MLPRegressor().predict(iris.features)
    }
    #expect(throws: DataError(.wrongTarget(needed: "numbers, not classes"))) {
      var model = MLPRegressor()
      try model.fit(iris)
    }
    var model = MLPClassifier()
    try model.fit(iris)
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        MLPClassifier.self, from: Data(text.replacing("[4,16,3]", with: "[4,16,4]").utf8))
    }
  }
}
