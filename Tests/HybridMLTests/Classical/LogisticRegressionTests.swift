import Foundation
import Testing

@testable import HybridML

@Suite("Logistic regression") struct LogisticRegressionTests {
  private static func data(
    _ rows: [[Double]], _ labels: [Int], _ classes: Int = 2
  ) throws -> Dataset {
    try Dataset(
      name: "t", features: RealMatrix(rows),
      target: .classes(labels, names: (0..<classes).map { "c\($0)" }))
  }

  @Test("Wald's statistics of breast cancer are those of statsmodels to 1e-6")
  func wald() throws {
    let all = try Dataset.breastCancer()
    // statsmodels 0.15.0: a constant and these features, benign against malignant.
    let names = ["mean_texture", "mean_smoothness", "mean_symmetry", "mean_fractal_dimension"]
    let columns = try names.map { try #require(all.featureNames.firstIndex(of: $0)) }
    let data = try all.replacing(features: all.features.selecting(columns: columns), names: names)
    let reference: [(Double, Double, Double, Double)] = [
      (
        11.340777416423936, 1.4622511782334937, 7.755697232622117, 8.785941161028173e-15
      ),
      (
        -0.3091579218761837, 0.03363484357964965, -9.191596837490152, 3.870522922239007e-20
      ),
      (
        -122.13083989555233, 14.206354169183184, -8.596916453095469, 8.188655598604628e-18
      ),
      (
        -29.5705628818054, 5.615847913625883, -5.265556214593623, 1.3976554251274442e-07
      ),
      (
        202.5848465361247, 27.25469420012753, 7.433025850467137, 1.061411476435057e-13
      ),
    ]
    var model = LogisticRegression(inversePenalty: nil)
    try model.fit(data)
    #expect(model.separation == .none)
    #expect(abs(model.logLikelihood / -230.09879722201143 - 1) < 1e-9)
    let statistics = try #require(model.statistics)
    #expect(statistics.map(\.name) == ["(intercept)"] + names)
    for (coefficient, (estimate, error, z, p)) in zip(statistics, reference) {
      #expect(coefficient.className == "benign")
      #expect(abs(coefficient.estimate / estimate - 1) < 1e-6)
      #expect(abs(coefficient.standardError / error - 1) < 1e-6)
      #expect(abs(coefficient.z / z - 1) < 1e-6)
      #expect(abs(coefficient.pValue / p - 1) < 1e-6)
    }
  }

  @Test("The gradient of the penalised loss is 0 where fitting ends", arguments: [0.01, 1, 100])
  func stationary(inversePenalty: Double) throws {
    for data in [try Dataset.iris(), try Dataset.wine(), try Dataset.breastCancer()] {
      var scaler = Standardizer()
      try scaler.fit(data)
      let rows = try scaler.transform(data)
      var model = LogisticRegression(inversePenalty: inversePenalty)
      try model.fit(rows)
      let probabilities = try model.probabilities(rows.features)
      let labels = try data.classIndices()
      let sets = model.coefficients.rows
      #expect(sets == (probabilities.columns == 2 ? 1 : probabilities.columns))
      for set in 0..<sets {
        let label = set + probabilities.columns - sets
        let excess = labels.indices.map { probabilities[$0, label] - (labels[$0] == label ? 1 : 0) }
        #expect(abs(excess.reduce(0, +)) < 1e-6)
        for column in 0..<rows.features.columns {
          let slope = zip(excess, rows.features.column(column)).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(inversePenalty * slope + model.coefficients[set, column + 1]) < 1e-6)
        }
      }
    }
  }

  @Test("Steps by products with the Hessian end where those by the Hessian end")
  func products() throws {
    for data in [try Dataset.iris(), try Dataset.wine(), try Dataset.breastCancer()] {
      var scaler = Standardizer()
      try scaler.fit(data)
      let (rows, labels) = (try scaler.transform(data.features), try data.classIndices())
      let classes = try #require(data.classNames).count
      var problem = LogisticProblem(rows, labels, classes: classes, inversePenalty: 2)
      #expect(!problem.productsCostLess)
      var other = problem
      _ = try problem.solve(maximumIterations: 100, usesProducts: false)
      _ = try other.solve(maximumIterations: 100, usesProducts: true)
      for (a, b) in zip(problem.coefficients.elements, other.coefficients.elements) {
        #expect(abs(a - b) < 1e-7)
      }
    }
  }

