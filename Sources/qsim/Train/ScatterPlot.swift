/// Predicted against true values, each row predicted when it was left out.
struct ScatterPlot {
  let title: String
  let label: String
  let points: [(actual: Double, predicted: Double)]

  /// More points than this hide each other and make a file that opens slowly: every k-th is drawn.
  private static let limit = 5_000

  var svg: String {
    var frame = PlotFrame()
    frame.width = frame.height
    let scale = LinearScale(covering: points.flatMap { [$0.actual, $0.predicted] })
    var body = frame.axes(
      x: scale.ticks, named: "true \(label)", y: scale.ticks, named: "predicted \(label)")
    let step = (points.count + Self.limit - 1) / Self.limit
    for (index, point) in points.enumerated() where index % max(step, 1) == 0 {
      let x = SVG.number(frame.x(scale.fraction(point.actual)))
      let y = SVG.number(frame.y(scale.fraction(point.predicted)))
      body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3\" fill=\"\(SVG.color(0))\" "
      body += "fill-opacity=\"0.5\"/>\n"
    }
    // Perfect predictions lie on this line.
    body += SVG.dotted(6, [(frame.x(0), frame.y(0)), (frame.x(1), frame.y(1))])
    let notes = step > 1 ? ["every \(step)th row drawn"] : []
    return frame.document(title: title, notes: ["dotted: prediction = truth"] + notes, body)
  }
}
