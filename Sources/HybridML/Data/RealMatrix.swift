/// A dense matrix of doubles, row-major: element (row, column) lies at `row * columns + column`.
///
/// Features of a data set have shape `[rows, features]`.
public struct RealMatrix: Hashable, Sendable, Codable {
  public private(set) var rows: Int
  public private(set) var columns: Int
  public var elements: [Double] {
    didSet { precondition(elements.count == rows * columns, "the shape of a matrix is fixed") }
  }

  /// - Precondition: there are `rows * columns` elements.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// - Throws: ``DataError/Problem/shape(what:expected:got:)`` when the rows differ in length.
  public init(_ rows: [[Double]]) throws(DataError) {
    let columns = rows.first?.count ?? 0
    for row in rows where row.count != columns {
      throw DataError(.shape(what: "the length of every row", expected: columns, got: row.count))
    }
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  private enum CodingKeys: String, CodingKey { case rows, columns, elements }

  /// Refuses a file whose numbers do not fill the shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let elements = try container.decode([Double].self, forKey: .elements)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: "\(elements.count) numbers do not fill \(rows) by \(columns)")
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  @inline(__always)
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    _modify { yield &elements[row * columns + column] }
  }

  public func row(_ row: Int) -> ArraySlice<Double> {
    elements[row * columns..<(row + 1) * columns]
  }

  public func column(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }

  /// The rows at some indices, in their order; an index may come more than once.
  public func selecting(rows indices: [Int]) -> RealMatrix {
    var result: [Double] = []
    result.reserveCapacity(indices.count * columns)
    for index in indices { result.append(contentsOf: row(index)) }
    return RealMatrix(rows: indices.count, columns: columns, elements: result)
  }

  /// The columns at some indices, in their order.
  public func selecting(columns indices: [Int]) -> RealMatrix {
    var result: [Double] = []
    result.reserveCapacity(indices.count * rows)
    for row in 0..<rows { for column in indices { result.append(self[row, column]) } }
    return RealMatrix(rows: rows, columns: indices.count, elements: result)
  }

  public var transposed: RealMatrix {
    var result = RealMatrix(rows: columns, columns: rows)
    for row in 0..<rows { for column in 0..<columns { result[column, row] = self[row, column] } }
    return result
  }

  /// - Throws: ``DataError/Problem/notFiniteInput(row:column:value:)``
  public func checkFinite() throws(DataError) {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw DataError(
      .notFiniteInput(row: index / columns, column: index % columns, value: elements[index]))
  }
}
