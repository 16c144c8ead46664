public import Gates

extension Circuit {
  /// Instructions times wires above which a picture is refused: no viewer shows so much.
  private static var pictureLimit: Int { 2_000_000 }

  /// The circuit as an SVG picture, readable on light and dark pages, without external fonts.
  ///
  /// Signs and order are those of ``drawing(style:width:characterLimit:)``.
  ///
  /// - Parameters:
  ///   - title: what screen readers say of the picture.
  ///   - width: pixels; a wider circuit goes on in further blocks below. A single column that is wider
  ///     makes the picture wider.
  /// - Throws: the first mistake made while building; ``QuantumError/unsupported(what:remedy:)`` for a
  ///   circuit too large to look at.
  public func svg(
    title: String = "Quantum circuit", width: Int = 1_000
  ) throws(QuantumError) -> String {
    var drawing = SVGDrawing(try pictureLayout(), pageWidth: Double(width))
    return drawing.document(title: title)
  }

  /// The circuit for LaTeX: a `quantikz` environment of the TikZ library `quantikz2`.
  ///
  /// - Throws: as ``svg(title:width:)``.
  public func latex() throws(QuantumError) -> String {
    LaTeXDrawing(layout: try pictureLayout()).document()
  }

  private func pictureLayout() throws(QuantumError) -> CircuitLayout {
    try validate()
    let wires = qubitCount + classicalRegisters.count
    let (size, overflow) = max(instructions.count, 1).multipliedReportingOverflow(by: max(wires, 1))
    guard !overflow, size <= Self.pictureLimit else {
      throw .unsupported(
        what: "a picture of \(instructions.count) instructions on \(wires) wires",
        remedy: "draw a part of the circuit, or draw it as text")
    }
    return CircuitLayout(self)
  }
}
