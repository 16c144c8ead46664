import Circuits

/// ⟨O⟩ by the ordinary simulator and a dense matrix: no code shared with the derivatives.
func expectation(
  of observable: PauliSum, in circuit: Circuit, at values: [Double]
) throws -> Double {
  let state = try circuit.bound(to: values).stateVector().amplitudes
  let matrix = try observable.matrix(qubits: circuit.qubitCount)
  var sum = Complex<Double>.zero
  for row in state.indices {
    for column in state.indices {
      sum += state[row].conjugate * matrix.elements[row * state.count + column] * state[column]
    }
  }
  return sum.real
}

/// Romberg's extrapolation of central differences (Numerical Recipes, section 5.7): about 1e-11 for the
/// smooth functions of these tests.
func numericalDerivative(of function: (Double) throws -> Double, at x: Double) rethrows -> Double {
  try numericalDerivatives(of: { [try function($0)] }, at: x)[0]
}

/// The same for a function with several values.
func numericalDerivatives(
  of function: (Double) throws -> [Double], at x: Double
) rethrows -> [Double] {
  var table: [[[Double]]] = []
  for level in 0..<6 {
    let h = 0.4 / Double(1 << level)
    let (up, down) = (try function(x + h), try function(x - h))
    var row = [zip(up, down).map { ($0 - $1) / (2 * h) }]
    for column in 0..<level {
      let power = Double(1 << (2 * (column + 1)))
      row.append(zip(row[column], table[level - 1][column]).map { (power * $0 - $1) / (power - 1) })
    }
    table.append(row)
  }
  return table[5][5]
}

/// The derivative of `f` at `x` by the general parameter-shift rule with four frequencies 1/2, 1, 3/2, 2,
/// which are all that gates of the table have (D. Wierichs, J. Izaac, C. Wang, C. Lin, "General
/// parameter-shift rules for quantum gradients" (2022), doi:10.22331/q-2022-03-30-677, equation 23).
func shiftDerivative(of function: (Double) throws -> Double, at x: Double) rethrows -> Double {
  let (count, unit) = (4.0, 0.5)
  var sum = 0.0
  for μ in 1...8 {
    let angle = (2 * Double(μ) - 1) * .pi / (2 * count)
    let sine = Double.sin(angle / 2)
    let weight = (μ.isMultiple(of: 2) ? -1.0 : 1.0) / (4 * count * sine * sine)
    sum += weight * (try function(x + angle / unit))
  }
  return unit * sum
}

/// The gradient with one derivative at a time.
func gradient(
  of observable: PauliSum, in circuit: Circuit, at values: [Double],
  by rule: ((Double) throws -> Double, Double) throws -> Double
) throws -> [Double] {
  try values.indices.map { index in
    try rule(
      { x in
        var shifted = values
        shifted[index] = x
        return try expectation(of: observable, in: circuit, at: shifted)
      }, values[index])
  }
}
