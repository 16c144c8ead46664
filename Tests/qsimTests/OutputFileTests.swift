import Foundation
import Testing

@testable import qsim

@Suite struct OutputFileTests {
  @Test("--output holds what standard output would, and nothing else is left behind")
  func output() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "run", "-", "--format", "json", "--output", "out.json", input: Sources.bell,
      in: directory.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    #expect(directory.names == ["out.json"])
    let text = try String(contentsOfFile: directory.path("out.json"), encoding: .utf8)
    #expect(Program.json(text)["qubits"] as? Int == 2)
  }

  @Test("A run that fails leaves the old file as it was and no other")
  func failureLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    try directory.write("old", to: "out.json")
    let outcome = try Program.run(
      "run", "-", "--output", "out.json", input: Sources.broken, in: directory.url)
    #expect(outcome.status == 65)
    #expect(directory.names == ["out.json"])
    #expect(try String(contentsOfFile: directory.path("out.json"), encoding: .utf8) == "old")
  }

  @Test("The results of good files are kept when others are bad")
  func partialBatch() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.bell, to: "a.qasm")
    try directory.write(Sources.broken, to: "b.qasm")
    let outcome = try Program.run(
      "run", "b.qasm", "a.qasm", "--format", "json", "--output", "out", in: directory.url)
    #expect(outcome.status == 65)
    let text = try String(contentsOfFile: directory.path("out"), encoding: .utf8)
    #expect(Program.json(text)["file"] as? String == "a.qasm")
  }

  @Test("A replaced file keeps its permissions, and a link keeps pointing at it")
  func permissionsAndLinks() throws {
    let directory = try TemporaryDirectory()
    try directory.write("old", to: "real")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: directory.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("link"), withDestinationPath: "real")
    let outcome = try Program.run(
      "run", "-", "--output", "link", input: Sources.bell, in: directory.url)
    #expect(outcome.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("real"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: directory.path("link")) == "real")
    let text = try String(contentsOfFile: directory.path("real"), encoding: .utf8)
    #expect(text.contains("outcome = "))
  }

  @Test("What is no regular file is written to and not replaced")
  func device() throws {
    let outcome = try Program.run("run", "-", "--output", "/dev/null", input: Sources.bell)
    #expect(outcome.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test("The NumPy file has the header of the format and the amplitudes by index")
  func numPy() throws {
    let directory = try TemporaryDirectory()
    let source = Sources.header + "qreg q[3];\nry(2*pi/3) q[0];\nx q[2];\ns q[2];\n"
    let outcome = try Program.run(
      "run", "-", "--statevector", "s.npy", "--quiet", input: source, in: directory.url)
    #expect(outcome.status == 0)
    let (header, values) = try numPyFile(directory.path("s.npy"), Double.self)
    #expect(header.contains("'descr': '<c16'") && header.contains("'shape': (8,)"))
    #expect(header.contains("'fortran_order': False") && header.hasSuffix("\n"))
    // q2 is 1 with the phase i; q1, which no gate touches, is 0.
    var expected = [Double](repeating: 0, count: 16)
    expected[2 * 4 + 1] = 0.5
    expected[2 * 5 + 1] = 0.75.squareRoot()
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("Single precision gives complex64")
  func numPySingle() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "run", "-", "--statevector", "s.npy", "--precision", "single", input: Sources.bell,
      in: directory.url)
    #expect(outcome.status == 0)
    let (header, values) = try numPyFile(directory.path("s.npy"), Float.self)
    #expect(header.contains("'descr': '<c8'") && header.contains("'shape': (4,)"))
    let half = Float(0.5).squareRoot()
    let expected: [Float] = [half, 0, 0, 0, 0, 0, half, 0]
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("The header is padded so that data starts at a multiple of 64", arguments: 0...57)
  func numPyHeader(qubits: Int) {
    let header = NumPyFile.header(scalarBytes: 8, count: 1 << qubits)
    #expect(header.count % 64 == 0)
    #expect(Int(header[8]) + Int(header[9]) << 8 == header.count - 10)
    #expect(header.last == UInt8(ascii: "\n"))
  }

  /// The header's text and the numbers of a NumPy file.
  private func numPyFile<Scalar: BitwiseCopyable>(
    _ path: String, _: Scalar.Type
  ) throws -> (header: String, values: [Scalar]) {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    try #require(data.count > 10)
    #expect(Array(data[..<8]) == [0x93] + Array("NUMPY".utf8) + [1, 0])
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    let values = data[start...].withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: MemoryLayout<Scalar>.size).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Scalar.self)
      }
    }
    return (String(decoding: data[10..<start], as: UTF8.self), values)
  }
}
