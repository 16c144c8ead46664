import RealModule

/// Data made up by formulas, for trying models out. The same seed gives the same rows everywhere.
extension Dataset {
  /// Two interleaved half circles in the plane, one a class, with normal noise.
  public static func twoMoons(
    rows: Int = 200, noise: Double = 0.1, seed: UInt64
  ) throws(DataError) -> Dataset {
    try planar(name: "two moons", rows: rows, noise: noise, seed: seed) { label, turn in
      let angle = .pi * turn
      return label == 0
        ? (Double.cos(angle), Double.sin(angle)) : (1 - Double.cos(angle), 0.5 - Double.sin(angle))
    }
  }

  /// Two circles about the origin, of radius 1 and `factor`, one a class, with normal noise.
  public static func circles(
    rows: Int = 200, noise: Double = 0.1, factor: Double = 0.5, seed: UInt64
  ) throws(DataError) -> Dataset {
    try check(factor > 0 && factor < 1, "the factor of the radius", factor, "in 0…1")
    return try planar(name: "circles", rows: rows, noise: noise, seed: seed) { label, turn in
      let radius = label == 0 ? 1 : factor
      return (radius * Double.cos(2 * .pi * turn), radius * Double.sin(2 * .pi * turn))
    }
  }

  /// Points of the cube [−1, 1]^features on the two sides of the plane Σ x = 0, none within `margin`
  /// of it (in units of Σ x / features).
  ///
  /// J. Bowles, S. Ahmed and M. Schuld, "Better than classical? The subtle art of benchmarking
  /// quantum machine learning models", 2024, arXiv:2403.07059, appendix B.
  public static func linearlySeparable(
    rows: Int = 200, features: Int = 2, margin: Double = 0.02, seed: UInt64
  ) throws(DataError) -> Dataset {
    try check(rows >= 2, "the number of rows", Double(rows), "2 or more")
    try check(features >= 1, "the number of features", Double(features), "1 or more")
    try check(margin >= 0 && margin <= 0.2, "the margin", margin, "in 0…0.2")
    var random = RandomStream(seed: seed)
    var matrix = RealMatrix(rows: rows, columns: features)
    var labels: [Int] = []
    for row in 0..<rows {
      var sum = 0.0
      // Classes in turn: a point on the other side is mirrored at the origin.
      repeat {
        sum = 0
        for column in 0..<features {
          matrix[row, column] = 2 * random.uniform() - 1
          sum += matrix[row, column]
        }
      } while abs(sum) <= margin * Double(features)
      if (sum > 0) != (row % 2 == 1) {
        for column in 0..<features { matrix[row, column] = -matrix[row, column] }
      }
      labels.append(row % 2)
    }
    return try binary("linearly separable", matrix, labels)
  }

