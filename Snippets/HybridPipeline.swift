// Thirteen properties of wines become four principal components, which a circuit with an ansatz of one's own
// learns from, in mini-batches that end early.

import HybridML

let (train, test) = try Dataset.wine().split(test: 0.2, seed: 1)
let ansatz = Ansatz.custom("ladder", layers: 3, weights: { 2 * $0 }) { weights, layer, circuit in
  for qubit in 0..<circuit.qubitCount {
    circuit.ry(weights[2 * qubit], qubit)
    circuit.rz(weights[2 * qubit + 1], qubit)
  }
  for qubit in 1..<circuit.qubitCount {
    // Up in even layers, down in odd ones.
    if layer % 2 == 0 { circuit.cx(qubit - 1, qubit) } else { circuit.cx(qubit, qubit - 1) }
  }
}
var model = QuantumClassifier(
  features: [.standardise, .pca(4), .minMax(0...(.pi))], encoding: .angle(.y), ansatz: ansatz,
  reuploads: true, readout: .zAndPairs)
var trainer = Trainer(optimizer: .adam(rate: 0.03), epochs: 60, batchSize: 24, seed: 1)
trainer.earlyStopping = EarlyStopping(patience: 12)
trainer.schedule = .cosine()
let report = try model.fit(train, with: trainer)
print("\(report.epochs) epochs, \(model.parameterCount) parameters")
print("accuracy on rows that were not trained on:", try model.score(test))
