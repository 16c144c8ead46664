import QState

/// Operations by their whole matrix, one basis state at a time: slow, obvious, and sharing nothing
/// with the kernels.
enum Reference {
  typealias Number = Complex<Double>

  /// The `2^k` square matrix of an operation on k targets, as rows.
  static func matrix(of operation: StateOperation, targetCount: Int) -> [[Number]] {
    let size = 1 << targetCount
    var rows = [[Number]](repeating: [Number](repeating: 0, count: size), count: size)
    switch operation {
    case .scale(let factor):
      rows[0][0] = factor
    case .diagonal(let elements):
      for index in 0..<size { rows[index][index] = elements[index] }
    case .antidiagonal(let upper, let lower):
      rows[0][1] = upper
      rows[1][0] = lower
    case .flip:
      for index in 0..<size { rows[size - 1 - index][index] = 1 }
    case .swap:
      rows[0][0] = 1
      rows[1][2] = 1
      rows[2][1] = 1
      rows[3][3] = 1
    case .dense(let matrix):
      for row in 0..<size {
        for column in 0..<size { rows[row][column] = matrix[row, column] }
      }
    case .permutation(let image):
      for index in 0..<size { rows[image[index]][index] = 1 }
    case .pauliRotation(let paulis, let angle):
      let minusSine = Number(0, -Double.sin(angle / 2))
      for row in 0..<size {
        for column in 0..<size {
          var element: Number = 1
          for (place, pauli) in paulis.enumerated() {
            element *= self.pauli(pauli, row >> place & 1, column >> place & 1)
          }
          rows[row][column] = minusSine * element
          if row == column { rows[row][column] += Number(.cos(angle / 2)) }
        }
      }
    }
    return rows
  }

  private static func pauli(_ pauli: Pauli, _ row: Int, _ column: Int) -> Number {
    switch pauli {
    case .i: row == column ? 1 : 0
    case .x: row == column ? 0 : 1
    case .y: row == column ? 0 : (row == 0 ? Number(0, -1) : Number(0, 1))
    case .z: row != column ? 0 : (row == 0 ? 1 : -1)
    }
  }

  /// The state after the operation.
  static func apply(
    _ operation: StateOperation, to targets: [Int], controls: Controls, on state: [Number]
  ) -> [Number] {
    let matrix = matrix(of: operation, targetCount: targets.count)
    var result = [Number](repeating: 0, count: state.count)
    for (index, amplitude) in state.enumerated() {
      guard UInt64(index) & controls.mask == controls.values else {
        result[index] += amplitude
        continue
      }
      var column = 0
      var rest = index
      for (place, target) in targets.enumerated() {
        column |= (index >> target & 1) << place
        rest &= ~(1 << target)
      }
      for row in matrix.indices where matrix[row][column] != 0 {
        var destination = rest
        for (place, target) in targets.enumerated() {
          destination |= (row >> place & 1) << target
        }
        result[destination] += matrix[row][column] * amplitude
      }
    }
    return result
  }
}