  /// Points of a curved manifold of `manifold` dimensions in a space of `features` dimensions, with
  /// labels from a random two-layer network of the coordinates on the manifold.
  ///
  /// x = tanh(F c / √m) with c and F normal; the label is whether the network's output exceeds its
  /// median, so that classes are equal. After S. Goldt, M. Mézard, F. Krzakala and L. Zdeborová,
  /// "Modeling the influence of data structure on learning in neural networks: the hidden manifold
  /// model", Phys. Rev. X 10, 041044 (2020), doi:10.1103/PhysRevX.10.041044.
  public static func hiddenManifold(
    rows: Int = 300, features: Int = 4, manifold: Int = 6, seed: UInt64
  ) throws(DataError) -> Dataset {
    try check(rows >= 2, "the number of rows", Double(rows), "2 or more")
    try check(features >= 1, "the number of features", Double(features), "1 or more")
    try check(manifold >= 1, "the dimension of the manifold", Double(manifold), "1 or more")
    var random = RandomStream(seed: seed)
    func normals(_ count: Int) -> [Double] { (0..<count).map { _ in random.normal() } }
    let scale = 1 / Double(manifold).squareRoot()
    let bend = normals(manifold * features)
    let biases = normals(features)
    let hidden = normals(manifold * manifold)
    let output = normals(manifold)
    var matrix = RealMatrix(rows: rows, columns: features)
    var scores: [Double] = []
    for row in 0..<rows {
      let point = normals(manifold)
      for column in 0..<features {
        var sum = 0.0
        for k in 0..<manifold { sum += bend[k * features + column] * point[k] }
        matrix[row, column] = Double.tanh(scale * sum + biases[column])
      }
      var score = 0.0
      for unit in 0..<manifold {
        var sum = 0.0
        for k in 0..<manifold { sum += hidden[k * manifold + unit] * point[k] }
        score += output[unit] * Double.tanh(scale * sum)
      }
      scores.append(score)
    }
    // Ranks, so that both classes have half of the rows.
    var labels = Array(repeating: 0, count: rows)
    for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }).dropFirst(rows / 2) {
      labels[row] = 1
    }
    return try binary("hidden manifold", matrix, labels)
  }

  /// Pictures whose columns (class `bars`) or rows (class `stripes`) are all bright (1) or all dark
  /// (−1), each with probability one half, with normal noise on every pixel; never of one colour.
  ///
  /// Pixels come row by row. The pictures of Bowles, Ahmed and Schuld 2024 have a noise of 0.5.
  public static func barsAndStripes(
    rows: Int = 200, height: Int = 4, width: Int = 4, noise: Double = 0.5, seed: UInt64
  ) throws(DataError) -> Dataset {
    try check(rows >= 2, "the number of rows", Double(rows), "2 or more")
    try check(
      height >= 2 && width >= 2, "the side of a picture", Double(min(height, width)), "2 or more")
    try check(noise >= 0 && noise.isFinite, "the noise", noise, "0 or more")
    var random = RandomStream(seed: seed)
    var matrix = RealMatrix(rows: rows, columns: height * width)
    for row in 0..<rows {
      let isStripes = row % 2 == 1
      var colours: [Bool]
      repeat {
        colours = (0..<(isStripes ? height : width)).map { _ in Bool.random(using: &random) }
      } while Set(colours).count == 1
      for y in 0..<height {
        for x in 0..<width {
          let colour = colours[isStripes ? y : x] ? 1.0 : -1.0
          matrix[row, y * width + x] = colour + noise * random.normal()
        }
      }
    }
    return try Dataset(
      name: "bars and stripes", features: matrix,
      featureNames: (0..<height).flatMap { y in (0..<width).map { "pixel_\(y)_\($0)" } },
      target: .classes((0..<rows).map { $0 % 2 }, names: ["bars", "stripes"]))
  }

  private static func planar(
    name: String, rows: Int, noise: Double, seed: UInt64,
    point: (_ label: Int, _ turn: Double) -> (Double, Double)
  ) throws(DataError) -> Dataset {
    try check(rows >= 2, "the number of rows", Double(rows), "2 or more")
    try check(noise >= 0 && noise.isFinite, "the noise", noise, "0 or more")
    var random = RandomStream(seed: seed)
    var matrix = RealMatrix(rows: rows, columns: 2)
    for row in 0..<rows {
      let (x, y) = point(row % 2, random.uniform())
      matrix[row, 0] = x + noise * random.normal()
      matrix[row, 1] = y + noise * random.normal()
    }
    return try binary(name, matrix, (0..<rows).map { $0 % 2 })
  }

  static func binary(
    _ name: String, _ matrix: RealMatrix, _ labels: [Int]
  ) throws(DataError) -> Dataset {
    try Dataset(name: name, features: matrix, target: .classes(labels, names: ["0", "1"]))
  }

  static func check(
    _ isAllowed: Bool, _ name: String, _ value: Double, _ allowed: String
  ) throws(DataError) {
    if !isAllowed { throw DataError(.setting(name: name, value: "\(value)", allowed: allowed)) }
  }
}

extension RandomStream {
  /// A number from the standard normal distribution, of two uniform ones (G. E. P. Box and M. E.
  /// Muller 1958, doi:10.1214/aoms/1177706645).
  mutating func normal() -> Double {
    let radius = (-2 * Double.log(onePlus: -uniform())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }
}
