/// The mean and standard deviation of numbers to predict, which models are trained on without.
struct TargetScale {
  let mean: Double
  /// Over n; 1 where all numbers are equal.
  let deviation: Double

  init(_ values: [Double]) {
    var moments = ColumnMoments(columns: 1)
    for value in values { moments.add(CollectionOfOne(value)) }
    mean = moments.means[0]
    let spread = moments.populationVariances[0].squareRoot()
    // Rounding leaves equal numbers with a spread far below their mean.
    deviation = spread > 10 * Double.ulpOfOne * abs(mean) ? spread : 1
  }

  func standardized(_ values: [Double]) -> [Double] { values.map { ($0 - mean) / deviation } }
}
