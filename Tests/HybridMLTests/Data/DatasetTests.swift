import HybridML
import Testing

@Suite("Data sets") struct DatasetTests {
  @Test(
    "Bundled data sets load with their classes in the usual order",
    arguments: [
      (BundledData.iris, 4, ["setosa", "versicolor", "virginica"]),
      (.wine, 13, ["class_0", "class_1", "class_2"]),
      (.breastCancer, 30, ["malignant", "benign"]),
      (.digits, 64, (0..<10).map { "\($0)" }),
    ])
  func bundled(_ data: BundledData, features: Int, classes: [String]) throws {
    let dataset = try Dataset(data)
    #expect(dataset.features.columns == features)
    #expect(dataset.classNames == classes)
    #expect(!data.terms.isEmpty && !data.origin.isEmpty)
  }

  @Test("Values and labels are those of the file")
  func values() throws {
    let iris = try Dataset.iris()
    #expect(Array(iris.features.row(0)) == [5.1, 3.5, 1.4, 0.2])
    #expect(try iris.classIndices() == (0..<150).map { $0 / 50 })
    let diabetes = try Dataset.diabetes()
    #expect(try diabetes.values().first == 151)
    let credit = try Dataset.germanCredit()
    #expect(try credit.classIndices().reduce(0, +) == 700)
    #expect(credit.featureNames.prefix(3) == ["sex=female", "sex=male", "job"])
    #expect(credit.features.row(0).prefix(3) == [0, 1, 2])
  }

  @Test("A label of whole numbers is a class, other numbers are a quantity, unless told otherwise")
  func tasks() throws {
    func target(_ text: String, _ task: Dataset.Task) throws -> Dataset.Target {
      try Dataset(csvBytes: Array(text.utf8), name: "t", task: task).target
    }
    let whole = "a,y\n1,10\n2,9\n3,10\n"
    #expect(try target(whole, .automatic) == .classes([1, 0, 1], names: ["9", "10"]))
    #expect(try target(whole, .classification) == .classes([1, 0, 1], names: ["9", "10"]))
    #expect(try target(whole, .regression) == .values([10, 9, 10]))
    #expect(try target("a,y\n1,0.5\n2,9\n", .automatic) == .values([0.5, 9]))
    #expect(try target("a,y\n1,v\n2,u\n", .automatic) == .classes([1, 0], names: ["u", "v"]))
  }

  @Test("Shapes and values that do not fit are refused")
  func refusals() throws {
    let matrix = RealMatrix(rows: 2, columns: 1, elements: [1, 2])
    #expect(throws: DataError(.shape(what: "the number of targets", expected: 2, got: 1))) {
      try Dataset(name: "t", features: matrix, target: .values([1]))
    }
    #expect(throws: DataError.self) {
      try Dataset(name: "t", features: matrix, target: .classes([0, 2], names: ["a", "b"]))
    }
    #expect(throws: DataError(.notFiniteInput(row: 1, column: 0, value: .infinity))) {
      try Dataset(
        name: "t", features: .init(rows: 2, columns: 1, elements: [1, .infinity]),
        target: .values([1, 2]))
    }
  }
}

@Suite("Splits") struct SplitTests {
  @Test("A stratified split keeps the classes and every row once", arguments: [1, 7] as [UInt64])
  func split(seed: UInt64) throws {
    let iris = try Dataset.iris()
    let (train, test) = try iris.split(test: 0.2, seed: seed)
    #expect(train.rows == 120 && test.rows == 30)
    for label in 0..<3 { #expect(try test.classIndices().count { $0 == label } == 10) }
    let all = (0..<150).map { Array(iris.features.row($0)) }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
    let parts = [train, test].flatMap { part in
      (0..<part.rows).map { Array(part.features.row($0)) }
    }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(parts == all)
    #expect(try iris.split(test: 0.2, seed: seed).test == test)
    #expect(try iris.split(test: 0.2, seed: seed + 1).test != test)
  }

  @Test("Stratified folds differ by one row at most, over all and in each class", arguments: 2...7)
  func folds(count: Int) throws {
    let wine = try Dataset.wine()
    let folds = try wine.folds(count, seed: 3)
    let labels = try wine.classIndices()
    let sizes = (0..<count).map { folds.testRows($0).count }
    #expect(sizes.max()! - sizes.min()! <= 1)
    for label in 0..<3 {
      let counts = (0..<count).map { fold in folds.testRows(fold).count { labels[$0] == label } }
      #expect(counts.max()! - counts.min()! <= 1)
    }
    for fold in 0..<count {
      #expect(Set(folds.testRows(fold) + folds.trainingRows(fold)).count == wine.rows)
    }
  }

  @Test("Groups are never torn apart and folds of groups are balanced")
  func groups() throws {
    var iris = try Dataset.iris()
    iris.groups = (0..<150).map { $0 % 17 }
    let folds = try iris.folds(4, seed: 5)
    for group in 0..<17 {
      #expect(Set((0..<150).filter { $0 % 17 == group }.map { folds.assignment[$0] }).count == 1)
    }
    let sizes = (0..<4).map { folds.testRows($0).count }
    #expect(sizes.max()! - sizes.min()! <= 9)
    let (train, test) = try iris.split(test: 0.25, seed: 5)
    #expect(Set(train.groups!).isDisjoint(with: test.groups!))
    #expect(abs(Double(test.rows) - 37.5) <= 9)
  }

  @Test("Folds made elsewhere are taken if they are folds")
  func explicit() throws {
    let folds = try Folds(assignment: [0, 2, 1, 0])
    #expect(folds.count == 3 && folds.testRows(0) == [0, 3] && folds.trainingRows(1) == [0, 1, 3])
    for wrong in [[], [0, 0], [0, 2], [-1, 0, 1]] {
      #expect(throws: DataError.self) { try Folds(assignment: wrong) }
    }
    #expect(throws: DataError.self) { try Dataset.iris().folds(151, seed: 1) }
    #expect(throws: DataError.self) { try Dataset.iris().split(test: 1, seed: 1) }
  }
}
