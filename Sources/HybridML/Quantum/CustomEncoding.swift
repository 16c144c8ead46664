public import Circuits

/// An encoding made of gates of one's own; two are equal when their names are.
///
/// It holds code, so that models with it cannot be stored in files.
public struct CustomEncoding: Sendable {
  public let name: String
  /// How many qubits so many features take.
  public let qubits: @Sendable (_ features: Int) -> Int
  /// Appends the gates for features.
  public let gates: @Sendable (_ features: [Angle], _ circuit: inout Circuit) -> Void

  public init(
    name: String, qubits: @escaping @Sendable (_ features: Int) -> Int = { $0 },
    gates: @escaping @Sendable (_ features: [Angle], _ circuit: inout Circuit) -> Void
  ) {
    self.name = name
    self.qubits = qubits
    self.gates = gates
  }
}

extension CustomEncoding: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension CustomEncoding: Codable {
  public func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self,
      .init(
        codingPath: encoder.codingPath,
        debugDescription: "the encoding '\(name)' is code, which a file cannot hold"))
  }

  public init(from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath, debugDescription: "an encoding of one's own is in no file"))
  }
}
