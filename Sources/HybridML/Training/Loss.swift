import RealModule

/// What training makes small: the mean over rows of a function of a row's outputs and its target.
public enum Loss: Hashable, Sendable, Codable {
  /// −log of the softmax probability of the right class.
  case crossEntropy
  /// max(0, 1 + the largest wrong output − the right one) (K. Crammer and Y. Singer, "On the algorithmic
  /// implementation of multiclass kernel-based vector machines" (2001), jmlr.org/papers/v2/crammer01a).
  case hinge
  /// The square of output − value.
  case squaredError
  /// e²/2 for an error |e| up to delta, and delta (|e| − delta/2) beyond (P. J. Huber (1964),
  /// doi:10.1214/aoms/1177703732).
  case huber(delta: Double)

  /// Whether targets are classes, with an output each.
  public var isForClasses: Bool {
    switch self {
    case .crossEntropy, .hinge: true
    case .squaredError, .huber: false
    }
  }

  /// - Throws: ``DataError`` for targets that do not suit.
  func check(_ target: Dataset.Target, rows: Int, outputs: Int) throws(DataError) {
    guard target.count == rows else {
      throw DataError(.shape(what: "the number of targets", expected: rows, got: target.count))
    }
    switch target {
    case .classes(let classes, _):
      guard isForClasses else { throw DataError(.wrongTarget(needed: "numbers, not classes")) }
      guard outputs >= 2 else {
        throw DataError(
          .setting(
            name: "the number of outputs", value: "\(outputs)", allowed: "2 or more, one a class"))
      }
      if let wrong = classes.first(where: { !(0..<outputs).contains($0) }) {
        throw DataError(
          .setting(name: "a class index", value: "\(wrong)", allowed: "in 0..<\(outputs)"))
      }
    case .values(let values):
      guard !isForClasses else { throw DataError(.wrongTarget(needed: "classes, not numbers")) }
      guard outputs == 1 else {
        throw DataError(
          .setting(name: "the number of outputs", value: "\(outputs)", allowed: "1 for numbers"))
      }
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw DataError(
          .setting(name: "the target of row \(row)", value: "\(values[row])", allowed: "finite"))
      }
    }
    if case .huber(let delta) = self { try Checks.positive("delta", delta) }
  }

  /// The loss of one row; its outputs are replaced by the derivatives with respect to them.
  ///
  /// - Precondition: ``check(_:rows:outputs:)`` passed.
  func valueAndDerivatives(
    _ outputs: UnsafeMutableBufferPointer<Double>, _ target: Dataset.Target, _ row: Int
  ) -> Double {
    switch (self, target) {
    case (.crossEntropy, .classes(let classes, _)):
      Self.softmax(outputs)
      let probability = outputs[classes[row]]
      outputs[classes[row]] -= 1
      return -Double.log(max(probability, .leastNormalMagnitude))
    case (.hinge, .classes(let classes, _)):
      let right = classes[row]
      var rival = right == 0 ? 1 : 0
      for index in outputs.indices where index != right && outputs[index] > outputs[rival] {
        rival = index
      }
      let value = 1 + outputs[rival] - outputs[right]
      outputs.update(repeating: 0)
      if value <= 0 { return 0 }
      outputs[rival] = 1
      outputs[right] = -1
      return value
    case (.squaredError, .values(let values)):
      let error = outputs[0] - values[row]
      outputs[0] = 2 * error
      return error * error
    case (.huber(let delta), .values(let values)):
      let error = outputs[0] - values[row]
      outputs[0] = min(max(error, -delta), delta)
      return abs(error) <= delta ? error * error / 2 : delta * (abs(error) - delta / 2)
    default: preconditionFailure("a target that the loss does not take")
    }
  }

  /// The mean over rows.
  func mean(_ outputs: RealMatrix, _ target: Dataset.Target) -> Double {
    var (copy, total) = (outputs.elements, 0.0)
    copy.withUnsafeMutableBufferPointer { all in
      for row in 0..<outputs.rows {
        total += valueAndDerivatives(
          UnsafeMutableBufferPointer(
            rebasing: all[row * outputs.columns..<(row + 1) * outputs.columns]), target, row)
      }
    }
    return total / Double(max(outputs.rows, 1))
  }

  /// Turns outputs into probabilities, in place, without overflow.
  static func softmax(_ values: UnsafeMutableBufferPointer<Double>) {
    var largest = -Double.infinity
    for value in values { largest = max(largest, value) }
    var sum = 0.0
    for index in values.indices {
      values[index] = Double.exp(values[index] - largest)
      sum += values[index]
    }
    for index in values.indices { values[index] /= sum }
  }
}
