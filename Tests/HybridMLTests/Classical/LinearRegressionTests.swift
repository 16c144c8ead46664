import Foundation
import HybridML
import Testing

@Suite("Linear regression") struct LinearRegressionTests {
  /// Ordinary least squares on diabetes, all features and a constant: statsmodels 0.15.0.
  private enum Reference {
    static let params: [Double] = [
      -334.5671385187857, -0.036361224223625116, -22.85964809049843, 5.602962091923699,
      1.1168079933181918, -1.089996334063225, 0.746450455514213, 0.37200471508913546,
      6.533831935990293, 68.48312496478785, 0.2801169893215056,
    ]
    static let bse: [Double] = [
      67.45462110434339, 0.2170414354087623, 5.835821285014858, 0.717105500560911,
      0.2252381691882688, 0.5733318585500725, 0.5308343897660224, 0.7824638456267399,
      5.958637837216409, 15.669719238707616, 0.27331395035936273,
    ]
    static let t: [Double] = [
      -4.959884631199018, -0.1675312557491368, -3.917126137703552, 7.81330234887493,
      4.958342528457912, -1.9011612869722103, 1.4061833029379058, 0.47542735318481866,
      1.0965311392448358, 4.37041174264435, 1.0248909320332824,
    ]
    static let p: [Double] = [
      1.0166172920047048e-06, 0.8670306337000852, 0.00010416711927692699, 4.296391419519043e-14,
      1.0242783922113227e-06, 0.057947605369205915, 0.16039024001497093, 0.6347232557752304,
      0.27345869366068853, 1.555899086540317e-05, 0.3059895261964142,
    ]
    static let intervals: [Double] = [
      -467.14807117920986, -201.98620585836156, -0.46295254534214325, 0.39023009689489296,
      -34.329857486678776, -11.389438694318077, 4.193503191647346, 7.0124209922000516,
      0.6741061286747883, 1.5595098579615954, -2.2168705390627776, 0.03687787093632755,
      -0.29689568343363015, 1.789796594462056, -1.1659149222591136, 1.9099243524373846,
      -5.177771345003841, 18.24543521698443, 37.68455316670125, 99.28169676287445,
      -0.2570770213259865, 0.8173109999689976,
    ]
  }

  private static func isClose(_ x: Double, _ y: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(x - y) <= tolerance * abs(y)
  }

  @Test("Every statistic of the diabetes data is that of statsmodels to 1e-9")
  func diabetes() throws {
    var model = LinearRegression()
    try model.fit(try Dataset.diabetes())
    #expect(!model.isExactFit && model.aliased.isEmpty && model.rank == 11)
    let statistics = try #require(model.statistics)
    #expect(statistics.coefficients.count == 11)
    for (index, coefficient) in statistics.coefficients.enumerated() {
      #expect(Self.isClose(coefficient.estimate, Reference.params[index]))
      #expect(coefficient.estimate == model.coefficients[index])
      #expect(Self.isClose(coefficient.standardError, Reference.bse[index]))
      #expect(Self.isClose(coefficient.t, Reference.t[index]))
      #expect(Self.isClose(coefficient.pValue, Reference.p[index]))
    }
    for (index, interval) in statistics.confidenceIntervals().enumerated() {
      #expect(Self.isClose(interval.lower, Reference.intervals[2 * index]))
      #expect(Self.isClose(interval.upper, Reference.intervals[2 * index + 1]))
    }
    #expect(Self.isClose(statistics.rSquared, 0.5177484222203499))
    #expect(Self.isClose(statistics.adjustedRSquared, 0.5065592904853231))
    #expect(Self.isClose(statistics.f, 46.27243958524321))
    #expect(Self.isClose(statistics.fPValue, 3.828649038185432e-62))
    #expect(Self.isClose(statistics.aic, 4793.985724247039))
    #expect(Self.isClose(statistics.bic, 4838.990132949893))
    #expect(Self.isClose(statistics.logLikelihood, -2385.9928621235194))
    #expect(Self.isClose(model.rSquared, statistics.rSquared))
    #expect(statistics.rows == 442 && statistics.residualFreedom == 431)
    #expect(statistics.coefficients.map(\.name).prefix(2) == ["(intercept)", "age"])
  }

