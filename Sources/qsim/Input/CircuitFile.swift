import Circuits

/// A circuit read from a file or from standard input.
struct CircuitFile {
  /// As the user wrote it; `-` for standard input.
  let path: String
  let circuit: Circuit
  let parseSeconds: Double
  private let reading: OpenQASM.Reading

  /// Reads the file. What deserves a warning shows on standard error.
  ///
  /// - Parameter format: the language of the file; by default the one that its content shows.
  init(_ path: String, as format: CircuitFormat?, isQuiet: Bool = false) throws(Failure) {
    self.path = path
    let start = ContinuousClock.now
    let reading: OpenQASM.Reading
    do throws(FileError) {
      reading = try CircuitSource(contentsOf: path).read(as: format)
    } catch {
      throw Failure(error)
    }
    guard let circuit = reading.circuit else { throw Failure(ParseError(reading.diagnostics)) }
    if !isQuiet {
      for diagnostic in reading.diagnostics { StandardError.write("\(diagnostic)\n") }
    }
    self.circuit = circuit
    self.reading = reading
    parseSeconds = start.secondsUntilNow
  }
  /// The line that each of some gates with parameters comes from, where that is known.
  func lines(ofInstructions instructions: [Int]) -> [OpenQASM.Line?] {
    reading.lines(ofInstructions: instructions)
  }
}
