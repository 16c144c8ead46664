// Three kinds of iris, told apart by a trained circuit and by classical models.

import HybridML

let (train, test) = try Dataset.iris().split(test: 0.2, seed: 1)
var model = QuantumClassifier(
  features: [.standardise, .minMax(0...(.pi))], ansatz: .stronglyEntangling(layers: 3))
try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 100, callbacks: [.progress])
print("accuracy on rows that were not trained on:", try model.score(test))
print(try Baselines.compare(on: train, test))
