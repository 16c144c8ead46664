import HybridML
import Testing

@Suite("Bundled data") struct BundledDataTests {
  /// The sizes in bytes and rows of the published files.
  static let sizes: [BundledData: (bytes: Int, rows: Int)] = [
    .iris: (3726, 150), .wine: (12_374, 178), .breastCancer: (123_861, 569),
    .digits: (265_358, 1797), .diabetes: (18_506, 442), .germanCredit: (50_841, 1000),
  ]

  @Test(
    "Every bundled file has the bytes and the rows of the published one",
    arguments: BundledData.allCases)
  func sizes(of data: BundledData) throws {
    let size = try #require(Self.sizes[data])
    #expect(data.csv.count == size.bytes)
    #expect(data.csv.count { $0 == UInt8(ascii: "\n") } == size.rows + 1)
  }
}
