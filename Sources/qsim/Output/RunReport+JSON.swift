import Circuits

extension RunReport {
  /// Writes one JSON object on a line of its own.
  ///
  /// Outcomes are in order of bits. Those that `--top` leaves out are counted by `omittedOutcomes`.
  func writeJSON(to sink: ByteSink) throws(Failure) {
    var json = JSONWriter(sink)
    try json.object { json throws(Failure) in
      try json.string("file", file.path)
      try json.number("qubits", result.qubitCount)
      try json.number("clbits", result.bitCount)
      try json.number("gates", result.gateCount)
      try json.string("method", result.method.rawValue)
      try json.string("why", result.why)
      try json.string("precision", result.precision.rawValue)
      try json.number("threads", result.threads)
      if let seed = result.seed ?? seed {
        try json.number("seed", seed)
      } else {
        try json.null("seed")
      }
      try json.number("shots", result.shots)
      try json.object(result.counts == nil ? "probabilities" : "counts") {
        json throws(Failure) in
        if let rows = listing.rows {
          for row in rows { try write(row, &json) }
        } else {
          try result.forEachRow { row throws(Failure) in try write(row, &json) }
        }
      }
      let omitted = listing.rows.map { listing.outcomeCount - $0.count } ?? 0
      if omitted > 0 { try json.number("omittedOutcomes", omitted) }
      if !amplitudes.isEmpty { try writeAmplitudes(&json) }
      try json.string("exactness", "exact")
      if let verification { try write(verification, &json) }
      try json.object("seconds") { json throws(Failure) in
        try json.number("parse", file.parseSeconds)
        try json.number("compile", result.seconds.compile)
        try json.number("simulate", result.seconds.simulate)
        try json.number("sample", sampleSeconds)
      }
      try json.number("peakBytes", ProcessMemory.peakBytes)
      try json.string("version", QSim.version)
    }
    try sink.write("\n")
  }

  private func write(_ row: OutcomeListing.Row, _ json: inout JSONWriter) throws(Failure) {
    switch row.value {
    case .probability(let probability):
      try json.number(row.bits.description, probability)
    case .count(let count): try json.number(row.bits.description, count)
    }
  }

  private func write(
    _ verification: Verification, _ json: inout JSONWriter
  ) throws(Failure) {
    try json.object("verification") { json throws(Failure) in
      try json.bool("passed", verification.passed)
      try json.string("scope", verification.scopeName)
      switch verification.scope {
      case .sample(let count): try json.number("amplitudes", count)
      case .beginning(let count, _): try json.number("instructions", count)
      case .likeliest(let count): try json.number("outcomes", count)
      case .state, .distribution: break
      }
      try json.string("kernels", verification.kernels.rawValue)
      try json.number("optimize", 0)
      try json.number("largestDeviation", verification.largestDeviation)
      try json.number("normDrift", verification.normDrift)
      try json.number("bound", verification.bound)
      try json.number("seconds", verification.seconds)
    }
  }

  private func writeAmplitudes(_ json: inout JSONWriter) throws(Failure) {
    try json.object("amplitudes") { json throws(Failure) in
      for amplitude in amplitudes {
        try json.array(amplitude.bits.description) { json throws(Failure) in
          try json.number(nil, amplitude.real)
          try json.number(nil, amplitude.imaginary)
        }
      }
    }
  }
}
