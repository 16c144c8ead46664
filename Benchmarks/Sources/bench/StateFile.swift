import Circuits
import Foundation

/// Writes the final state of a circuit as NumPy reads it: complex128, qubit 0 least significant.
enum StateFile {
  private static let chunk = 1 << 16

  static func write(_ final: FinalState, to path: String) throws {
    let count = 1 << final.qubitCount
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    try file.write(contentsOf: header(count: count))
    var touched = 0
    for qubit in final.qubits { touched |= 1 << qubit }
    for start in stride(from: 0, to: count, by: chunk) {
      let amplitudes = (start..<min(start + chunk, count)).map { index in
        // Qubits that no gate touched are |0⟩.
        index & ~touched == 0 ? final[packed(index, final.qubits)] : 0
      }
      try amplitudes.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
    }
  }

  /// The bits of `index` at `qubits`, moved together.
  private static func packed(_ index: Int, _ qubits: [Int]) -> Int {
    var result = 0
    for (bit, qubit) in qubits.enumerated() { result |= (index >> qubit & 1) << bit }
    return result
  }

  /// Version 1.0 of the format: magic, header's length, a Python dictionary padded to 64 bytes.
  private static func header(count: Int) -> Data {
    var text = "{'descr': '<c16', 'fortran_order': False, 'shape': (\(count),), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
      + Data(text.utf8)
  }
}