  @Test("Many columns of many classes are fitted by products, to a gradient of 0")
  func manyColumns() throws {
    var random = RandomStream(seed: 5)
    let (count, columns, classes) = (60, 120, 12)
    let rows = RealMatrix(
      rows: count, columns: columns,
      elements: (0..<count * columns).map { _ in random.uniform() - 0.5 })
    let labels = (0..<count).map { $0 % classes }
    #expect(
      LogisticProblem(rows, labels, classes: classes, inversePenalty: 1).productsCostLess)
    let data = try Dataset(
      name: "t", features: rows,
      target: .classes(labels, names: (0..<classes).map { "c\($0)" }))
    var model = LogisticRegression()
    try model.fit(data)
    let probabilities = try model.probabilities(rows)
    for label in 0..<classes {
      let excess = labels.indices.map { probabilities[$0, label] - (labels[$0] == label ? 1 : 0) }
      #expect(abs(excess.reduce(0, +)) < 1e-6)
      for column in 0..<columns {
        let slope = zip(excess, rows.column(column)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(slope + model.coefficients[label, column + 1]) < 1e-6)
      }
    }
  }

  @Test("Three classes without penalty agree with two where the third is far away in likelihood")
  func classesAgainstPairs() throws {
    // With the same rows for classes 1 and 2 both have the same coefficients against class 0.
    let rows = [[0.0], [1], [2], [3], [1], [2], [3], [4], [1], [2], [3], [4]]
    var model = LogisticRegression(inversePenalty: nil)
    try model.fit(Self.data(rows, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], 3))
    #expect(model.coefficients.rows == 2)
    for column in 0..<2 {
      #expect(abs(model.coefficients[0, column] - model.coefficients[1, column]) < 1e-9)
    }
    #expect(model.statistics?.map(\.className) == ["c1", "c1", "c2", "c2"])
  }

  @Test("Classes that a plane separates are found to be so, completely or not")
  func separation() throws {
    var model = LogisticRegression(inversePenalty: nil)
    try model.fit(Self.data([[1], [2], [3], [4]], [0, 0, 1, 1]))
    #expect(model.separation == .complete && model.statistics == nil)
    try model.fit(Self.data([[1], [2], [2], [3]], [0, 0, 1, 1]))
    #expect(model.separation == .quasiComplete && model.statistics == nil)
    try model.fit(Self.data([[1], [3], [2], [4]], [0, 0, 1, 1]))
    #expect(model.separation == .none && model.statistics?.count == 2)
    // Setosa lies apart from the others, these overlap.
    let iris = try Dataset.iris()
    try model.fit(iris)
    #expect(model.separation == .quasiComplete)
    let two = (0..<100).map { $0 }
    try model.fit(
      Self.data(two.map { Array(iris.features.row($0)) }, two.map { $0 / 50 }))
    #expect(model.separation == .complete)
    // Predictions remain those of the separating plane.
    #expect(
      try model.predict(iris.features.selecting(rows: two)) == two.map { $0 / 50 })
    // A penalty keeps weights finite: nothing to be said.
    var penalised = LogisticRegression()
    try penalised.fit(iris)
    #expect(penalised.separation == .none && penalised.statistics == nil)
  }

  @Test("Units of features do not matter without penalty", arguments: [1e-8, 1e8])
  func units(factor: Double) throws {
    let rows = [[1.0, 5], [3, 2], [2, 4], [4, 1], [2, 2], [3, 5]]
    let labels = [0, 1, 0, 1, 1, 0]
    let overlapping = [0, 1, 1, 0, 1, 0]
    for labels in [labels, overlapping] {
      var (plain, scaled) = (
        LogisticRegression(inversePenalty: nil), LogisticRegression(inversePenalty: nil)
      )
      try plain.fit(Self.data(rows, labels))
      try scaled.fit(Self.data(rows.map { [$0[0] * factor, $0[1]] }, labels))
      #expect(plain.separation == scaled.separation)
      if plain.separation == .none {
        #expect(abs(scaled.coefficients[0, 1] * factor / plain.coefficients[0, 1] - 1) < 1e-8)
        #expect(abs(scaled.coefficients[0, 2] / plain.coefficients[0, 2] - 1) < 1e-8)
      }
    }
  }

  @Test("Probabilities add up to 1 far from the data as well")
  func probabilities() throws {
    var model = LogisticRegression()
    try model.fit(try Dataset.wine())
    let rows = RealMatrix(
      rows: 3, columns: 13, elements: (0..<39).map { Double($0 % 7 - 3) * 1e6 })
    let result = try model.probabilities(rows)
    for row in 0..<3 {
      #expect(result.row(row).allSatisfy { (0...1).contains($0) })
      #expect(abs(result.row(row).reduce(0, +) - 1) < 1e-14)
    }
    #expect(model.parameterCount == 42)
    let copy = try JSONDecoder().decode(
      LogisticRegression.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    #expect(
      message(LogisticRegression(), try Dataset.diabetes())
        == "the target does not suit this model: it needs classes, not numbers")
    #expect(
      message(LogisticRegression(), iris.selecting(rows: Array(0..<50)))
        == "every row of the label 'label' is 'setosa': a classifier needs at least two classes")
    #expect(
      message(LogisticRegression(), iris.selecting(rows: []))
        == "fitting a classifier needs at least 2 rows but there are 0")
    #expect(
      message(LogisticRegression(inversePenalty: 0), iris)
        == "C is 0.0: it must be a positive number")
    #expect(
      message(LogisticRegression(inversePenalty: nil), iris.selecting(rows: Array(0..<100)))
        == "the label 'label' has the class 'virginica', which is none of 'setosa', 'versicolor'")
    // A column twice has no unique coefficients without a penalty.
    #expect(
      message(
        LogisticRegression(inversePenalty: nil),
        try Self.data([[1, 1], [3, 3], [2, 2], [4, 4]], [0, 0, 1, 1])
      )
        == "column 'x1' is a combination of the other columns and a constant: leave it out, or fit "
        + "with a penalty")
    #expect(throws: DataError(.notFitted("the logistic regression"))) {
      try LogisticRegression().probabilities(iris.features)
    }
  }
}
