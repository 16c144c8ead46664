import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct FFTWTests {
  func error<Scalar: StateScalar>(
    size: Int, negative: Bool, as type: Scalar.Type
  ) throws -> Double {
    var random = RandomStream(seed: 51, stream: UInt64(size))
    let input = (0..<size).map { _ in random.complexNormal() }
    var output = input.map { Complex<Scalar>(Scalar($0.real), Scalar($0.imaginary)) }
    let isDone = try output.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return try FFTW.transform(base, count: size, negative: negative)
    }
    #expect(isDone)
    var largest = 0.0
    for k in 0..<size {
      var expected = Complex<Double>.zero
      for j in 0..<size {
        let turns = Double(j * k % size) / Double(size)
        expected += input[j] * Complex(length: 1, phase: (negative ? -2 : 2) * .pi * turns)
      }
      let actual = Complex(Double(output[k].real), Double(output[k].imaginary))
      largest = max(largest, (actual - expected).length)
    }
    return largest
  }

  @Test(
    "The transform is the sum over roots of unity, in both directions and precisions",
    arguments: [1, 2, 4, 8, 64, 256], [false, true])
  func definition(size: Int, negative: Bool) throws {
    // Sums of `size` normal numbers; the reference rounds as often as it adds.
    let terms = 8 * Double(size)
    #expect(try error(size: size, negative: negative, as: Double.self) < terms * .ulpOfOne)
    #expect(
      try error(size: size, negative: negative, as: Float.self) < terms * Double(Float.ulpOfOne))
  }

  @Test("Threads may transform at once")
  func concurrent() async throws {
    try await withThrowingTaskGroup(of: Double.self) { group in
      for size in [4, 16, 64, 128, 32, 8] {
        for _ in 0..<4 {
          group.addTask { try self.error(size: size, negative: false, as: Double.self) }
        }
      }
      for try await error in group { #expect(error < 8 * 128 * .ulpOfOne) }
    }
  }
}
