import Circuits
import Foundation
import FuzzLoop

/// Feeds the OpenQASM 2 reader with mutated circuit files for a while.
///
///     swift run -c release --package-path Fuzzing fuzz-parser SECONDS [SEED] [FOLDER]
///
/// Whatever the reader makes of an input, it must come back with a circuit or with an error that has
/// at least one finding; a circuit that it accepts must be written and read back to as many qubits.
@main
struct FuzzParser {
  static func main() throws {
    try FuzzLoop.run("fuzz-parser", rest: "FOLDER OF CIRCUITS", memoryLimit: 4 << 30) {
      Mutator(corpus: try corpus(in: $1 ?? "circuits"), random: $0)
    } check: {
      try check($0)
    }
  }

  /// Whether the input is a circuit.
  private static func check(_ input: [UInt8]) throws -> Bool {
    let circuit: Circuit
    do {
      circuit = try OpenQASM.parse(input, file: "fuzz.qasm")
    } catch {
      precondition(!error.diagnostics.isEmpty, "an error without a finding")
      return false
    }
    if circuit.qubitCount <= 64, circuit.instructions.count < 1_000,
      let text = try? circuit.openQASM2(), text.utf8.count < 1 << 20
    {
      let again = try Circuit(openQASM: text)
      precondition(again.qubitCount == circuit.qubitCount, "a circuit changed on the way")
    }
    return true
  }

  private static func corpus(in folder: String) throws -> [[UInt8]] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let texts = try files.filter { $0.hasSuffix(".qasm") }.sorted().map {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
    }.filter { $0.count < 8_192 }
    precondition(!texts.isEmpty, "no circuit files under \(folder)")
    return texts
  }
}

/// Makes inputs by changing, cutting, repeating and crossing known ones.
struct Mutator: InputMaker {
  private var pool: [[UInt8]]
  private var random: RandomStream
  private static let words = [
    "OPENQASM 2.0;", "include \"qelib1.inc\";", "qreg q[3];", "creg c[3];", "gate g(a,b) x,y {",
    "}",
    "opaque o(a) x;", "if(c==1)", "measure q -> c;", "reset q;", "barrier q;", "u3(pi/2,-0,1e309)",
    "cx q[0],q[1];", "(", ")", "((((((((", "sin(", "ln(", "sqrt(-1)", "^", "-", "/0", "[", "]",
    "99999999999999999999", "0x", ".5e", "//", "/*", "*/", "\"", "\0", "\r\n", "\u{1B}[31m", "é",
    "\u{FEFF}", ";", ",", "->", "==", "q", "pi", "g(1,2) q[0],q[1];", "rz(pi*0.5) q[2];",
  ].map { Array($0.utf8) }

  init(corpus: [[UInt8]], random: RandomStream) {
    pool = corpus
    self.random = random
  }

  mutating func next() -> [UInt8] {
    var input = pool[Int.random(in: 0..<pool.count, using: &random)]
    for _ in 0..<Int.random(in: 1...8, using: &random) { change(&input) }
    if input.count > 16_384 { input.removeLast(input.count - 16_384) }
    // Some mutants become parents, in place of one another, so that changes add up.
    if Int.random(in: 0..<50, using: &random) == 0, pool.count > 0 {
      if pool.count < 400 {
        pool.append(input)
      } else {
        pool[Int.random(in: 100..<400, using: &random)] = input
      }
    }
    return input
  }

  private mutating func change(_ input: inout [UInt8]) {
    let place = Int.random(in: 0...input.count, using: &random)
    let end = min(input.count, place + Int.random(in: 0...40, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
      guard place < input.count else { return }
      input[place] = UInt8.random(in: 0...255, using: &random)
    case 1: input.removeSubrange(place..<end)
    case 2: input.insert(contentsOf: Self.words.randomElement(using: &random) ?? [], at: place)
    case 3: input.insert(contentsOf: Array(input[place..<end]), at: place)
    case 4:
      let other = pool[Int.random(in: 0..<pool.count, using: &random)]
      let from = Int.random(in: 0...other.count, using: &random)
      input.replaceSubrange(place..<end, with: other[from..<min(other.count, from + 60)])
    case 5:
      let piece = Array(input[place..<end])
      let times = Int.random(in: 1...60, using: &random)
      for _ in 0..<times { input.insert(contentsOf: piece, at: place) }
    default:
      guard place < input.count else { return }
      input[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
  }
}
