import Gates
import RealModule

extension Angle {
  /// This angle as a drawing shows it: `π/2`, `-3π/4`, `0.123`, `θ`, `2*θ+π`.
  ///
  /// A number is shown as a fraction of π when it is one to within rounding, else to four significant
  /// digits: a drawing is for reading, the writers keep every bit.
  var drawingLabel: String { drawn.text }

  /// How tightly an expression holds together, loosest first; an operand that is looser than its
  /// operator needs parentheses.
  private enum Binding: Int, Comparable {
    case sum, product, power, atom
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  private var drawn: (text: String, binding: Binding) {
    func operand(_ angle: Angle, atLeast binding: Binding) -> String {
      let (text, own) = angle.drawn
      return own < binding ? "(\(text))" : text
    }
    switch self {
    case .value(let value):
      let text = Angle.label(of: value)
      if text.hasPrefix("-") { return (text, .sum) }
      return (text, text.contains("/") ? .product : .atom)
    case .parameter(let parameter):
      return (parameter.name, .atom)
    case .negation(let a):
      return ("-" + operand(a, atLeast: .product), .sum)
    case .sum(let a, let b):
      let right = operand(b, atLeast: .product)
      return (a.drawn.text + "+" + right, .sum)
    case .difference(let a, let b):
      return (a.drawn.text + "-" + operand(b, atLeast: .product), .sum)
    case .product(let a, let b):
      return (operand(a, atLeast: .product) + "*" + operand(b, atLeast: .product), .product)
    case .quotient(let a, let b):
      return (operand(a, atLeast: .product) + "/" + operand(b, atLeast: .power), .product)
    case .power(let a, let b):
      return (operand(a, atLeast: .atom) + "^" + operand(b, atLeast: .atom), .power)
    case .function(let function, let a):
      return ("\(function.rawValue)(\(a.drawn.text))", .atom)
    }
  }

  /// The denominators that fractions of π are looked for with: those that circuits use.
  private static let denominators: [Double] = [
    1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 128, 256, 512, 1024,
  ]

  static func label(of value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == 0 { return "0" }
    for denominator in denominators {
      let numerator = (value * denominator / .pi).rounded()
      guard numerator != 0, abs(numerator) < 100 else { continue }
      if abs(value - numerator * .pi / denominator) <= 4 * value.ulp {
        let sign = numerator < 0 ? "-" : ""
        let factor = abs(numerator) == 1 ? "" : "\(Int(abs(numerator)))"
        let divisor = denominator == 1 ? "" : "/\(Int(denominator))"
        return "\(sign)\(factor)π\(divisor)"
      }
    }
    return fourDigits(value)
  }

  /// Four significant digits, without a needless `.0`.
  private static func fourDigits(_ value: Double) -> String {
    let exponent = Int(Double.log10(abs(value)).rounded(.down))
    // Powers of ten to 22 are exact, so that one rounding is left.
    let rounded: Double
    switch exponent {
    case -18...3:
      let scale = Double.pow(10, 3 - exponent)
      rounded = (value * scale).rounded() / scale
    case 4...22:
      let scale = Double.pow(10, exponent - 3)
      rounded = (value / scale).rounded() * scale
    default: rounded = value
    }
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
