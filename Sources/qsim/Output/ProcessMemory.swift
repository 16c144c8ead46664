#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The memory that this process has used.
enum ProcessMemory {
  /// The most memory that was resident at once.
  ///
  /// On Linux from the process's own figures: `getrusage` also counts what the parent held before it
  /// started this program.
  static var peakBytes: UInt64 {
    #if canImport(Darwin)
      var usage = rusage()
      return getrusage(RUSAGE_SELF, &usage) == 0 ? UInt64(usage.ru_maxrss) : 0
    #else
      let status = SystemFile.text("/proc/self/status")
      guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = UInt64(line.filter(\.isNumber))
      else { return 0 }
      return kibibytes << 10
    #endif
  }
}
