import Foundation
import HybridML
import Testing

@Suite("Pipelines") struct PipelineTests {
  @Test("The reference preprocessing gives the reference's first training row")
  func reference() throws {
    // Two runs of the reference classifier in fold 0 (scikit-learn 1.9.1).
    let expected = [
      [0.6283185307179581, 2.243994752564139, 0.21298933244676554, 0.13089969389957434],
      [2.639709033140222, 2.163172186363374, 2.1842682981238193, 0.7117131172520172],
    ]
    let sets = [
      (try Dataset.iris(), ReferenceFolds.iris), (try Dataset.wine(), ReferenceFolds.wine),
    ]
    for ((data, folds), expected) in zip(sets, expected) {
      let (train, test) = ReferenceFolds.split(data, folds, 0)
      var pipeline = Pipeline.angles(features: data.features.columns, qubits: 4)
      let rows = try pipeline.fitTransform(train.features, train.target)
      for (x, y) in zip(rows.row(0), expected) { #expect(abs(x - y) < 1e-13) }
      let unseen = try pipeline.transform(test.features)
      #expect(unseen.rows == test.rows && unseen.columns == 4)
      #expect(unseen.elements.allSatisfy { (0...(.pi)).contains($0) })
    }
  }

  @Test("Steps are fitted to what the steps before them make of the training rows alone")
  func order() throws {
    let train = RealMatrix(rows: 3, columns: 1, elements: [0, 1, 5])
    var pipeline: Pipeline = [.polynomial(degree: 2), .minMax(0...1, clips: false)]
    let rows = try pipeline.fitTransform(train, .values([0, 0, 0]))
    #expect(rows.elements == [0, 0, 0.2, 0.04, 1, 1])
    let unseen = try pipeline.transform(RealMatrix(rows: 1, columns: 1, elements: [10]))
    #expect(unseen.elements == [2, 4])
    #expect(pipeline.names(["a"]) == ["a", "a·a"])
    var clipping: Pipeline = [.polynomial(degree: 2), .minMax(0...1)]
    try clipping.fit(train, .values([0, 0, 0]))
    #expect(
      try clipping.transform(RealMatrix(rows: 2, columns: 1, elements: [10, -1])).elements
        == [1, 1, 0, 0.04])
  }

  /// One fitted pipeline of each step alone, and some of several.
  static func fitted() throws -> [(Pipeline, Dataset)] {
    let wine = try Dataset.wine()
    let digits = try Dataset.digits().selecting(rows: Array(0..<60))
    let size = ImagePatches.Size(height: 8, width: 8)
    let lists: [(Pipeline, Dataset)] = [
      ([], wine), ([.standardise], wine), ([.minMax(-1...1)], wine),
      ([.minMax(0...1, clips: false)], wine), ([.pca(5)], wine), ([.polynomial(degree: 2)], wine),
      ([.select(3)], wine), ([.standardise, .pca(4), .minMax(0...(.pi))], wine),
      ([.select(2), .polynomial(degree: 3), .standardise, .pca(6), .minMax(0...2)], wine),
      ([.imagePatches(image: size, patch: .init(height: 4, width: 2))], digits),
      (
        [.imagePatches(image: size, patch: .init(height: 2, width: 2), summary: .sum), .pca(3)],
        digits
      ),
    ]
    return try lists.map { pipeline, data in
      var pipeline = pipeline
      try pipeline.fit(data)
      return (pipeline, data)
    }
  }

  @Test("A row alone gives the same bits as among others")
  func rows() throws {
    for (pipeline, data) in try Self.fitted() {
      let all = try pipeline.transform(data.features)
      #expect(all.columns == pipeline.outputCount)
      #expect(pipeline.names(data.featureNames).count == pipeline.outputCount)
      var transformer = try RowTransformer(pipeline)
      var result = [Double](repeating: .nan, count: pipeline.outputCount)
      for row in 0..<data.rows {
        let features = Array(data.features.row(row))
        var span = result.mutableSpan
        try transformer.transform(features.span, into: &span)
        #expect(result == Array(all.row(row)))
        result.withUnsafeMutableBufferPointer { result in
          features.withUnsafeBufferPointer { pipeline.transform(row: $0, into: result) }
        }
        #expect(result == Array(all.row(row)))
      }
    }
  }

