/// Elements of SVG pictures, and the look that all plots of this program share.
///
/// Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), told apart with any kind
/// of colour vision; markers and dashes tell lines apart without colours.
enum SVG {
  static let colors = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
  ]

  /// A whole document; its title stands at the top, `titleLeft` from the edge.
  static func document(
    title: String, titleLeft: Double, width: Double, height: Double, _ body: String
  ) -> String {
    let (w, h) = (number(width), number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" \
      role="img">
      <title>\(escaped(title))</title>
      <style>
      text { font: 13px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1b1f24; }
      .title { font-size: 16px; font-weight: 600; }
      .soft { fill: #57606a; }
      .light { fill: #ffffff; }
      .grid { stroke: #d0d7de; stroke-width: 1; }
      .minor { stroke: #eaeef2; stroke-width: 1; }
      .axis { stroke: #1b1f24; stroke-width: 1.2; fill: none; }
      .solid { stroke-width: 2.2; fill: none; stroke-linejoin: round; }
      .dotted { stroke-width: 1.4; fill: none; stroke-dasharray: 1 4; stroke-linecap: round; }
      </style>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(text(title, titleLeft, 28, "class=\"title\""))\(body)</svg>

      """
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> String {
    "<line class=\"\(style)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" "
      + "y2=\"\(number(y2))\"/>\n"
  }

  /// - Parameter attributes: more attributes, such as a class or an anchor.
  static func text(
    _ text: String, _ x: Double, _ y: Double, _ attributes: String = ""
  ) -> String {
    let space = attributes.isEmpty ? "" : " "
    return
      "<text x=\"\(number(x))\" y=\"\(number(y))\"\(space)\(attributes)>\(escaped(text))</text>\n"
  }

  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: String
  ) -> String {
    "<rect \(attributes) x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
      + "height=\"\(number(height))\"/>\n"
  }

  /// The line number `index` of a plot through some points.
  static func solid(_ index: Int, _ points: [(x: Double, y: Double)]) -> String {
    polyline("class=\"solid\" stroke=\"\(color(index))\"\(dash(index))", points)
  }

  static func dotted(_ index: Int, _ points: [(x: Double, y: Double)]) -> String {
    polyline("class=\"dotted\" stroke=\"\(color(index))\"", points)
  }

  private static func polyline(_ attributes: String, _ points: [(x: Double, y: Double)]) -> String {
    let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    return "<polyline \(attributes) points=\"\(list)\"/>\n"
  }

  static func color(_ index: Int) -> String { colors[index % colors.count] }

  /// Lines after the seventh have colours again, with dashes.
  private static func dash(_ index: Int) -> String {
    index < colors.count ? "" : " stroke-dasharray=\"\(6 + 4 * (index / colors.count)) 4\""
  }

  static func marker(_ index: Int, _ x: Double, _ y: Double) -> String {
    let color = color(index)
    let (cx, cy) = (number(x), number(y))
    func polygon(_ corners: [(Double, Double)]) -> String {
      let points = corners.map { "\(number(x + $0.0)),\(number(y + $0.1))" }
      return "<polygon points=\"\(points.joined(separator: " "))\" fill=\"\(color)\"/>\n"
    }
    switch index % 6 {
    case 0: return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"4\" fill=\"\(color)\"/>\n"
    case 1: return polygon([(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)])
    case 2: return polygon([(0, -4.8), (4.6, 3.6), (-4.6, 3.6)])
    case 3: return polygon([(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)])
    case 4: return polygon([(0, 4.8), (4.6, -3.6), (-4.6, -3.6)])
    default:
      return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"3.6\" fill=\"#ffffff\" stroke=\"\(color)\" "
        + "stroke-width=\"2\"/>\n"
    }
  }

  static func number(_ value: Double) -> String { NumberText.fixed(value, 1) }

  /// Text for XML, without the characters that XML has no place for.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _
      where scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value
        || 0xFFFE...0xFFFF ~= scalar.value:
        result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
