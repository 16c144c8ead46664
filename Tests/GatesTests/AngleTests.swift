import Gates
import RealModule
import TestSupport
import Testing

@Suite("Angles")
struct AngleTests {
  private static let x = Parameter("x")
  private static let y = Parameter("y")

  /// A random expression, and the number it must have at given values of its parameters.
  private static func expression(
    _ random: inout TestRandom, depth: Int, _ x: Double, _ y: Double
  ) -> (Angle, Double) {
    func part() -> (Angle, Double) { expression(&random, depth: depth - 1, x, y) }
    switch Int.random(in: depth == 0 ? 0...2 : 0...9, using: &random) {
    case 0:
      let value = Double(Int.random(in: -3...3, using: &random)) / 2
      return (.value(value), value)
    case 1: return (.parameter(Self.x), x)
    case 2: return (.parameter(Self.y), y)
    case 3:
      let (a, u) = part()
      return (-a, -u)
    case 4:
      let ((a, u), (b, v)) = (part(), part())
      return (a + b, u + v)
    case 5:
      let ((a, u), (b, v)) = (part(), part())
      return (a - b, u - v)
    case 6:
      let ((a, u), (b, v)) = (part(), part())
      return (a * b, u * v)
    case 7:
      let ((a, u), (b, v)) = (part(), part())
      return (a / b, u / v)
    case 8:
      let (a, u) = part()
      return (.pow(a, 2), u * u)
    default:
      let (a, u) = part()
      let functions: [(Angle.Function, (Double) -> Double)] = [
        (.sin, Double.sin), (.cos, Double.cos), (.tan, Double.tan), (.exp, Double.exp),
        (.atan, Double.atan), (.sqrt, { $0.squareRoot() }), (.ln, { Double.log($0) }),
        (.asin, Double.asin), (.acos, Double.acos),
      ]
      let (function, number) = functions[Int.random(in: functions.indices, using: &random)]
      return (function.of(a), number(u))
    }
  }

  private func isSame(_ a: Double, _ b: Double) -> Bool {
    a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 1e-12 * max(abs(a), abs(b))
  }

  @Test("Expressions evaluate to what the same arithmetic on numbers gives", arguments: 0..<200)
  func evaluation(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let (angle, expected) = Self.expression(&random, depth: 6, 0.3, -1.7)
    let value = try angle.value { $0 == Self.x ? 0.3 : -1.7 }
    #expect(isSame(value, expected), "\(angle)")
  }

  @Test(
    "Substituting numbers folds to the value, substituting expressions commutes with evaluation",
    arguments: 0..<200)
  func substitution(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let (angle, expected) = Self.expression(&random, depth: 6, 0.3, -1.7)
    let folded = angle.substituting { $0 == Self.x ? 0.3 : -1.7 }
    guard case .value(let value) = folded else {
      Issue.record("\(folded) is no number")
      return
    }
    #expect(isSame(value, expected))
    #expect(folded.parameters.isEmpty)
    let z = Parameter("z")
    let partly = angle.substituting { $0 == Self.x ? Angle(z) - 1 : nil }
    #expect(!partly.parameters.contains(Self.x))
    #expect(isSame(try partly.value { $0 == z ? 1.3 : -1.7 }, expected))
  }

  @Test("A missing value is reported by the parameter's name")
  func unbound() {
    let angle = Angle.Function.sin.of(2 * Angle(Self.x) + Angle(Self.y))
    #expect(throws: QuantumError.unboundParameter("y")) {
      try angle.value { $0 == Self.x ? 1 : nil }
    }
    #expect(angle.constant == nil)
    #expect(angle.parameters == [Self.x, Self.y])
  }

  @Test("Numbers fold at once, neutral elements disappear")
  func folding() {
    let x = Angle(Self.x)
    #expect(Angle.pi / 2 == .value(.pi / 2))
    #expect(x + 0 == x)
    #expect(0 + x == x)
    #expect(x - 0 == x)
    #expect(1 * x == x)
    #expect(x * 1 == x)
    #expect(x / 1 == x)
    #expect(-(-x) == x)
    #expect(Angle.Function.cos.of(0) == 1)
    #expect(Angle.function(.cos, 0).constant == 1)
    var sum = x
    sum += 2
    sum -= 1
    sum *= 3
    sum /= 2
    #expect(sum == (x + 2 - 1) * 3 / 2)
  }

  @Test(
    "Powers follow C: whole powers of negative numbers, 0 to the power 0",
    arguments: [
      (-2, 2, 4), (-2, 3, -8), (-2, -1, -0.5), (0, 0, 1), (0, 2, 0), (4, 0.5, 2), (2, 10, 1024),
      (-1, 1e15, 1),
    ])
  func powers(_ x: Double, _ y: Double, _ expected: Double) throws {
    #expect(Angle.pow(.value(x), .value(y)) == .value(expected))
    #expect(try Angle.power(.value(x), .value(y)).value() == expected)
    let root = Angle.pow(-2, 0.5).constant
    #expect(root?.isNaN == true)
  }
}
