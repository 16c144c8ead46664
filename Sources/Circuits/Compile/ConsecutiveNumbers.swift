/// Lists of consecutive numbers, which most circuits need several times over.
enum ConsecutiveNumbers {
  /// 0, 1, … below `count`; up to 64 of them without memory of their own.
  static func below(_ count: Int) -> [Int] {
    count < kept.count ? kept[count] : Array(0..<count)
  }

  private static let kept: [[Int]] = (0...64).map { Array(0..<$0) }
}
