import CKernels
import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct ReductionKernelsTests {
  /// Every sum of the kernel table against a plain loop. Terms are at most 1 in sum, so that rounding
  /// stays below one unit in the last place of 1 a term, in double precision for both.
  static func check<Scalar: StateScalar>(_ scalar: Scalar.Type, _ set: KernelSet) throws {
    var random = RandomStream(seed: 5)
    for qubits in 0...8 {
      let bra = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
      let ket = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
      let (left, right) = (bra.amplitudes, ket.amplitudes)
      let weights = left.map { amplitude in
        Double(amplitude.real) * Double(amplitude.real)
          + Double(amplitude.imaginary) * Double(amplitude.imaginary)
      }
      let kernels = set.kernels(for: Scalar.self).pointee
      // Odd counts too: the table must not rely on whole vectors.
      for count in Set([left.count, left.count - 1, left.count / 2 + 1, 1])
      where count <= left.count {
        let tolerance = Double(count + 4) * Double.ulpOfOne
        let norm = bra.withUnsafeAmplitudes { kernels.norm_squared($0.baseAddress, count) }
        #expect(abs(norm - weights[..<count].reduce(0, +)) < tolerance)

        var probabilities = [Double](repeating: -1, count: count)
        bra.withUnsafeAmplitudes {
          kernels.probabilities($0.baseAddress, count, &probabilities)
        }
        for index in 0..<count { #expect(abs(probabilities[index] - weights[index]) < .ulpOfOne) }

        var product = [0.0, 0.0]
        bra.withUnsafeAmplitudes { left in
          ket.withUnsafeAmplitudes { right in
            kernels.inner_product(left.baseAddress, right.baseAddress, count, &product)
          }
        }
        var expected = Complex<Double>.zero
        for index in 0..<count {
          let conjugate = Complex(Double(left[index].real), -Double(left[index].imaginary))
          expected += conjugate * Complex(Double(right[index].real), Double(right[index].imaginary))
        }
        #expect((Complex(product[0], product[1]) - expected).length < 2 * tolerance)
      }
      for block in 0...qubits {
        for _ in 0..<20 {
          let count = 1 << block
          let first = Int(random.uniform() * Double(left.count / count)) * count
          let mask = random.next() & UInt64(left.count - 1)
          let value = random.next() & mask
          let sum = bra.withUnsafeAmplitudes {
            kernels.masked_norm_squared($0.baseAddress, first, count, mask, value)
          }
          var expected = 0.0
          for index in first..<first + count where UInt64(index) & mask == value {
            expected += weights[index]
          }
          #expect(abs(sum - expected) < Double(count + 4) * .ulpOfOne)
        }
      }
    }
  }

  @Test(
    "Norms, inner products, probabilities and masked norms equal plain sums",
    arguments: KernelsTests.sets)
  func sums(set: KernelSet) throws {
    try Self.check(Double.self, set)
    try Self.check(Float.self, set)
  }

  @Test("The largest number and how many reach a limit", arguments: KernelsTests.sets)
  func numbers(set: KernelSet) {
    var random = RandomStream(seed: 8)
    for kernels in [
      set.kernels(for: Double.self).pointee, set.kernels(for: Float.self).pointee,
    ] {
      for count in 0...70 {
        var numbers = (0..<count).map { _ in random.uniform() }
        // The largest may be anywhere; what is no number is never it, and reaches no limit.
        for place in stride(from: 0, to: count, by: 3) where place % 2 == 0 {
          numbers[place] = .nan
        }
        let known = numbers.filter { !$0.isNaN }
        #expect(kernels.largest(numbers, count) == known.max() ?? 0)
        for limit in [0, 0.3, known.first ?? 0.5, 1] {
          #expect(kernels.count_from(numbers, count, limit) == known.count { $0 >= limit })
        }
        for place in numbers.indices {
          var one = [Double](repeating: 0.25, count: count)
          one[place] = 0.5
          #expect(kernels.largest(one, count) == 0.5 && kernels.count_from(one, count, 0.5) == 1)
        }
      }
    }
  }

  @Test("A sum by blocks has the same bits at every number of threads and any count")
  func blockSums() {
    var random = RandomStream(seed: 6)
    for count in [0, 1, 4095, 4096, 4097, 40_000, 100_000] {
      let values = (0..<count).map { _ in random.uniform() - 0.5 }
      let sums = [1, 2, 3, 7].map { threads in
        BlockSum.sum(count: count, threads: threads) { (range: Range<Int>) -> Double in
          values[range].reduce(0, +)
        }
      }
      #expect(Set(sums.map(\.bitPattern)).count == 1)
      #expect(abs(sums[0] - values.reduce(0, +)) <= Double(count) * .ulpOfOne)
    }
  }
}
