import Gates

/// Numbers and expressions in the spelling of OpenQASM 2.
enum OpenQASM2Expression {
  /// A finite number so that it reads back to the same bits: `3*pi/4` where that evaluates to them, else
  /// the shortest decimal fraction.
  static func number(_ value: Double) -> String {
    if let fraction = fractionOfPi(value) { return fraction }
    // Whole numbers keep their point, for readers that would divide them as integers.
    if value.bitPattern == 0 { return "0" }
    let text = "\(value)"
    // The grammar wants a decimal point before an exponent.
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else {
      return text
    }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  private static func fractionOfPi(_ value: Double) -> String? {
    guard value != 0, abs(value) <= 100 * .pi else { return nil }
    var denominator = 1.0
    while denominator <= 0x1p52, abs(value) * denominator / .pi < 101 {
      if let text = fraction(value, over: denominator) { return text }
      denominator *= 2
    }
    for denominator in [3.0, 5, 6, 7, 9, 10, 12, 24] {
      if let text = fraction(value, over: denominator) { return text }
    }
    return nil
  }

  /// `3*pi/4` for denominator 4 where that evaluates to the value.
  private static func fraction(_ value: Double, over denominator: Double) -> String? {
    let numerator = (abs(value) * denominator / .pi).rounded()
    guard numerator >= 1, numerator <= 100, numerator * .pi / denominator == abs(value) else {
      return nil
    }
    let sign = value < 0 ? "-" : ""
    let factor = numerator == 1 ? "" : "\(Int(numerator))*"
    let divisor = denominator == 1 ? "" : "/\(Int(denominator))"
    return "\(sign)\(factor)pi\(divisor)"
  }

  /// An angle with its parameters under the given names; nil where it takes a function that OpenQASM 2
  /// has not, or a number that is not finite.
  static func text(_ angle: Angle, names: [Parameter: String]) -> String? {
    switch angle {
    case .value(let value):
      return value.isFinite ? number(value) : nil
    case .parameter(let parameter):
      return names[parameter]
    case .negation(let a):
      return atom(a, names).map { "-\($0)" }
    case .sum(let a, let b): return infix(a, "+", b, names)
    case .difference(let a, let b): return infix(a, "-", b, names)
    case .product(let a, let b): return infix(a, "*", b, names)
    case .quotient(let a, let b): return infix(a, "/", b, names)
    case .power(let a, let b): return infix(a, "^", b, names)
    case .function(let function, let a):
      switch function {
      case .sin, .cos, .tan, .exp, .ln, .sqrt:
        return text(a, names: names).map { "\(function.rawValue)(\($0))" }
      case .asin, .acos, .atan: return nil
      }
    }
  }

  private static func infix(
    _ a: Angle, _ sign: String, _ b: Angle, _ names: [Parameter: String]
  ) -> String? {
    guard let left = atom(a, names), let right = atom(b, names) else { return nil }
    return left + sign + right
  }

  /// In parentheses unless it is a name, a plain number or a function: the order of evaluation decides
  /// the last bits.
  private static func atom(_ angle: Angle, _ names: [Parameter: String]) -> String? {
    guard let text = text(angle, names: names) else { return nil }
    switch angle {
    case .parameter, .function: return text
    case .value:
      let isPlain = text.allSatisfy { $0.isNumber || $0 == "." } || text == "pi"
      return isPlain ? text : "(\(text))"
    default: return "(\(text))"
    }
  }
}