  @Test("An exact fit is said to be one, and its rounding errors are not tested")
  func exactFit() throws {
    // y falls by 1 with the first column; statsmodels gives p-values of rounding errors here.
    let features = try RealMatrix([
      [5, 729.53, 258.589], [4, 439.0367, 616.297], [3, 42.054, 215.061], [2, 1, 498.361],
      [1, 0, 0],
    ])
    var model = LinearRegression()
    try model.fit(
      Dataset(name: "exact", features: features, target: .values([1, 2, 3, 4, 5])))
    #expect(model.isExactFit && model.statistics == nil && model.rSquared == 1)
    for (x, y) in zip(model.coefficients, [6.0, -1, 0, 0]) { #expect(abs(x - y) < 1e-12) }
    // A constant target is fitted exactly too.
    try model.fit(
      Dataset(name: "constant", features: features, target: .values([7, 7, 7, 7, 7])))
    #expect(model.isExactFit && model.statistics == nil)
    #expect(abs(model.coefficients[0] - 7) < 1e-12)
  }

  @Test("Noise just above rounding is not taken for an exact fit")
  func nearlyExact() throws {
    let x = (0..<20).map(Double.init)
    let y = x.map { 3 * $0 + 1 + ($0.truncatingRemainder(dividingBy: 3) - 1.0) * 1e-6 }
    var model = LinearRegression()
    try model.fit(
      Dataset(
        name: "t", features: RealMatrix(rows: 20, columns: 1, elements: x), target: .values(y)))
    #expect(!model.isExactFit)
    let statistics = try #require(model.statistics)
    #expect(abs(statistics.coefficients[1].estimate - 3) < 1e-6)
    #expect(statistics.coefficients[1].pValue < 1e-50)
  }

  @Test("Columns that others make up are found whatever their units, and predictions stand")
  func rankDeficiency() throws {
    let iris = try Dataset.iris()
    var rows: [[Double]] = []
    for row in 0..<150 {
      let x = Array(iris.features.row(row))
      rows.append(x.prefix(3) + [1e9 * (x[0] - 2 * x[1]) + 5e9, 1e-9 * x[2]])
    }
    let y = Array(iris.features.column(3))
    let wide = Dataset.Target.values(y)
    var full = LinearRegression()
    var reduced = LinearRegression()
    let matrix = try RealMatrix(rows)
    try full.fit(Dataset(name: "t", features: matrix, target: wide))
    let few = matrix.selecting(columns: [0, 1, 2])
    try reduced.fit(Dataset(name: "t", features: few, target: wide))
    #expect(full.rank == 4 && full.aliased.count == 2 && full.parameterCount == 4)
    for column in full.aliased {
      #expect(full.coefficients[column + 1] == 0)
      let coefficient = try #require(full.statistics?.coefficients[column + 1])
      #expect(coefficient.standardError.isNaN && coefficient.pValue.isNaN)
    }
    for (x, y) in zip(try full.predict(matrix), try reduced.predict(few)) {
      #expect(abs(x - y) < 1e-10)
    }
    #expect(Self.isClose(try #require(full.statistics).f, try #require(reduced.statistics).f))
    let copy = try JSONDecoder().decode(LinearRegression.self, from: JSONEncoder().encode(full))
    #expect(copy.coefficients == full.coefficients && copy.aliased == full.aliased)
    #expect(copy.statistics?.aic == full.statistics?.aic)
    // A constant column is the intercept once more.
    try full.fit(
      Dataset(
        name: "t", features: RealMatrix(rows.map { [$0[0], 4] }), target: wide))
    #expect(full.rank == 2)
  }

  @Test("More columns than rows leave nothing to estimate errors from")
  func wide() throws {
    let wine = try Dataset.wine().features.selecting(rows: Array(0..<5))
    var model = LinearRegression()
    try model.fit(Dataset(name: "t", features: wine, target: .values([1, 5, 2, 4, 3])))
    #expect(model.rank == 5 && model.statistics == nil)
    for (x, y) in zip(try model.predict(wine), [1.0, 5, 2, 4, 3]) { #expect(abs(x - y) < 1e-9) }
  }

  @Test("Without features the fit is the mean")
  func mean() throws {
    var model = LinearRegression()
    try model.fit(
      Dataset(name: "t", features: RealMatrix(rows: 3, columns: 0), target: .values([1, 2, 6])))
    #expect(abs(model.coefficients[0] - 3) < 1e-14)
    #expect(model.rSquared == 0 && model.statistics?.f.isNaN == true)
    let statistics = try #require(model.statistics)
    // √(14 / 2 / 3)
    #expect(Self.isClose(statistics.coefficients[0].standardError, 1.5275252316519468, 1e-14))
  }

  @Test("Ridge regression solves its normal equations and tends to least squares")
  func ridge() throws {
    let data = try Dataset.diabetes()
    for strength in [1e-6, 1, 1e4] {
      var model = RidgeRegression(strength: strength)
      try model.fit(data)
      let residuals = zip(try data.values(), try model.predict(data.features)).map { $0 - $1 }
      // d/dw: Xᵀ r = strength · w, and the residuals have mean 0.
      #expect(abs(residuals.reduce(0, +)) < 1e-8)
      for column in 0..<10 {
        let product = zip(residuals, data.features.column(column)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - strength * model.weights[column]) < 1e-6)
      }
      #expect(model.parameterCount == 11)
    }
    var model = RidgeRegression(strength: 1e-9)
    try model.fit(data)
    for (x, y) in zip(model.weights, Reference.params.dropFirst()) {
      #expect(Self.isClose(x, y, 1e-6))
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    let diabetes = try Dataset.diabetes()
    #expect(throws: DataError(.wrongTarget(needed: "numbers, not classes"))) {
      var model = LinearRegression()
      try model.fit(iris)
    }
    #expect(throws: DataError(.notFitted("the linear regression"))) {
      try LinearRegression().predict(iris.features)
    }
    #expect(throws: DataError(.tooFewRows(what: "a regression", needed: 1, got: 0))) {
      var model = LinearRegression()
      try model.fit(diabetes.selecting(rows: []))
    }
    #expect(throws: DataError(.shape(what: "the number of features", expected: 10, got: 4))) {
      var model = LinearRegression()
      try model.fit(diabetes)
      _ = try model.predict(iris.features)
    }
    for strength in [0, -1, .nan, .infinity] as [Double] {
      #expect(
        throws: DataError(
          .setting(
            name: "the strength of the penalty", value: "\(strength)", allowed: "a positive number")
        )
      ) {
        var model = RidgeRegression(strength: strength)
        try model.fit(diabetes)
      }
    }
  }
}
