#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What else the machine is doing.
enum SystemLoad {
  /// Programs that ran or waited for a processor, on average over the last minute; `nil` where the
  /// system does not say.
  static var average: Double? {
    var load = 0.0
    return getloadavg(&load, 1) == 1 ? load : nil
  }

  /// A load from which on other programs can be expected to show in times.
  static let noticeable = 0.5
}
