import Circuits
import Foundation
import TestSupport
import Testing

/// Expressions between the parentheses of a gate.
@Suite("Expressions of OpenQASM 2")
struct ExpressionTests {
  private func value(_ expression: String) throws -> Double {
    let circuit = try OpenQASM.parse("OPENQASM 2.0; qreg q[1]; U(\(expression), 0, 0) q[0];")
    return try parameter(of: circuit)
  }

  /// The same expression with a parameter for its first number, inside a definition.
  private func valueInDefinition(_ expression: String, t: Double) throws -> Double {
    let circuit = try OpenQASM.parse(
      "OPENQASM 2.0; gate g(t) a { U(\(expression), 0, 0) a; } qreg q[1]; g(\(t)) q[0];")
    guard case .gate(let gate)? = circuit.instructions.first?.operation,
      case .sequence(let steps) = try gate.action(gate.angles())
    else { return .nan }
    return try #require(steps.first?.gate.parameters.first?.constant)
  }

  private func parameter(of circuit: Circuit) throws -> Double {
    guard case .gate(let gate)? = circuit.instructions.first?.operation else { return .nan }
    return try #require(gate.parameters.first?.constant)
  }

  @Test(
    "Operators bind and associate as in arithmetic",
    arguments: [
      ("1+2*3", 7), ("(1+2)*3", 9), ("8/4/2", 1), ("8/(4/2)", 4), ("5-3-1", 1), ("5-(3-1)", 3),
      ("2*3^2", 18), ("2^3^2", 512), ("(2^3)^2", 64), ("-2^2", -4), ("(-2)^2", 4), ("2^-1", 0.5),
      ("--3", 3), ("-(-3)", 3), ("1--1", 2), ("1+-1", 0), ("-1+2", 1), ("+3", 3), ("2*-3", -6),
      ("-2*-3", 6), ("1/2", 0.5), ("7/2*2", 7), ("2-3*4+5", -5), ("((((7))))", 7), ("0^0", 1),
      ("(-8)^3", -512), ("4^0.5", 2), ("10-2^3", 2), ("-3^2+10", 1), ("2^2^0", 2), ("6/2*3", 9),
    ] as [(String, Double)])
  func precedence(_ expression: String, _ expected: Double) throws {
    #expect(try value(expression) == expected)
    // What stands for a number gives the same number.
    for literal in ["10", "7", "2", "3", "1"] where expression.hasPrefix(literal) {
      let rest = expression.dropFirst(literal.count)
      #expect(try valueInDefinition("t\(rest)", t: Double(literal) ?? 0) == expected)
      break
    }
  }

  @Test(
    "Numbers are read in every form that files use",
    arguments: [
      ("0", 0), ("12", 12), ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("1e3", 1_000), ("1E3", 1_000),
      ("1.5e-3", 0.001_5), (".5e1", 5), ("5.e1", 50), ("1e+2", 100), ("0.1", 0.1),
      ("3.141592653589793", .pi), ("1e-400", 0),
      ("1.7976931348623157e308", 1.797_693_134_862_315_7e308),
      ("123456789012345678901234567890", 1.234_567_890_123_456_8e29),
    ] as [(String, Double)])
  func numbers(_ text: String, _ expected: Double) throws {
    #expect(try value(text) == expected)
  }

  @Test("Random numbers are read to the nearest double")
  func randomNumbers() throws {
    var random = TestRandom(seed: 5)
    for _ in 0..<400 {
      let bits = UInt64.random(in: 0...UInt64.max, using: &random) & ~(1 << 63)
      let number = Double(bitPattern: bits)
      guard number.isFinite else { continue }
      #expect(try value("\(number)").bitPattern == number.bitPattern)
      let short = Double.random(in: 0..<1_000, using: &random)
      for text in [
        String(format: "%.3f", short), String(format: "%.18e", short),
        String(format: "%.30f", short),
      ] {
        #expect(try value(text) == strtod(text, nil), "\(text)")
      }
    }
  }

  private static func reference(_ name: String, _ x: Double) -> Double {
    switch name {
    case "sin": sin(x)
    case "cos": cos(x)
    case "tan": tan(x)
    case "exp": exp(x)
    case "ln": log(x)
    case "sqrt": sqrt(x)
    case "asin", "arcsin": asin(x)
    case "acos", "arccos": acos(x)
    default: atan(x)
    }
  }

  @Test(
    "Functions give the values of the mathematical library",
    arguments: [
      "sin", "cos", "tan", "exp", "ln", "sqrt", "asin", "acos", "atan", "arcsin", "arccos",
      "arctan",
    ])
  func functions(_ name: String) throws {
    for argument in [0.1, 0.25, 0.5, 0.9, 1] {
      let expected = Self.reference(name, argument)
      let tolerance = 4 * expected.ulp
      #expect(try abs(value("\(name)(\(argument))") - expected) <= tolerance)
      #expect(try abs(valueInDefinition("\(name)(t)", t: argument) - expected) <= tolerance)
      #expect(
        try abs(value("2*-\(name)(\(argument)/1)+1") - (1 - 2 * expected)) <= 4 * tolerance + 1e-15)
    }
  }

  @Test("pi is π, and blanks and comments may stand anywhere between")
  func pi() throws {
    #expect(try value("pi") == .pi)
    #expect(try value(" 3 * /* three */ pi // times\n / 4 ") == 3 * .pi / 4)
  }

  @Test("Random expressions have the value of the same expression in Swift", arguments: 0..<200)
  func randomExpressions(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    /// Text in full parentheses or as few as precedence allows, and its value.
    func expression(_ depth: Int) -> (text: String, value: Double, binding: Int) {
      if depth == 0 {
        let number = Double(Int.random(in: 1...8, using: &random)) / 4
        return ("\(number)", number, 9)
      }
      let left = expression(depth - 1)
      let right = expression(Int.random(in: 0..<depth, using: &random))
      func put(_ part: (text: String, value: Double, binding: Int), _ least: Int) -> String {
        part.binding >= least ? part.text : "(\(part.text))"
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return (put(left, 1) + "+" + put(right, 2), left.value + right.value, 1)
      case 1: return (put(left, 1) + " - " + put(right, 2), left.value - right.value, 1)
      case 2: return (put(left, 2) + "*" + put(right, 3), left.value * right.value, 2)
      case 3: return (put(left, 2) + "/4", left.value / 4, 2)
      case 4: return ("-" + put(left, 3), -left.value, 3)
      default: return ("sin(\(left.text))", sin(left.value), 9)
      }
    }
    let (text, expected, _) = expression(6)
    #expect(try abs(value(text) - expected) <= 1e-12 * max(1, abs(expected)), "\(text)")
  }
}
