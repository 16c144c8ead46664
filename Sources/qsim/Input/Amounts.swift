import ArgumentParser

/// An amount of memory on the command line: `8GiB`, `500MB`, `1.5G`, `65536`.
///
/// `KiB`, `MiB`, … and the bare letters are powers of 1024, `kB`, `MB`, … powers of 1000.
struct MemoryAmount: ExpressibleByArgument {
  let bytes: UInt64

  init?(argument: String) {
    guard let (value, unit) = Amount.split(argument) else { return nil }
    let prefixes: [Character] = ["k", "m", "g", "t", "p"]
    var factor = 1.0
    if let first = unit.first, let power = prefixes.firstIndex(of: first) {
      let base: Double
      switch unit.dropFirst() {
      case "b": base = 1000
      case "", "ib": base = 1024
      default: return nil
      }
      for _ in 0...power { factor *= base }
    } else if unit != "" && unit != "b" {
      return nil
    }
    let bytes = value * factor
    guard bytes >= 1, bytes < 0x1p63 else { return nil }
    self.bytes = UInt64(bytes)
  }
}

/// A length of time on the command line: `60s`, `500ms`, `2min`, `1h`, `90` (seconds).
struct TimeAmount: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    guard let (value, unit) = Amount.split(argument) else { return nil }
    let factor: Double
    switch unit {
    case "ms": factor = 1e-3
    case "", "s": factor = 1
    case "m", "min": factor = 60
    case "h": factor = 3600
    case "d": factor = 86_400
    default: return nil
    }
    let seconds = value * factor
    guard seconds > 0, seconds < 1e12 else { return nil }
    duration = .seconds(seconds)
  }
}

private enum Amount {
  /// A decimal number and the lowercase unit behind it.
  static func split(_ text: String) -> (value: Double, unit: String)? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    // `Double` alone would also take hexadecimal digits, infinities and NaN.
    guard number.allSatisfy({ $0.isASCII }), let value = Double(number) else { return nil }
    let unit = text[number.endIndex...].drop { $0 == " " }
    return (value, unit.lowercased())
  }
}
