import Foundation
import HybridML
import Testing

@Suite("Support vector machines") struct KernelSVMTests {
  private static func scaledWine() throws -> Dataset {
    var scaler = Standardizer()
    let wine = try Dataset.wine()
    try scaler.fit(wine)
    return try scaler.transform(wine)
  }

  @Test("Two points are split in the middle with the largest margin")
  func twoPoints() throws {
    let data = try Dataset(
      name: "t", features: RealMatrix([[0, 0], [2, 0]]),
      target: .classes([0, 1], names: ["a", "b"]))
    var model = KernelSVM(kernel: .linear, penalty: 10, tolerance: 1e-10)
    try model.fit(data)
    let rows = try RealMatrix([[0, 5], [1, -3], [2, 1], [0.5, 0]])
    for (x, y) in zip(try model.decisions(rows).elements, [1.0, 0, -1, 0.5]) {
      #expect(abs(x - y) < 1e-9)
    }
    #expect(model.parameterCount == 3)
  }

  @Test("The conditions of optimality hold at the solution", arguments: [0.1, 1, 100])
  func optimality(penalty: Double) throws {
    let all = try Self.scaledWine()
    let labels = try all.classIndices()
    let rows = labels.indices.filter { labels[$0] < 2 }
    let data = all.selecting(rows: rows)
    let two = try Dataset(
      name: "t", features: data.features,
      target: .classes(rows.map { labels[$0] }, names: ["a", "b"]))
    for kernel in [Kernel.linear, .rbf(gamma: 0.05)] {
      var model = KernelSVM(kernel: kernel, penalty: penalty, tolerance: 1e-8)
      try model.fit(two)
      let decisions = try model.decisions(two.features)
      let isSupport = Set(model.supportRows)
      for (row, index) in rows.enumerated() {
        let margin = decisions[row, 0] * (labels[index] == 0 ? 1 : -1)
        // Rows inside the margin are support vectors; the others lie on it or beyond.
        if !isSupport.contains(row) { #expect(margin > 1 - 1e-7) }
        if margin < 1 - 1e-7 { #expect(isSupport.contains(row)) }
        if penalty == 100 { #expect(margin > 0) }
      }
    }
  }

  @Test("A kernel given as a matrix gives what the kernel itself gives")
  func precomputed() throws {
    let data = try Self.scaledWine()
    var plain = KernelSVM(kernel: .linear)
    try plain.fit(data)
    func products(_ a: RealMatrix, _ b: RealMatrix) -> RealMatrix {
      var result = RealMatrix(rows: a.rows, columns: b.rows)
      for i in 0..<a.rows {
        for j in 0..<b.rows {
          result[i, j] = zip(a.row(i), b.row(j)).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
      return result
    }
    var model = KernelSVM(kernel: .precomputed)
    try model.fit(data.replacing(features: products(data.features, data.features)))
    let rows = data.features.selecting(rows: [0, 70, 150])
    let given = try model.decisions(products(rows, data.features))
    for (x, y) in zip(given.elements, try plain.decisions(rows).elements) {
      #expect(abs(x - y) < 1e-2)
    }
    #expect(try model.predict(products(rows, data.features)) == [0, 1, 2])
    let copy = try JSONDecoder().decode(KernelSVM.self, from: JSONEncoder().encode(plain))
    #expect(try copy.decisions(data.features) == plain.decisions(data.features))
  }

  @Test("A class without training rows is never predicted")
  func emptyClass() throws {
    let iris = try Dataset.iris()
    var model = KernelSVM()
    try model.fit(iris.selecting(rows: (0..<150).filter { $0 < 50 || $0 >= 100 }))
    #expect(Set(try model.predict(iris.features)) == [0, 2])
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    #expect(message(KernelSVM(penalty: 0), iris) == "C is 0.0: it must be a positive number")
    #expect(
      message(KernelSVM(tolerance: -1), iris)
        == "the tolerance is -1.0: it must be a positive number")
    #expect(
      message(KernelSVM(kernel: .rbf(gamma: .nan)), iris)
        == "gamma is nan: it must be a positive number")
    #expect(
      message(KernelSVM(kernel: .precomputed), iris)
        == "the width of a kernel matrix should be 150 but is 4")
    #expect(throws: DataError(.notFitted("the support vector machine"))) {
      try KernelSVM().predict(iris.features)
    }
    var model = KernelSVM()
    try model.fit(iris)
    #expect(throws: DataError(.shape(what: "the number of features", expected: 4, got: 13))) {
      try model.predict(try Dataset.wine().features)
    }
  }
}

@Suite("Nearest neighbours") struct NearestNeighboursTests {
  @Test("Shares are those of the nearest rows by sorting", arguments: [1, 3, 8])
  func sorting(neighbours: Int) throws {
    let iris = try Dataset.iris()
    let labels = try iris.classIndices()
    var model = NearestNeighbours(neighbours: neighbours)
    try model.fit(iris)
    // Halves, so that distances in the sum of squares are exact and ties are rare but equal.
    var rows = RealMatrix(rows: 20, columns: 4)
    for row in 0..<20 {
      for column in 0..<4 { rows[row, column] = Double((row * 7 + column * 3) % 13) / 2 }
    }
    let shares = try model.probabilities(rows)
    for row in 0..<rows.rows {
      var distances = [Double](repeating: 0, count: 150)
      for other in 0..<150 {
        for column in 0..<4 {
          let difference = rows[row, column] - iris.features[other, column]
          distances[other] += difference * difference
        }
      }
      let order = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      // Where the next one is as near but for rounding, either may count.
      let next = distances[order[neighbours]] - distances[order[neighbours - 1]]
      guard next > 1e-9 else { continue }
      for label in 0..<3 {
        let count = order.prefix(neighbours).count { labels[$0] == label }
        #expect(abs(shares[row, label] - Double(count) / Double(neighbours)) < 1e-14)
      }
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    #expect(
      throws: DataError(
        .setting(name: "the number of neighbours", value: "0", allowed: "1 or more"))
    ) {
      var model = NearestNeighbours(neighbours: 0)
      try model.fit(iris)
    }
    #expect(throws: DataError(.tooFewRows(what: "151 neighbours", needed: 151, got: 150))) {
      var model = NearestNeighbours(neighbours: 151)
      try model.fit(iris)
    }
    #expect(throws: DataError(.notFitted("the nearest neighbours"))) {
      try NearestNeighbours().predict(iris.features)
    }
  }
}
