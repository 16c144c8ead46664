import QState

extension GateRecord {
  /// Fixed gates that treat two qubits alike.
  static let twoQubitGates: [GateRecord] = [.swap, .iswap, .iswapdg, .dcx, .ecr]

  static let swap = GateRecord(
    "swap", qubits: 2, in: [.qelib1, .stdgates], symbols: [.swap, .swap], inverse: .itself,
    "Exchanges two qubits."
  ) { _ in .swap }

  static let iswap = GateRecord(
    "iswap", qubits: 2, symbols: [.box("iSwap"), .box("iSwap")], inverse: .gate("iswapdg"),
    definition: Steps { _ in
      [
        GateStep(StandardGate.s, [0]), GateStep(StandardGate.s, [1]), GateStep(StandardGate.h, [0]),
        GateStep(StandardGate.cx, [0, 1]), GateStep(StandardGate.cx, [1, 0]),
        GateStep(StandardGate.h, [1]),
      ]
    },
    "Exchanges two qubits, with a factor i where they differ."
  ) { _ in
    .matrix([
      [1, 0, 0, 0],
      [0, 0, .i, 0],
      [0, .i, 0, 0],
      [0, 0, 0, 1],
    ])
  }

  static let iswapdg = GateRecord(
    "iswapdg", aliases: ["iswap_dg"], qubits: 2, symbols: [.box("iSwapdg"), .box("iSwapdg")],
    inverse: .gate("iswap"),
    definition: Steps { _ in
      [
        GateStep(StandardGate.h, [1]), GateStep(StandardGate.cx, [1, 0]),
        GateStep(StandardGate.cx, [0, 1]), GateStep(StandardGate.h, [0]),
        GateStep(StandardGate.sdg, [1]), GateStep(StandardGate.sdg, [0]),
      ]
    },
    "Inverse of iswap: exchanges two qubits, with a factor −i where they differ."
  ) { _ in
    .matrix([
      [1, 0, 0, 0],
      [0, 0, -.i, 0],
      [0, -.i, 0, 0],
      [0, 0, 0, 1],
    ])
  }

  static let dcx = GateRecord(
    "dcx", qubits: 2, symbols: [.box("DCX"), .box("DCX")], inverse: .general,
    definition: Steps { _ in
      [GateStep(StandardGate.cx, [0, 1]), GateStep(StandardGate.cx, [1, 0])]
    },
    "Double CNOT: cx(a, b), then cx(b, a)."
  ) { _ in .permutation([0, 2, 3, 1]) }

  static let ecr = GateRecord(
    "ecr", qubits: 2, symbols: [.box("ECR"), .box("ECR")], inverse: .itself,
    definition: Steps { _ in
      [
        GateStep(StandardGate.rzx(.pi / 4), [0, 1]), GateStep(StandardGate.x, [0]),
        GateStep(StandardGate.rzx(-.pi / 4), [0, 1]),
      ]
    },
    "Echoed cross-resonance: (X on a minus Y on a with X on b) / √2 = rzx(π/4), x(a), rzx(−π/4)."
  ) { _ in
    let a = Complex(Double.sqrt(0.5))
    let b = Complex(0, Double.sqrt(0.5))
    return .matrix([
      [0, a, 0, b],
      [a, 0, -b, 0],
      [0, b, 0, a],
      [-b, 0, a, 0],
    ])
  }
}

extension StandardGate {
  /// Exchanges two qubits.
  public static let swap = StandardGate(unchecked: .swap)

  /// Exchanges two qubits, with a factor i where they differ.
  public static let iswap = StandardGate(unchecked: .iswap)

  /// Inverse of iswap: exchanges two qubits, with a factor −i where they differ.
  public static let iswapdg = StandardGate(unchecked: .iswapdg)

  /// Double CNOT: cx(a, b), then cx(b, a).
  public static let dcx = StandardGate(unchecked: .dcx)

  /// Echoed cross-resonance: (X on a minus Y on a with X on b) / √2 = rzx(π/4), x(a), rzx(−π/4).
  public static let ecr = StandardGate(unchecked: .ecr)
}

extension CircuitBuilder {
  /// Appends a swap.
  public mutating func swap(
    _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.swap, to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a swap with a phase.
  public mutating func iswap(
    _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.iswap, to: [a, b], fileID: fileID, line: line)
  }

  /// Appends an inverse swap with a phase.
  public mutating func iswapdg(
    _ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(StandardGate.iswapdg, to: [a, b], fileID: fileID, line: line)
  }

  /// Appends a double CNOT.
  public mutating func dcx(_ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.dcx, to: [a, b], fileID: fileID, line: line)
  }

  /// Appends an echoed cross-resonance gate.
  public mutating func ecr(_ a: Int, _ b: Int, fileID: StaticString = #fileID, line: UInt = #line) {
    append(StandardGate.ecr, to: [a, b], fileID: fileID, line: line)
  }
}
