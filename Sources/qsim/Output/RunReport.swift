import Circuits

/// What `qsim run` says about one circuit.
struct RunReport {
  struct Amplitude {
    let bits: BitString
    let real: Double
    let imaginary: Double
  }

  let file: CircuitFile
  let result: SimulationResult
  /// The seed that the user asked for.
  let seed: UInt64?
  let amplitudes: [Amplitude]
  /// The outcomes that are printed.
  let listing: OutcomeListing
  let isQuiet: Bool
  /// The comparison with a second run, where it was asked for.
  let verification: Verification?

  /// Drawing samples, or reading an exact result.
  var sampleSeconds: Double {
    result.seconds.sample + (result.shots == 0 ? listing.seconds : 0)
  }
}
