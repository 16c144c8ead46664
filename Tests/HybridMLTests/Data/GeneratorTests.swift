@testable import HybridML
import RealModule
import Testing

@Suite("Generators") struct GeneratorTests {
  @Test("Every generator gives equal classes, and the same rows for the same seed")
  func seeds() throws {
    let makers: [(UInt64) throws -> Dataset] = [
      { try .twoMoons(rows: 60, seed: $0) }, { try .circles(rows: 60, seed: $0) },
      { try .linearlySeparable(rows: 60, features: 5, seed: $0) },
      { try .hiddenManifold(rows: 60, seed: $0) }, { try .barsAndStripes(rows: 60, seed: $0) },
      { try .adHoc(rows: 60, seed: $0) },
    ]
    for make in makers {
      let data = try make(1)
      #expect(try data.classIndices().reduce(0, +) == 30)
      #expect(try make(1) == data)
      #expect(try make(2) != data)
    }
  }

  @Test("Without noise moons and circles lie on their curves")
  func curves() throws {
    let moons = try Dataset.twoMoons(rows: 100, noise: 0, seed: 1)
    let circles = try Dataset.circles(rows: 100, noise: 0, factor: 0.3, seed: 1)
    for row in 0..<100 {
      let (x, y) = (moons.features[row, 0], moons.features[row, 1])
      let (dx, dy) = row % 2 == 0 ? (x, y) : (1 - x, 0.5 - y)
      #expect(abs(dx * dx + dy * dy - 1) < 1e-12 && dy >= -1e-12)
      let radius = Double.hypot(circles.features[row, 0], circles.features[row, 1])
      #expect(abs(radius - (row % 2 == 0 ? 1 : 0.3)) < 1e-12)
    }
  }

  @Test("Separable points are separated by the margin")
  func separable() throws {
    let data = try Dataset.linearlySeparable(rows: 200, features: 4, margin: 0.1, seed: 2)
    for row in 0..<200 {
      let sum = data.features.row(row).reduce(0, +)
      #expect(row % 2 == 1 ? sum > 0.4 : sum < -0.4)
      #expect(data.features.row(row).allSatisfy { abs($0) <= 1 })
    }
  }

  @Test("Bars are constant down columns and stripes along rows, and never of one colour")
  func bars() throws {
    let data = try Dataset.barsAndStripes(rows: 50, height: 3, width: 5, noise: 0, seed: 2)
    for row in 0..<50 {
      let pixels = Array(data.features.row(row))
      for y in 0..<3 {
        for x in 0..<5 {
          #expect(pixels[5 * y + x] == (row % 2 == 1 ? pixels[5 * y] : pixels[x]))
        }
      }
      #expect(Set(pixels) == [-1, 1])
    }
  }

  @Test("The ZZ feature state is that of the circuit of phases, rotations and CNOTs")
  func zzFeatureMap() throws {
    var random = RandomStream(seed: 4)
    for count in [2, 3] {
      let x = (0..<count).map { _ in 6 * random.uniform() }
      var circuit = Circuit(qubits: count)
      for _ in 0..<2 {
        for k in 0..<count { circuit.h(k) }
        for k in 0..<count { circuit.rz(Angle(-2 * x[k]), k) }
        for k in 0..<count {
          for l in 0..<k {
            circuit.cx(l, k)
            circuit.rz(Angle(-2 * (.pi - x[k]) * (.pi - x[l])), k)
            circuit.cx(l, k)
          }
        }
      }
      let expected = try circuit.probabilities()
      let state = Dataset.zzFeatureState(x)
      for index in state.indices {
        let bits = String(repeating: "0", count: count) + String(index, radix: 2)
        let probability = expected[String(bits.suffix(count))] ?? 0
        #expect(abs(state[index].lengthSquared - probability) < 1e-12)
      }
    }
  }

  @Test("Settings out of range are refused")
  func refusals() {
    #expect(throws: DataError.self) { try Dataset.adHoc(features: 4, seed: 1) }
    #expect(throws: DataError.self) { try Dataset.twoMoons(rows: 1, seed: 1) }
    #expect(throws: DataError.self) { try Dataset.circles(factor: 1, seed: 1) }
    #expect(throws: DataError.self) { try Dataset.twoMoons(noise: -1, seed: 1) }
  }
}
