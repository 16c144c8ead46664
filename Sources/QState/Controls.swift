/// The control qubits of an operation and the value each must have for the operation to act.
///
/// Bit k of ``mask`` says that qubit k is a control; bit k of ``values`` (a subset of the mask) says
/// that it must be 1, else 0.
public struct Controls: Hashable, Sendable {
  public let mask: UInt64
  public let values: UInt64

  /// No control at all: the operation always acts.
  public static let none = Controls(mask: 0, values: 0)

  /// - Parameters:
  ///   - mask: the control qubits, one bit each.
  ///   - values: the value each control must have; bits outside the mask are ignored.
  public init(mask: UInt64, values: UInt64) {
    self.mask = mask
    self.values = values & mask
  }

  /// Controls that must all be 1.
  ///
  /// Qubits outside `0..<64` are a broken promise of the caller and trap.
  public init(on qubits: some Sequence<Int>) {
    var mask: UInt64 = 0
    for qubit in qubits { mask |= 1 << UInt64(qubit) }
    self.init(mask: mask, values: mask)
  }

  /// The same for an array: not generic, as plans need it again and again.
  package init(on qubits: [Int]) {
    var mask: UInt64 = 0
    for qubit in qubits { mask |= 1 << UInt64(qubit) }
    self.init(mask: mask, values: mask)
  }

  /// Controls with a required value each.
  public init(_ controls: some Sequence<(qubit: Int, value: Bool)>) {
    var mask: UInt64 = 0
    var values: UInt64 = 0
    for (qubit, value) in controls {
      mask |= 1 << UInt64(qubit)
      if value { values |= 1 << UInt64(qubit) }
    }
    self.init(mask: mask, values: values)
  }

  public var isEmpty: Bool { mask == 0 }
  public var count: Int { mask.nonzeroBitCount }
}
