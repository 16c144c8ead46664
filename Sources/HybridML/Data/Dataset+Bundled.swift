extension Dataset {
  /// A data set that comes with the library, its classes in the order usual for it.
  ///
  /// Constant columns stay (three pixels of the digits are always dark), so that features keep the
  /// positions of the published file.
  public init(_ bundled: BundledData) throws(DataError) {
    let classes: [String]? = bundled == .breastCancer ? ["malignant", "benign"] : nil
    try self.init(
      csvBytes: bundled.csv, name: "\(bundled.rawValue).csv",
      label: bundled == .germanCredit ? "risk" : nil,
      task: bundled == .diabetes ? .regression : .classification, classes: classes,
      constantColumns: .keep)
  }

  /// 150 irises, 4 features, 3 species.
  public static func iris() throws(DataError) -> Dataset { try Dataset(.iris) }
  /// 178 wines, 13 features, 3 growers.
  public static func wine() throws(DataError) -> Dataset { try Dataset(.wine) }
  /// 569 tumours, 30 features, malignant or benign.
  public static func breastCancer() throws(DataError) -> Dataset { try Dataset(.breastCancer) }
  /// 1797 digits, 64 pixels from 0 to 16, row by row.
  public static func digits() throws(DataError) -> Dataset { try Dataset(.digits) }
  /// 442 patients, 10 features, a number to predict.
  public static func diabetes() throws(DataError) -> Dataset { try Dataset(.diabetes) }
  /// 1000 loans, 9 columns of numbers and texts, good (1) or bad (0).
  public static func germanCredit() throws(DataError) -> Dataset { try Dataset(.germanCredit) }
}
