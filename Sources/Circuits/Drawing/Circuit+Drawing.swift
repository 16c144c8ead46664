public import Gates

extension Circuit {
  /// The circuit as text.
  ///
  /// ```text
  ///        ┌───┐
  /// q[0]: ─┤ H ├─●─
  ///        └───┘ │
  /// q[1]: ───────⊕─
  /// ```
  ///
  /// Qubits run from top to bottom, each classical register is one double wire labelled with its
  /// number of bits. A box over several wires numbers the gate's qubits at its left side; a wire that
  /// it does not act on passes through. Gates on no qubit are summed in a line above the drawing.
  ///
  /// - Parameters:
  ///   - style: Unicode or 7-bit characters.
  ///   - width: the columns of the terminal. The drawing goes on in further blocks, marked with `»`
  ///     and `«`, where it is wider; labels that do not fit are cut with an ellipsis. Below the
  ///     width of the wire labels and ten columns more, the drawing is wider than asked.
  ///   - characterLimit: about how long the result may become. What does not fit is left out, and
  ///     the last line says how many instructions that are.
  /// - Throws: the first mistake made while building; ``QuantumError/unsupported(what:remedy:)`` where
  ///   the limit does not hold even the wires' labels.
  public func drawing(
    style: DrawingStyle = .unicode, width: Int? = nil, characterLimit: Int = 4_000_000
  ) throws(QuantumError) -> String {
    try validate()
    let drawing = try TextDrawing(
      CircuitLayout(self), style: style, width: width, characterLimit: characterLimit)
    return drawing.text()
  }
}

extension Circuit: CustomStringConvertible {
  /// The drawing at most 100 columns wide and cut when long, or the first mistake made while building.
  public var description: String {
    do throws(QuantumError) {
      return try drawing(width: 100, characterLimit: 100_000)
    } catch {
      return "\(error)"
    }
  }
}
