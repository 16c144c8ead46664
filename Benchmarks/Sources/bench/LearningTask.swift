import Foundation
import HybridML

/// A task of `peers/learning/tasks.py`: what other programs train, predict and compare too.
struct LearningTask: Decodable {
  let kind: String
  /// Angles.
  let rows: [[Double]]
  let labels: [Int]?
  /// Weights of the circuit, then matrix and vector of the head.
  let parameters: [Double]?
  let steps: Int?
  let rate: Double?

  private static let classes = ["setosa", "versicolor", "virginica"]

  init(contentsOf path: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
  }

  /// The work of one run, and what it finds.
  func prepared() throws -> () throws -> DerivativeTask.Outcome {
    let rows = try RealMatrix(self.rows)
    let architecture = QuantumModel.Architecture(features: rows.columns, outputs: 3)
    switch kind {
    case "training":
      let start = try QuantumModel(architecture, parameters: parameters ?? [])
      let examples = Trainer.Examples(
        rows, .classes(labels ?? [], names: Self.classes))
      let trainer = Trainer(optimizer: .adam(rate: rate ?? 0.05), epochs: steps ?? 10)
      return {
        var model = start
        let report = try trainer.fit(&model, to: examples, loss: .crossEntropy)
        return (report.losses, model.parameters)
      }
    case "prediction":
      let predictor = try predictor(architecture, rows)
      let row = Array(rows.row(0))
      return {
        _ = try predictor.predict(row)
        return ((0..<3).map { predictor.probability(of: $0) ?? 0 }, [])
      }
    case "kernel":
      let kernel = QuantumKernel(.zzFeatureMap(repetitions: 2))
      return { (try kernel.matrix(rows).elements, []) }
    default: throw UsageError("there is no kind of task \(kind)")
    }
  }

  private func predictor(
    _ architecture: QuantumModel.Architecture, _ rows: RealMatrix
  ) throws -> Predictor {
    let model = try QuantumModel(architecture, parameters: parameters ?? [])
    let data = try Dataset(
      name: "iris", features: rows, target: .classes([0], names: Self.classes))
    return try Predictor(
      SavedModel(QuantumClassifier(model, classNames: Self.classes), trainedOn: data))
  }
}
