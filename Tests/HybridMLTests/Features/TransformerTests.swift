import Foundation
import HybridML
import Testing

@Suite("Transformers") struct TransformerTests {
  private static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing"
    } catch { return "\(error)" }
  }

  @Test("Standardised features have mean 0 and population deviation 1, constant ones become 0")
  func standardizer() throws {
    let wine = try Dataset.wine()
    var scaler = Standardizer()
    try scaler.fit(wine)
    let rows = try scaler.transform(wine.features)
    for column in 0..<13 {
      let values = rows.column(column)
      let mean = values.reduce(0, +) / 178
      #expect(abs(mean) < 1e-13)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 178 - 1) < 1e-12)
    }
    // 0.1 added up is not constant to the last bit.
    try scaler.fit(RealMatrix(rows: 7, columns: 1, repeating: 0.1), .values([]))
    #expect(scaler.deviations == [1])
  }

  @Test("Moments of one pass are those of two, far from 0 as well", arguments: [0, 1e9])
  func moments(offset: Double) throws {
    let values = try Dataset.iris().features.column(2).map { $0 + offset }
    var moments = ColumnMoments(columns: 1)
    for value in values { moments.add([value]) }
    let mean = values.reduce(0, +) / 150
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 150
    #expect(abs(moments.means[0] - mean) <= 1e-15 * max(1, offset) * 10)
    #expect(abs(moments.populationVariances[0] - variance) < 1e-6 * variance)
  }

  @Test("Principal components of wine are the reference's")
  func components() throws {
    // scikit-learn 1.9.1 on the whole of wine, standardised over n.
    let first = [
      0.14432939540601183, -0.2451875802572204, -0.0020510614443709466, -0.23932040548753505,
      0.14199204195298742, 0.3946608450666304, 0.42293429671005917, -0.2985331029547152,
      0.3134294883076887, -0.08861670472472234, 0.296714563586381, 0.3761674107387126,
      0.2867522268968055,
    ]
    let fourth = [
      -0.01785630145550785, 0.5368902835499773, -0.21417556220577025, 0.060859414458745056,
      -0.3517965801475246, 0.1980683479012154, 0.15229479459067238, -0.203301019890234,
      0.3990565328722302, 0.0659256816439301, -0.42777140939123504, 0.1841207427561357,
      -0.23207086035959704,
    ]
    var scaler = Standardizer()
    let wine = try Dataset.wine()
    try scaler.fit(wine)
    let rows = try scaler.transform(wine.features)
    var pca = PCA(components: 4)
    try pca.fit(rows, wine.target)
    for (x, y) in zip(pca.directions.row(0), first) { #expect(abs(x - y) < 1e-12) }
    for (x, y) in zip(pca.directions.row(3), fourth) { #expect(abs(x - y) < 1e-12) }
    for (x, y) in zip(
      pca.variances, [4.73243697758359, 2.51108092964513, 1.4542418678464635, 0.9241658668248733])
    { #expect(abs(x - y) < 1e-12) }
    for (x, y) in zip(
      pca.varianceRatios,
      [0.3619884809992634, 0.1920749025700899, 0.1112363053624996, 0.07069030182714028])
    { #expect(abs(x - y) < 1e-13) }
    for (x, y) in zip(
      pca.singularValues,
      [28.94203422415735, 21.082251410776507, 16.043715611067906, 12.789736448731169])
    { #expect(abs(x - y) < 1e-12) }
  }

  @Test("Components are orthonormal, uncorrelated in training, and all of them keep distances")
  func orthogonality() throws {
    let wine = try Dataset.wine()
    var pca = PCA(components: 13)
    try pca.fit(wine)
    let rows = try pca.transform(wine.features)
    for i in 0..<13 {
      for j in 0...i {
        let product = zip(pca.directions.row(i), pca.directions.row(j)).reduce(0) {
          $0 + $1.0 * $1.1
        }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
        let covariance = zip(rows.column(i), rows.column(j)).reduce(0) { $0 + $1.0 * $1.1 } / 177
        // Relative to the largest variance, that of the unscaled proline.
        #expect(abs(covariance - (i == j ? pca.variances[i] : 0)) < 1e-12 * pca.variances[0])
      }
    }
    for (a, b) in [(0, 1), (5, 177), (60, 130)] {
      func distance(_ matrix: RealMatrix) -> Double {
        zip(matrix.row(a), matrix.row(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      #expect(abs(distance(rows) / distance(wine.features) - 1) < 1e-12)
    }
  }

  @Test("Polynomial features are all products once, by degree", arguments: 1...4, 1...4)
  func polynomial(features: Int, degree: Int) throws {
    let row = (0..<features).map { Double([2, 3, 5, 7][$0]) }
    let matrix = RealMatrix(rows: 1, columns: features, elements: row)
    for interactionsOnly in [false, true] {
      var transformer = PolynomialFeatures(degree: degree, interactionsOnly: interactionsOnly)
      try transformer.fit(matrix, .values([0]))
      let products = try transformer.transform(matrix).elements
      // Features are primes: a product says what it is made of.
      var expected: [Int] = []
      for exponents in 0..<625 {
        var (rest, value, total, largest) = (exponents, 1, 0, 0)
        for prime in [2, 3, 5, 7] {
          for _ in 0..<rest % 5 { value *= prime }
          if rest % 5 > 0, !row.contains(Double(prime)) { total = 99 }
          (total, largest) = (total + rest % 5, max(largest, rest % 5))
          rest /= 5
        }
        if 1...degree ~= total, !interactionsOnly || largest == 1 { expected.append(value) }
      }
      #expect(products.sorted() == expected.map(Double.init).sorted())
      #expect(transformer.names(["a", "b", "c", "d"]).count == expected.count)
    }
  }

  @Test("F statistics choose the features that scikit-learn chooses")
  func fTest() throws {
    // f_classif and f_regression of scikit-learn 1.9.1.
    var iris = FeatureSelection(2)
    try iris.fit(try Dataset.iris())
    #expect(iris.selected == [2, 3])
    let classes = [119.26450218450466, 49.16004008961098, 1180.1611822529785, 960.0071468018060]
    for (x, y) in zip(iris.scores, classes) { #expect(abs(x / y - 1) < 1e-11) }
    var diabetes = FeatureSelection(4)
    try diabetes.fit(try Dataset.diabetes())
    #expect(diabetes.selected == [2, 3, 7, 8])
  }

  @Test("Mutual information is that of scikit-learn, for classes and for numbers")
  func mutualInformation() throws {
    var rows = RealMatrix(rows: 60, columns: 4)
    for row in 0..<60 {
      let i = Double(row)
      rows[row, 0] = sin(1.7 * i) + i * 0.013
      rows[row, 1] = cos(2.3 * i * i)
      rows[row, 2] = (i * 0.61803398875).truncatingRemainder(dividingBy: 1) + 0.01 * sin(3 * i * i)
      rows[row, 3] = sin(i * i * 0.37)
    }
    var classes: [Int] = []
    var values: [Double] = []
    for row in 0..<60 {
      let (a, b) = (rows[row, 0], rows[row, 1])
      classes.append((a + 0.5 * b > 0.3 ? 1 : 0) + (rows[row, 2] > 0.7 ? 1 : 0))
      values.append(a * a + 0.3 * rows[row, 3])
    }
    // mutual_info_classif and mutual_info_regression of scikit-learn 1.9.1.
    let references: [(Dataset.Target, [Double])] = [
      (
        .classes(classes, names: ["a", "b", "c"]),
        [0.11373937979267668, 0.13129780725259788, 0.20777114209442793, 0]
      ),
      (.values(values), [0.957610419118601, 0, 0, 0.12339735691299758]),
    ]
    for (target, expected) in references {
      var selection = FeatureSelection(1, by: .mutualInformation)
      try selection.fit(rows, target)
      for (x, y) in zip(selection.scores, expected) { #expect(abs(x - y) < 1e-9) }
    }
    // A parabola is no line: the F test does not see it.
    let symmetric = (0..<41).map { Double($0 - 20) }
    let two = try RealMatrix(symmetric.map { [$0, $0 + 9 * sin($0)] })
    var selection = FeatureSelection(1, by: .mutualInformation)
    try selection.fit(two, .values(symmetric.map { $0 * $0 }))
    #expect(selection.selected == [0] && selection.scores[0] > 1)
    // Equal values are neighbours at distance 0.
    let discrete = try RealMatrix((0..<30).map { [Double($0 % 3), Double($0 % 5)] })
    try selection.fit(discrete, .classes((0..<30).map { $0 % 3 }, names: ["a", "b", "c"]))
    #expect(selection.selected == [0] && selection.scores[0] > selection.scores[1] + 0.5)
  }

  @Test(
    "A feature that decides the class alone comes first, a constant one last, of equals the first")
  func extremes() throws {
    let data = RealMatrix(
      rows: 4, columns: 4, elements: [1, 0, 5, 0, 1, 1, 5, 1, 1, 2, 7, 2, 1, 3, 7, 3])
    for target in [
      Dataset.Target.classes([0, 0, 1, 1], names: ["a", "b"]), .values([10, 10, 14, 14]),
    ] {
      var selection = FeatureSelection(2)
      try selection.fit(data, target)
      #expect(selection.selected == [1, 2])
      #expect(selection.scores[0] == 0 && selection.scores[2] == .greatestFiniteMagnitude)
      #expect(selection.names(["a", "b", "c", "d"]) == ["b", "c"])
    }
  }

  @Test("Patches of every size hold the sums and means of their pixels")
  func patches() throws {
    let (height, width) = (4, 6)
    let image = RealMatrix(rows: 1, columns: 24, elements: (0..<24).map { Double($0 * $0 % 23) })
    for (down, across) in [(1, 1), (2, 3), (4, 6), (4, 1), (1, 2)] {
      for summary in ImagePatches.Summary.allCases {
        var patches = ImagePatches(
          image: .init(height: height, width: width), patch: .init(height: down, width: across),
          summary: summary)
        try patches.fit(image, .values([0]))
        var expected = [Double](repeating: 0, count: 24 / down / across)
        for pixel in 0..<24 {
          expected[pixel / width / down * (width / across) + pixel % width / across] +=
            image.elements[pixel] / (summary == .mean ? Double(down * across) : 1)
        }
        for (x, y) in zip(try patches.transform(image).elements, expected) {
          #expect(abs(x - y) < 1e-13)
        }
        #expect(patches.names([]).count == expected.count)
      }
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let iris = try Dataset.iris()
    func fit<T: Transformer>(_ transformer: T, _ data: Dataset) -> String {
      Self.message {
        var transformer = transformer
        try transformer.fit(data)
      }
    }
    #expect(
      Self.message { _ = try PCA(components: 1).transform(iris.features) }
        == "a PCA has not been fitted: call fit first")
    #expect(
      fit(PCA(components: 5), iris)
        == "the number of components is 5: it must be 1 to 4, the smaller of features and rows")
    #expect(
      fit(PCA(components: 1), iris.selecting(rows: [0]))
        == "principal component analysis needs at least 2 rows but there is 1")
    #expect(
      fit(MinMaxScaler(0...(.infinity)), iris)
        == "a range is 0.0...inf: it must be of finite numbers")
    #expect(fit(PolynomialFeatures(degree: 0), iris) == "the degree is 0: it must be 1 or more")
    #expect(
      fit(PolynomialFeatures(degree: 100), iris)
        == "the degree is 100: it must be lower: it gives over 100000 products of 4 features")
    #expect(
      fit(FeatureSelection(5), iris)
        == "the number of selected features is 5: it must be 1 to 4, the number of features")
    #expect(
      fit(FeatureSelection(1), iris.selecting(rows: Array(0..<10)))
        == "every row of the label 'target' is 'setosa': a classifier needs at least two classes")
    #expect(
      fit(FeatureSelection(1), iris.selecting(rows: [0, 1]))
        == "the selection of features needs at least 3 rows but there are 2")
    let square = ImagePatches.Size(height: 2, width: 2)
    #expect(
      fit(ImagePatches(image: square, patch: .init(height: 1, width: 3)), iris)
        == "the width of a patch is 3: it must be a divisor of 2, the width of the image")
    #expect(
      fit(ImagePatches(image: .init(height: 0, width: 2), patch: square), iris)
        == "the height of an image is 0: it must be 1 or more")
    #expect(
      fit(ImagePatches(image: .init(height: 8, width: 8), patch: square), iris)
        == "the number of pixels of an image of 8 by 8 should be 64 but is 4")
    #expect(fit(ImagePatches(image: square, patch: square), iris) == "nothing")
    let empty = try Dataset(
      name: "t", features: RealMatrix(rows: 2, columns: 0), target: .values([1, 2]))
    #expect(fit(Standardizer(), empty) == "there is no column left to learn from besides the label")
  }
}
