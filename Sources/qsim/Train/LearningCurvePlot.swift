/// Loss against epochs, a line for each training.
struct LearningCurvePlot {
  struct Line {
    let name: String
    /// By epoch, from the first.
    let losses: [Double]
  }

  let title: String
  let lossName: String
  let lines: [Line]

  var svg: String {
    let frame = PlotFrame()
    let longest = lines.map(\.losses.count).max() ?? 0
    let epochs = LinearScale(covering: [0, Double(max(longest, 1))], ticks: 10, whole: true)
    let losses = LinearScale(covering: [0] + lines.flatMap(\.losses))
    var body = frame.axes(
      x: epochs.ticks, named: "epoch", y: losses.ticks, named: lossName)
    for (index, line) in lines.enumerated() {
      let points = line.losses.enumerated().filter(\.element.isFinite).map {
        (
          x: frame.x(epochs.fraction(Double($0.offset + 1))),
          y: frame.y(losses.fraction($0.element))
        )
      }
      body += SVG.solid(index, points)
      if let last = points.last { body += SVG.marker(index, last.x, last.y) }
    }
    return frame.document(title: title, legend: lines.map(\.name), body)
  }
}
