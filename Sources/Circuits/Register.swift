/// A named, contiguous run of a circuit's qubits or of its classical bits.
public struct Register: Hashable, Sendable {
  public let name: String
  /// Indices in the circuit's own numbering.
  public let range: Range<Int>

  public init(name: String, range: Range<Int>) {
    self.name = name
    self.range = range
  }

  public var count: Int { range.count }
}
