import Circuits

/// Layers of one's own gates; two are equal when their names are.
///
/// They hold code, so that models with them cannot be stored in files.
struct CustomAnsatz: Sendable {
  let name: String
  /// How many weights a layer has.
  let weights: @Sendable (_ qubits: Int) -> Int
  /// Appends a layer.
  let gates: @Sendable (_ weights: [Angle], _ layer: Int, _ circuit: inout Circuit) -> Void
}

extension CustomAnsatz: Hashable {
  static func == (a: Self, b: Self) -> Bool { a.name == b.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension CustomAnsatz: Codable {
  func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self,
      .init(
        codingPath: encoder.codingPath,
        debugDescription: "the ansatz '\(name)' is code, which a file cannot hold"))
  }

  init(from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath, debugDescription: "an ansatz of one's own is in no file"))
  }
}
