import Circuits

extension RunReport {
  /// Writes a table of outcomes for people: the likeliest first, each with a bar.
  ///
  /// - Parameter separated: an empty line goes before, as other results stand above.
  func writeText(to sink: ByteSink, separated: Bool) throws(Failure) {
    let style = TextStyle.current(for: sink)
    if separated { try sink.write("\n") }
    if !isQuiet { try sink.write(summary(style)) }
    try sink.write("\(style.dim("outcome = \(BitOrder.text(of: file.circuit, style))"))\n\n")

    let rows = listing.rows ?? []
    let largest = rows.first.map { share(of: $0) } ?? 0
    let countWidth = rows.map { count(of: $0).utf8.count }.max() ?? 0
    for row in rows {
      let share = share(of: row)
      let count = count(of: row)
      let figures =
        String(repeating: " ", count: countWidth - count.utf8.count) + count
        + (count.isEmpty ? "" : "  ") + NumberText.probability(share)
      let bits = row.bits.description
      let room = style.width - bits.utf8.count - figures.utf8.count - 6
      let bar = Bar.text(
        largest > 0 ? share / largest : 0, width: max(8, min(40, room)), unicode: style.unicode)
      try sink.write("  \(style.bold(bits))  \(figures)  \(style.accent(bar))\n")
    }
    let omitted = listing.outcomeCount - rows.count
    if omitted > 0 {
      let isCounted = listing.outcomeCount < .max
      let number = isCounted ? String(omitted) : OutcomeListing.uncountable
      try sink.write("  \(style.ellipsis) \(number) more\(omittedShare(rows))\n")
    }
    try writeAmplitudes(to: sink, style)
    if let verification {
      try sink.write("\n\(style.dim(verificationText(verification, style)))\n")
    }
    if !isQuiet { try sink.write("\n\(style.dim(timings(style)))\n") }
  }

  private func summary(_ style: TextStyle) -> String {
    var parts = [
      result.qubitCount.counted("qubit"),
      result.bitCount.counted("classical bit"),
      result.gateCount.counted("gate"),
    ]
    if result.shots > 0 {
      parts.append("\(result.shots.counted("shot")) with seed \(result.seed ?? 0)")
    }
    let how = [
      "\(result.method.rawValue) in \(result.precision.rawValue) precision: \(result.why)",
      result.threads.counted("thread"),
    ]
    return "\(style.bold(file.path.printable)): \(parts.joined(separator: ", "))\n"
      + "\(style.dim(how.joined(separator: ", ")))\n"
  }

  private func share(of row: OutcomeListing.Row) -> Double {
    switch row.value {
    case .probability(let probability): probability
    case .count(let count): Double(count) / Double(max(result.shots, 1))
    }
  }

  private func count(of row: OutcomeListing.Row) -> String {
    if case .count(let count) = row.value { String(count) } else { "" }
  }

  private func omittedShare(_ rows: [OutcomeListing.Row]) -> String {
    let shown = rows.reduce(0) { $0 + share(of: $1) }
    return ", together \(NumberText.probability(max(0, 1 - shown)))"
  }

  private func writeAmplitudes(to sink: ByteSink, _ style: TextStyle) throws(Failure) {
    if amplitudes.isEmpty { return }
    try sink.write("\n\(style.dim("amplitudes of the qubits, \(BitOrder.convention)"))\n\n")
    for amplitude in amplitudes {
      let sign = amplitude.imaginary.sign == .minus ? "-" : "+"
      let bits = style.bold(amplitude.bits.description)
      try sink.write("  \(bits)  \(amplitude.real) \(sign) \(abs(amplitude.imaginary))i\n")
    }
  }

  private func timings(_ style: TextStyle) -> String {
    let seconds = result.seconds
    let stages = [
      ("parse", file.parseSeconds), ("compile", seconds.compile), ("simulate", seconds.simulate),
      (result.shots > 0 ? "sample" : "read out", sampleSeconds),
    ]
    let shown = stages.filter { $0.1 > 0 }.map {
      "\($0.0) \(NumberText.duration($0.1, unicode: style.unicode))"
    }
    return shown.joined(separator: ", ")
      + "; peak memory \(ByteCount.text(ProcessMemory.peakBytes))"
  }

  private func verificationText(_ verification: Verification, _ style: TextStyle) -> String {
    "verified against \(verification.kernels.rawValue) kernels, --optimize 0, on "
      + "\(verification.scopeText): largest deviation "
      + "\(NumberText.scientific(verification.largestDeviation)), norm drift "
      + "\(NumberText.scientific(verification.normDrift)), rounding explains "
      + "\(NumberText.scientific(verification.bound)); "
      + "\(NumberText.duration(verification.seconds, unicode: style.unicode))"
  }
}

extension String {
  /// A file name whose control characters cannot act on the terminal.
  var printable: String {
    String(map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f } ? "?" : $0 })
  }
}

/// What the bits of an outcome are, from left to right.
enum BitOrder {
  static let convention = "bit 0 rightmost"

  static func text(of circuit: Circuit, _ style: TextStyle) -> String {
    let measures = circuit.instructions.contains {
      if case .measure = $0.operation { true } else { false }
    }
    let registers = (measures ? circuit.classicalRegisters : circuit.quantumRegisters).reversed()
    let names = registers.filter { !$0.range.isEmpty }.map { register in
      let last = register.range.count - 1
      return last == 0 ? "\(register.name)[0]" : "\(register.name)[\(last)\(style.ellipsis)0]"
    }
    let shown = names.count > 8 ? names.prefix(4) + [style.ellipsis] + names.suffix(3) : names[...]
    return "\(shown.joined(separator: " ")), \(convention)"
  }
}
