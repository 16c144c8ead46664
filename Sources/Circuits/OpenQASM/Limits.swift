extension OpenQASM {
  /// How much one program may ask for. Each limit has an error that names it.
  public struct Limits: Sendable {
    /// Qubits of all registers together; classical bits likewise.
    public var registerBits = 1 << 20
    /// Instructions of the circuit, broadcasts written out.
    public var instructions = 1 << 21
    /// Qubits named, and bits compared, by all instructions together.
    public var operands = 1 << 24
    /// Single operations, and uses of definitions, once every gate definition is written out.
    public var operations = 10_000_000
    /// Parts (operands, numbers, operators …) of one statement.
    public var statementParts = 1 << 22
    /// Bytes of one source file.
    public var fileBytes = 256 << 20
    /// How deep files may include one another.
    public var includeDepth = 16
    /// How many files may be included altogether.
    public var includedFiles = 256
    /// Errors after which reading stops.
    public var errors = 20

    public init() {}

    public static let standard = Limits()
  }
}
