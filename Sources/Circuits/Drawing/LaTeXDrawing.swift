/// Draws a layout for the LaTeX package quantikz (its second version, the TikZ library `quantikz2`;
/// A. Kay, arXiv:1809.03842).
struct LaTeXDrawing {
  let layout: CircuitLayout

  /// A `quantikz` environment; every row has the same number of cells.
  func document() -> String {
    let wires = layout.wires
    var rows = wires.map { wire in
      [
        "\\lstick{$\((wire.name + wire.suffix).latexMath)$}"
          + (wire.isClassical ? " \\setwiretype{c}" : "")
      ]
    }
    for column in 0..<layout.columnCount {
      var cells = Array(repeating: "", count: rows.count)
      for element in layout.elements(inColumn: column) { place(element, into: &cells) }
      for row in rows.indices { rows[row].append(cells[row]) }
    }
    var text = "% \\usepackage{tikz} \\usetikzlibrary{quantikz2}\n"
    if let phase = layout.globalPhase { text += "% global phase: \(phase)\n" }
    text += "\\begin{quantikz}\n"
    text += rows.map { $0.joined(separator: " & ") + " &" }.joined(separator: " \\\\\n")
    return text + "\n\\end{quantikz}\n"
  }

  private func place(_ element: DrawnElement, into cells: inout [String]) {
    var tops: [Int] = []
    for mark in element.marks {
      switch mark {
      case .control(let row, let on):
        cells[row] += on ? "\\control{}" : "\\ocontrol{}"
        tops.append(row)
      case .target(let row):
        cells[row] += "\\targ{}"
        tops.append(row)
      case .swap(let row):
        cells[row] += "\\targX{}"
        tops.append(row)
      case .box(let box):
        let top = box.rows.lowerBound
        cells[top] += "\\gate[\(box.rows.count)]{\(box.title.latexMath)}"
        for pin in box.pins where !pin.label.isEmpty {
          cells[pin.row] += "\\gateinput{\(pin.label)}"
        }
        let acted = Set(box.pins.map(\.row))
        for row in box.rows where !acted.contains(row) { cells[row] += "\\linethrough" }
        tops.append(top)
      case .meter(let row):
        cells[row] += "\\meter{}"
      case .barrier(let row):
        cells[row] += "\\push{\\vdots}"
      case .outcome(let row, let bit):
        cells[row] += "\\push{\\scriptstyle \(bit)}"
      case .condition(let rows, let text):
        cells[rows.lowerBound] += "\\gate[\(rows.count)]{\(text.latexMath)}"
      }
    }
    // One piece of line between neighbours, so that it ends where the next sign begins.
    tops.sort()
    if element.link != nil {
      for (upper, lower) in zip(tops, tops.dropFirst()) {
        cells[upper] += "\\wire[d][\(lower - upper)]{q}"
      }
    }
    if let link = element.classicalLink, link.count > 1 {
      cells[link.lowerBound] += "\\wire[d][\(link.count - 1)]{c}"
    }
    if let note = element.note, let top = tops.first {
      cells[top] += "\\push{\\scriptstyle \(note.latexMath)}"
    }
  }
}

extension String {
  /// For LaTeX's math mode: words upright, Greek letters and signs by their commands.
  fileprivate var latexMath: String {
    var result = ""
    for character in printable {
      switch character {
      case "\\": result += "\\backslash "
      case "{", "}", "$", "&", "#", "%", "_": result += "\\\(character)"
      case "^": result += "\\wedge "
      case "~": result += "\\sim "
      case " ": result += "\\ "
      case "-": result += "{-}"
      case "⟩": result += "\\rangle "
      case "†": result += "\\dagger "
      case "√": result += "\\surd "
      case "→": result += "\\to "
      case "…": result += "\\ldots "
      case "·": result += "\\cdot "
      default:
        if let command = Self.greek[character] {
          result += "\\\(command) "
        } else {
          result.append(character)
        }
      }
    }
    return "\\mathrm{\(result)}"
  }

  private static let greek: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
  ]
}
