import Circuits

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A state vector as NumPy's array format, version 1.0: `complex128` or `complex64`, little-endian,
/// qubit 0 the least significant bit of the index.
///
/// Format: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
enum NumPyFile {
  /// The file's header for a vector.
  static func header(scalarBytes: Int, count: Int) -> [UInt8] {
    let dictionary =
      "{'descr': '<c\(2 * scalarBytes)', 'fortran_order': False, 'shape': (\(count),), }"
    let prefix: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    // The data starts at a multiple of 64 bytes, after a line feed.
    let used = prefix.count + 2 + dictionary.utf8.count + 1
    let padding = (64 - used % 64) % 64
    let length = UInt16(dictionary.utf8.count + padding + 1)
    return prefix + [UInt8(length & 0xff), UInt8(length >> 8)] + Array(dictionary.utf8)
      + Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }

  /// The bytes of a file for this many qubits; `nil` beyond what a file can hold.
  static func bytes(qubits: Int, precision: Simulator.Precision) -> UInt64? {
    let amplitude: UInt64 = precision == .double ? 16 : 8
    return qubits < 58 ? amplitude << UInt64(qubits) : nil
  }

  /// Refuses a file that the disk has no room for, before anything is simulated.
  static func checkRoom(
    for path: String, qubits: Int, precision: Simulator.Precision
  ) throws(Failure) {
    guard let needed = bytes(qubits: qubits, precision: precision) else {
      throw Failure(
        .cannotWrite, in: path, "a state of \(qubits) qubits has more amplitudes than a file holds")
    }
    var system = statvfs()
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard statvfs(directory, &system) == 0 else { return }
    let free = UInt64(system.f_bavail) * UInt64(system.f_frsize)
    if needed > free {
      throw Failure(
        .cannotWrite, in: path,
        "the state needs \(needed) bytes (\(ByteCount.text(needed))) and the disk has "
          + "\(free) bytes (\(ByteCount.text(free))) left")
    }
  }

  /// Writes the state of all the circuit's qubits; those that no gate touches are |0⟩.
  static func write(_ state: FinalState, to sink: ByteSink) throws(Failure) {
    if state.factors.count > 1 {
      let all = Array(0..<state.qubitCount)
      if let product = state.product(of: Double.self, on: all) {
        try write(product, to: sink)
      } else if let product = state.product(of: Float.self, on: all) {
        try write(product, to: sink)
      }
      return
    }
    switch state.factors[0].amplitudes {
    case .double(let vector): try write(vector, of: state, to: sink)
    case .single(let vector): try write(vector, of: state, to: sink)
    }
  }
}

extension NumPyFile {
  private static func write<Scalar: StateScalar>(
    _ vector: StateVector<Scalar>, of state: FinalState, to sink: ByteSink
  ) throws(Failure) {
    let count = 1 << state.qubitCount
    try sink.write(header(scalarBytes: MemoryLayout<Scalar>.size, count: count))
    let result = vector.withUnsafeAmplitudes { amplitudes -> Result<Void, Failure> in
      Result { () throws(Failure) in
        if amplitudes.count == count {
          try sink.write(raw: UnsafeRawBufferPointer(amplitudes))
        } else {
          let touched = state.qubits.reduce(0) { $0 | 1 << $1 }
          try spread(amplitudes, touched: touched, count: count, to: sink)
        }
      }
    }
    try result.get()
  }

  /// Writes a tensor product piece by piece, so that it is never held.
  private static func write<Scalar: StateScalar>(
    _ product: ProductAmplitudes<Scalar>, to sink: ByteSink
  ) throws(Failure) {
    let count = 1 << product.qubitCount
    try sink.write(header(scalarBytes: MemoryLayout<Scalar>.size, count: count))
    let pieceCount = min(count, 1 << 16)
    var piece = [Complex<Scalar>](repeating: .zero, count: pieceCount)
    for start in stride(from: 0, to: count, by: pieceCount) {
      piece.withUnsafeMutableBufferPointer { piece in
        guard let base = piece.baseAddress else { return }
        product.fill(start..<start + pieceCount, into: base)
      }
      let result = piece.withUnsafeBytes { bytes in
        Result { () throws(Failure) in try sink.write(raw: bytes) }
      }
      try result.get()
    }
  }

  /// Writes `count` amplitudes, those whose index has a bit outside `touched` being 0. Ascending
  /// indices without such bits are the amplitudes given, in their order.
  private static func spread<Scalar: StateScalar>(
    _ amplitudes: UnsafeBufferPointer<Complex<Scalar>>, touched: Int, count: Int, to sink: ByteSink
  ) throws(Failure) {
    let pieceCount = min(count, 1 << 16)
    var piece = [Complex<Scalar>](repeating: .zero, count: pieceCount)
    var next = 0
    for start in stride(from: 0, to: count, by: pieceCount) {
      for offset in 0..<pieceCount {
        if (start + offset) & ~touched == 0 {
          piece[offset] = amplitudes[next]
          next += 1
        } else {
          piece[offset] = .zero
        }
      }
      let result = piece.withUnsafeBytes { bytes in
        Result { () throws(Failure) in try sink.write(raw: bytes) }
      }
      try result.get()
    }
  }
}