  @Test("A pipeline survives being written and read, to the last bit")
  func coding() throws {
    for (pipeline, data) in try Self.fitted() {
      let copy = try JSONDecoder().decode(Pipeline.self, from: JSONEncoder().encode(pipeline))
      #expect(copy == pipeline)
      #expect(try copy.transform(data.features) == pipeline.transform(data.features))
    }
  }

  @Test("A file whose numbers do not fit together is refused")
  func corruption() throws {
    for (pipeline, _) in try Self.fitted() where !pipeline.steps.isEmpty {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(pipeline))
      var refused = 0
      for broken in Self.shortened(object) {
        let data = try JSONSerialization.data(withJSONObject: broken, options: .fragmentsAllowed)
        if let copy = try? JSONDecoder().decode(Pipeline.self, from: data) {
          // What is left must still serve without reading beyond its numbers.
          let rows = RealMatrix(rows: 1, columns: copy.inputCount, repeating: 1)
          #expect(try copy.transform(rows).columns == copy.outputCount)
        } else {
          refused += 1
        }
      }
      #expect(refused > 0)
    }
  }

  /// All ways to take the last element from one list inside, or to make one whole number larger.
  private static func shortened(_ value: Any) -> [Any] {
    switch value {
    case let list as [Any]:
      var result: [Any] = list.isEmpty ? [] : [Array(list.dropLast())]
      for (index, element) in list.enumerated().prefix(3) {
        for inner in shortened(element) {
          var copy = list
          copy[index] = inner
          result.append(copy)
        }
      }
      return result
    case let object as [String: Any]:
      return object.flatMap { key, element in
        shortened(element).map { inner in
          var copy = object
          copy[key] = inner
          return copy as Any
        }
      }
    case let number as NSNumber where number.doubleValue == Double(number.intValue):
      return [number.intValue + 1, -number.intValue]
    default: return []
    }
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "nothing"
      } catch { return "\(error)" }
    }
    let wine = try Dataset.wine()
    let iris = try Dataset.iris()
    var pipeline: Pipeline = [.standardise, .pca(4)]
    #expect(
      message { _ = try pipeline.transform(wine.features) }
        == "the pipeline has not been fitted: call fit first")
    #expect(
      message { _ = try RowTransformer(pipeline) }
        == "the pipeline has not been fitted: call fit first")
    try pipeline.fit(wine)
    let fitted = pipeline
    #expect(
      message { _ = try pipeline.transform(iris.features) }
        == "the number of features should be 13 but is 4")
    #expect(
      message {
        _ = try pipeline.transform(RealMatrix(rows: 1, columns: 13, repeating: .nan))
      } == "feature 0 of row 0 is nan: a finite number is needed")
    // A failed fit leaves the pipeline as it was.
    #expect(
      message { try pipeline.fit(iris.selecting(rows: [0, 1])) }
        == "the number of components is 4: it must be 1 to 2, the smaller of features and rows")
    #expect(pipeline == fitted)
    #expect(
      message { try pipeline.fit(iris.selecting(rows: [])) }
        == "a pipeline needs at least 1 row but there are 0")
    var rows = try RowTransformer(fitted)
    var result = [0.0, 0, 0, 0]
    #expect(
      message {
        var span = result.mutableSpan
        try rows.transform([1.0, 2].span, into: &span)
      } == "the number of features should be 13 but is 2")
    let row = [Double](repeating: 1, count: 13)
    #expect(
      message {
        var short = [0.0]
        var span = short.mutableSpan
        try rows.transform(row.span, into: &span)
      } == "the number of transformed features should be 4 but is 1")
    #expect(
      message {
        var broken = row
        broken[3] = .infinity
        var span = result.mutableSpan
        try rows.transform(broken.span, into: &span)
      } == "feature 3 of row 0 is inf: a finite number is needed")
  }
}
