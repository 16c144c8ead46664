/// The mean, or the sum, of each patch of an image: fewer features that keep where things are.
///
/// A row is an image of one channel, row by row from the top; patches tile it and come out in the same
/// order.
public struct ImagePatches: Transformer, Hashable {
  /// What is made of the pixels of a patch.
  public enum Summary: String, Hashable, Sendable, Codable, CaseIterable { case mean, sum }

  /// Two sides in pixels.
  public struct Size: Hashable, Sendable, Codable {
    public let height: Int
    public let width: Int

    public init(height: Int, width: Int) {
      self.height = height
      self.width = width
    }
  }

  public let image: Size
  public let patch: Size
  public let summary: Summary
  private var isFitted = false

  public init(image: Size, patch: Size, summary: Summary = .mean) {
    self.image = image
    self.patch = patch
    self.summary = summary
  }

  public var inputCount: Int { isFitted ? image.height * image.width : 0 }

  public var outputCount: Int {
    isFitted ? (image.height / patch.height) * (image.width / patch.width) : 0
  }

  /// Checks the shapes; nothing is learnt.
  ///
  /// - Throws: ``DataError`` when patches do not tile the image, or rows are no such images.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    try Self.check("height", image: image.height, patch: patch.height)
    try Self.check("width", image: image.width, patch: patch.width)
    let (pixels, overflow) = image.height.multipliedReportingOverflow(by: image.width)
    guard !overflow, features.columns == pixels else {
      throw DataError(
        .shape(
          what: "the number of pixels of an image of \(image.height) by \(image.width)",
          expected: overflow ? .max : pixels, got: features.columns))
    }
    try features.checkFinite()
    isFitted = true
  }

  private static func check(_ side: String, image: Int, patch: Int) throws(DataError) {
    guard image >= 1 else {
      throw DataError(
        .setting(name: "the \(side) of an image", value: "\(image)", allowed: "1 or more"))
    }
    guard patch >= 1, image % patch == 0 else {
      throw DataError(
        .setting(
          name: "the \(side) of a patch", value: "\(patch)",
          allowed: "a divisor of \(image), the \(side) of the image"))
    }
  }

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    let across = image.width / patch.width
    for index in result.indices {
      let (top, left) = (index / across * patch.height, index % across * patch.width)
      var sum = 0.0
      for y in top..<top + patch.height {
        for x in left..<left + patch.width { sum += row[y * image.width + x] }
      }
      result[index] = summary == .sum ? sum : sum / Double(patch.height * patch.width)
    }
  }

  public func names(_ names: [String]) -> [String] {
    (0..<outputCount).map {
      let (down, right) = $0.quotientAndRemainder(dividingBy: image.width / patch.width)
      return "patch (\(down), \(right))"
    }
  }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    guard isFitted else { return true }
    let overflow = image.height.multipliedReportingOverflow(by: image.width).overflow
    return image.height >= 1 && image.width >= 1 && !overflow && patch.height >= 1
      && patch.width >= 1 && image.height % patch.height == 0 && image.width % patch.width == 0
  }
}
