/// Amounts of memory as people write them.
public enum ByteCount {
  /// `17179869184` as `16 GiB`; up to three significant digits, exact bytes below 1 KiB.
  public static func text(_ bytes: UInt64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1023.5, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    let scale = value >= 99.95 || unit == 0 ? 1.0 : value >= 9.995 ? 10 : 100
    let rounded = (value * scale).rounded() / scale
    let text = rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    return "\(text) \(units[unit])"
  }
}
