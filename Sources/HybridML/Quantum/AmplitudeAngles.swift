import Circuits
import RealModule

/// The rotations that prepare real amplitudes: one qubit after another, from the highest, is turned by an
/// angle for each value of those before it.
///
/// A uniformly controlled rotation of k controls is 2^k rotations with a `cx` after each; their angles
/// are the Walsh–Hadamard transform, in Gray code's order, of those for the controls' values
/// (M. Möttönen et al. (2005), arXiv:quant-ph/0407010).
enum AmplitudeAngles {
  /// Fills `2^qubits − 1` angles from at most `2^qubits` amplitudes of any scale, not all 0.
  static func fill(
    _ amplitudes: UnsafeBufferPointer<Double>, _ angles: UnsafeMutableBufferPointer<Double>
  ) {
    let size = angles.count + 1
    let qubits = size.trailingZeroBitCount
    // Dividing first keeps squares from overflowing.
    let largest = amplitudes.reduce(0) { max($0, abs($1)) }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * size) { memory in
      // The norms of ever larger parts, and the angle for each value of the controls.
      for index in 0..<size {
        memory[index] = index < amplitudes.count ? amplitudes[index] / largest : 0
      }
      for target in 0..<qubits {
        let controls = qubits - 1 - target
        let count = 1 << controls
        for prefix in 0..<count {
          let (zero, one) = (memory[2 * prefix], memory[2 * prefix + 1])
          memory[size + prefix] = 2 * Double.atan2(y: one, x: zero)
          memory[prefix] = (zero * zero + one * one).squareRoot()
        }
        let first = count - 1
        for place in 0..<count {
          let gray = place ^ (place >> 1)
          var sum = 0.0
          for prefix in 0..<count {
            let angle = memory[size + prefix]
            sum += (prefix & gray).nonzeroBitCount & 1 == 0 ? angle : -angle
          }
          angles[first + place] = sum / Double(count)
        }
      }
    }
  }

  static func append(_ angles: [Angle], to circuit: inout Circuit) {
    let qubits = (angles.count + 1).trailingZeroBitCount
    for target in (0..<qubits).reversed() {
      let controls = qubits - 1 - target
      let count = 1 << controls
      for place in 0..<count {
        circuit.ry(angles[count - 1 + place], target)
        if controls == 0 { continue }
        // The bit in which this code differs from the next; the last goes back to 0.
        let change = place == count - 1 ? controls - 1 : (place + 1).trailingZeroBitCount
        circuit.cx(target + 1 + change, target)
      }
    }
  }
}
