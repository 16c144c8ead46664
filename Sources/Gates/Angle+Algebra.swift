import RealModule

// Operations on numbers give numbers at once, so that an angle without parameters is always a
// `.value`; neutral elements disappear. Nothing else is rewritten: an expression is written back to a
// file as it was read.
extension Angle {
  public static prefix func - (a: Angle) -> Angle {
    switch a {
    case .value(let value): .value(-value)
    case .negation(let inner): inner
    default: .negation(a)
    }
  }

  public static func + (a: Angle, b: Angle) -> Angle {
    switch (a, b) {
    case (.value(let x), .value(let y)): .value(x + y)
    case (.value(0), _): b
    case (_, .value(0)): a
    default: .sum(a, b)
    }
  }

  public static func - (a: Angle, b: Angle) -> Angle {
    switch (a, b) {
    case (.value(let x), .value(let y)): .value(x - y)
    case (_, .value(0)): a
    default: .difference(a, b)
    }
  }

  public static func * (a: Angle, b: Angle) -> Angle {
    switch (a, b) {
    case (.value(let x), .value(let y)): .value(x * y)
    case (.value(1), _): b
    case (_, .value(1)): a
    default: .product(a, b)
    }
  }

  public static func / (a: Angle, b: Angle) -> Angle {
    switch (a, b) {
    case (.value(let x), .value(let y)): .value(x / y)
    case (_, .value(1)): a
    default: .quotient(a, b)
    }
  }

  public static func += (a: inout Angle, b: Angle) { a = a + b }
  public static func -= (a: inout Angle, b: Angle) { a = a - b }
  public static func *= (a: inout Angle, b: Angle) { a = a * b }
  public static func /= (a: inout Angle, b: Angle) { a = a / b }

  /// `a` to the power `b`.
  public static func pow(_ a: Angle, _ b: Angle) -> Angle {
    if case (.value(let x), .value(let y)) = (a, b) { return .value(realPower(x, y)) }
    return .power(a, b)
  }

  /// `x` to the power `y` as in C: whole powers of negative numbers exist, and 0 to the power 0 is 1.
  package static func realPower(_ x: Double, _ y: Double) -> Double {
    y.isWhole && abs(y) < 0x1p53 ? Double.pow(x, Int(y)) : Double.pow(x, y)
  }
}

extension Angle.Function {
  /// The function of an angle: a number where the angle is one.
  public func of(_ a: Angle) -> Angle {
    if case .value(let x) = a { return .value(self(x)) }
    return .function(self, a)
  }
}
