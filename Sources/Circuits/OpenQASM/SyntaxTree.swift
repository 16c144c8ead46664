/// One statement of a program as it is written, before names have a meaning.
enum Statement {
  /// `OPENQASM 2.0;` with the range of the number.
  case version(SourceRange)
  /// `include "path";` with the range of the text between the quotes.
  case include(SourceRange)
  case register(RegisterDeclaration)
  case gate(GateDefinition)
  case opaque(GateSignature)
  case operation(Operation, guard: Guard?)
  /// A declaration that could not be read, so that uses of its name are no further mistakes.
  case failed(declaring: Name)
  /// An `include` that could not be read.
  case failedInclude
}

/// `qreg name[size];` or `creg name[size];`
struct RegisterDeclaration {
  let isQuantum: Bool
  let name: Identifier
  let size: IntegerLiteral
}

/// `name(a, b) q, r`: what `gate` and `opaque` declare.
struct GateSignature {
  let name: Identifier
  /// Among ``SyntaxTree/formals``.
  let parameters: Range<Int>
  /// Among ``SyntaxTree/formals``.
  let qubits: Range<Int>
}

/// `gate` with its body.
struct GateDefinition {
  let signature: GateSignature
  /// Among ``SyntaxTree/operations``.
  let body: Range<Int>
  /// The whole statement.
  let range: SourceRange
}

/// Something done to qubits.
enum Operation {
  case apply(GateApplication)
  case measure(Operand, into: Operand, range: SourceRange)
  case reset(Operand)
  /// Operands among ``SyntaxTree/operands``; none means every qubit.
  case barrier(Range<Int>)
}

/// `name(argument, …) operand, …;`
struct GateApplication {
  let name: Identifier
  /// Among ``SyntaxTree/arguments``.
  let arguments: Range<Int>
  /// Among ``SyntaxTree/operands``.
  let operands: Range<Int>
  let range: SourceRange
}

/// `if (register == value)`
struct Guard {
  let register: Identifier
  let value: IntegerLiteral
  let range: SourceRange
}

/// A name where it stands.
struct Identifier {
  let name: Name
  let range: SourceRange
}

/// A whole number where it stands. Numbers beyond `UInt64` have no value.
struct IntegerLiteral {
  let value: UInt64?
  let range: SourceRange
}

/// `q` or `q[3]`
struct Operand {
  let name: Name
  /// The index, or -1 for the whole register. Indices that no register has are `Int32.max`.
  let index: Int32
  let start: UInt32
  let end: UInt32

  var range: SourceRange { SourceRange(start, end) }
}

/// One value between a gate's parentheses.
struct Argument {
  /// The expression among ``SyntaxTree/expressions``, operands before operators.
  let nodes: Range<Int>
  let range: SourceRange
}

/// One step of an expression in postfix order: a value, or what is done to the values before it.
struct ExpressionNode {
  enum Kind {
    case number(Double)
    case name(Name)
    case negate
    case add, subtract, multiply, divide, power
    case call(Angle.Function)
  }

  let kind: Kind
  /// Where the value or the operator stands.
  let start: UInt32
}

/// The parts of the statement being read, in flat arrays: whatever the depth of nesting, no part holds
/// another one, so that nothing that walks them recurses.
struct SyntaxTree {
  var formals: [Identifier] = []
  var operations: [Operation] = []
  var arguments: [Argument] = []
  var operands: [Operand] = []
  var expressions: [ExpressionNode] = []

  /// How many parts there are.
  var count: Int {
    formals.count + operations.count + arguments.count + operands.count + expressions.count
  }

  /// Forgets the parts and keeps their memory for the next statement.
  mutating func removeAll() {
    formals.removeAll(keepingCapacity: true)
    operations.removeAll(keepingCapacity: true)
    arguments.removeAll(keepingCapacity: true)
    operands.removeAll(keepingCapacity: true)
    expressions.removeAll(keepingCapacity: true)
  }
}
