public import Circuits

/// Which expectation values of the final state a model sees.
public enum Readout: Sendable {
  /// ⟨Z⟩ of every qubit.
  case z
  /// ⟨X⟩, ⟨Y⟩ and ⟨Z⟩ of every qubit.
  case xyz
  /// ⟨Z⟩ of every qubit and ⟨ZZ⟩ of every two.
  case zAndPairs
  /// These, Hermitian, with their scale.
  case observables([PauliSum])

  /// The observables on so many qubits.
  public func observables(qubits: Int) -> [PauliSum] {
    switch self {
    case .z: (0..<qubits).map { Z($0) }
    case .xyz: (0..<qubits).flatMap { [X($0), Y($0), Z($0)] }
    case .zAndPairs:
      (0..<qubits).map { Z($0) }
        + (0..<qubits).flatMap { a in (a + 1..<max(qubits, a + 1)).map { Z(a) * Z($0) } }
    case .observables(let observables): observables
    }
  }
}

extension Readout: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.words == b.words }
  public func hash(into hasher: inout Hasher) { hasher.combine(words) }

  /// The kind, then the observables as they are printed and read back.
  private var words: [String] {
    switch self {
    case .z: ["z"]
    case .xyz: ["xyz"]
    case .zAndPairs: ["z-and-pairs"]
    case .observables(let observables): ["observables"] + observables.map(\.description)
    }
  }
}

extension Readout: Codable {
  private enum CodingKeys: String, CodingKey { case kind, observables }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(words[0], forKey: .kind)
    if words.count > 1 || words[0] == "observables" {
      try container.encode(Array(words.dropFirst()), forKey: .observables)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .kind) {
    case "z": self = .z
    case "xyz": self = .xyz
    case "z-and-pairs": self = .zAndPairs
    case "observables":
      self = .observables(
        try container.decode([String].self, forKey: .observables).map { try PauliSum($0) })
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "there is no readout '\(other)'")
    }
  }
}
