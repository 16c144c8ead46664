import Circuits

/// An operation to time, with the time an amplitude that it should take.
struct KernelCase {
  var name: String
  /// How many qubits it is placed on, controls included.
  var qubitCount: Int
  /// ns an amplitude of the whole state in double precision, one thread, state in L2. Half of it is
  /// the goal in single precision.
  var goal: Double
  /// The part of the state that it reads and writes.
  var touched = 1.0
  var operation: StateOperation
  /// How many of its qubits, the last ones, are controls that must be 1.
  var controlCount = 0

  /// Goals: measured on Zen 4 with AVX-512 by a prototype of such kernels. A general one-qubit gate
  /// reached 93 % of the floating-point peak, dense gates 84–93 %, and what has less arithmetic
  /// the bandwidth of L2.
  static let all: [KernelCase] = [
    .init(name: "x", qubitCount: 1, goal: 0.17, operation: .flip),
    .init(
      name: "y", qubitCount: 1, goal: 0.17,
      operation: .antidiagonal(upper: Complex(0, -1), lower: Complex(0, 1))),
    .init(name: "rz", qubitCount: 1, goal: 0.17, operation: .diagonal(phases(2))),
    .init(name: "h", qubitCount: 1, goal: 0.17, operation: .dense(hadamards(1))),
    .init(name: "general, 1 qubit", qubitCount: 1, goal: 0.27, operation: .dense(unitary(1))),
    .init(
      name: "cx", qubitCount: 2, goal: 0.085, touched: 0.5, operation: .flip, controlCount: 1),
    .init(
      name: "cp", qubitCount: 2, goal: 0.0425, touched: 0.25, operation: .scale(phases(2)[1]),
      controlCount: 2),
    .init(
      name: "controlled general", qubitCount: 2, goal: 0.135, touched: 0.5,
      operation: .dense(unitary(1)), controlCount: 1),
    .init(name: "swap", qubitCount: 2, goal: 0.085, touched: 0.5, operation: .swap),
    .init(name: "rzz", qubitCount: 2, goal: 0.17, operation: .diagonal(phases(4))),
    .init(
      name: "exp(-i a XYZ)", qubitCount: 3, goal: 0.27,
      operation: .pauliRotation([.x, .y, .z], angle: 0.4)),
    .init(
      name: "ccx", qubitCount: 3, goal: 0.0425, touched: 0.25, operation: .flip, controlCount: 2),
    .init(name: "permutation of 8", qubitCount: 3, goal: 0.17, operation: .permutation(cycle(8))),
    .init(name: "dense, 2 qubits", qubitCount: 2, goal: 0.56, operation: .dense(unitary(2))),
    .init(name: "dense, 3 qubits", qubitCount: 3, goal: 1.20, operation: .dense(unitary(3))),
    .init(name: "dense, 4 qubits", qubitCount: 4, goal: 2.46, operation: .dense(unitary(4))),
    .init(name: "dense, 5 qubits", qubitCount: 5, goal: 4.7, operation: .dense(unitary(5))),
    .init(name: "dense, 6 qubits", qubitCount: 6, goal: 9.1, operation: .dense(unitary(6))),
  ]

  /// The numbers of this operation are fixed: a benchmark needs the same work each time.
  private static func phases(_ count: Int) -> [Complex<Double>] {
    (0..<count).map { Complex(length: 1, phase: 0.7 + 1.3 * Double($0 * $0)) }
  }

  private static func cycle(_ count: Int) -> [Int] { (0..<count).map { ($0 + 3) % count } }

  private static func hadamards(_ qubits: Int) -> ComplexMatrix {
    let size = 1 << qubits
    let scale = 1 / Double(size).squareRoot()
    var matrix = ComplexMatrix.zeros(rows: size, columns: size)
    for row in 0..<size {
      for column in 0..<size {
        matrix[row, column] = Complex((row & column).nonzeroBitCount % 2 == 0 ? scale : -scale)
      }
    }
    return matrix
  }

  /// A unitary matrix without a zero or a real element: Hadamards between random-looking phases.
  private static func unitary(_ qubits: Int) -> ComplexMatrix {
    var matrix = hadamards(qubits)
    let left = phases(1 << qubits)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        matrix[row, column] = left[row] * matrix[row, column] * left[(column + 1) % matrix.columns]
      }
    }
    return matrix
  }
}

/// Times each operation alone, at the ends and in the middle of the register.
struct KernelBenchmarks {
  var stopwatch: Stopwatch
  var threads: Int

  /// What one sweep of main memory costs at the least, ns an amplitude in double precision: 32 bytes
  /// at the 50 GB/s that one core of the same machine moves.
  static let sweepGoal = 0.64
  /// States of more bytes than this do not stay in L2.
  static let cachedBytes = 1 << 20

  func run<Scalar: StateScalar>(
    _ cases: [KernelCase], qubits: Int, as scalar: Scalar.Type, into report: inout Report
  ) throws {
    let bytes = MemoryLayout<Complex<Scalar>>.stride
    let isCached = bytes << qubits <= Self.cachedBytes
    let relative = Double(bytes) / 16
    var state = try StateVector<Scalar>.uniform(qubits: qubits)
    for kernel in cases {
      let highest = qubits - kernel.qubitCount
      for (place, first) in [("low", 0), ("middle", highest / 2), ("high", highest)] {
        let placed = Array(first..<first + kernel.qubitCount)
        let targets = Array(placed.dropLast(kernel.controlCount))
        let controls = Controls(on: placed.suffix(kernel.controlCount))
        let seconds = try stopwatch.samples {
          try state.apply(kernel.operation, to: targets, controls: controls)
          return nil
        }.median
        let nanoseconds = seconds * 1e9 / Double(state.count)
        let arithmetic = kernel.goal * relative
        let sweep = Self.sweepGoal * relative * kernel.touched
        report.add(
          Row(
            group: "Operations, state in \(isCached ? "L2" : "main memory")",
            name: "\(kernel.name), \(place)", precision: "\(Scalar.precision)", qubits: qubits,
            threads: threads, value: nanoseconds, unit: "ns/amplitude",
            goal: isCached ? arithmetic : max(arithmetic, sweep),
            also: [("GB/s", 2 * Double(bytes) * kernel.touched / nanoseconds)]))
      }
    }
  }
}
