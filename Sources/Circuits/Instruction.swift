public import Gates

/// One step of a circuit.
public struct Instruction: Sendable {
  public enum Operation: Sendable {
    case gate(any QuantumGate)
    /// Measures `qubits[0]` in the computational basis into classical bit `bits[0]`.
    case measure
    /// Puts `qubits[0]` into |0⟩, whatever it is entangled with.
    case reset
    /// Does nothing to the state; keeps what stands before apart from what stands after.
    case barrier
  }

  public var operation: Operation {
    didSet { plainGate = Self.plainGate(operation) }
  }
  /// The gate of ``operation`` in the form that is lowered at once, where it has one.
  private(set) var plainGate: PlainGate?
  /// The qubits, in the gate's order.
  public var qubits: [Int]
  /// The classical bits written.
  public var bits: [Int]
  /// When present, the instruction takes effect only where this holds.
  public var condition: Condition?

  public init(
    _ operation: Operation, qubits: [Int], bits: [Int] = [], condition: Condition? = nil
  ) {
    self.operation = operation
    self.qubits = qubits
    self.bits = bits
    self.condition = condition
    plainGate = Self.plainGate(operation)
  }

  private static func plainGate(_ operation: Operation) -> PlainGate? {
    if case .gate(let gate) = operation { PlainGate(gate) } else { nil }
  }
}

/// A comparison of classical bits, read as an unsigned integer, with a constant.
public struct Condition: Hashable, Sendable {
  /// The bits compared; the first is the least significant.
  public let bits: Range<Int>
  public let value: WholeNumber

  public init(bits: Range<Int>, equals value: WholeNumber) {
    self.bits = bits
    self.value = value
  }

  public init(bits: Range<Int>, equals value: UInt64) {
    self.init(bits: bits, equals: WholeNumber(value))
  }

  /// Whether so few bits can have this value at all.
  var canHold: Bool { value.bitWidth <= bits.count }
}
