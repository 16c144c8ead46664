#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much memory a program may still take on this machine.
public enum MachineMemory {
  /// Bytes available to this process now: what the system has free or can reclaim, and what the
  /// limits of the process's control groups (containers, batch jobs) leave of it.
  ///
  /// `UInt64.max` where the system does not say.
  public static var available: UInt64 { available(root: "") }

  /// - Parameter root: put before `/proc` and `/sys`, so that tests can bring their own machine.
  static func available(root: String) -> UInt64 {
    min(systemAvailable(root: root), controlGroupAvailable(root: root))
  }

  private static func systemAvailable(root: String) -> UInt64 {
    #if os(Linux)
      guard let text = readText(root + "/proc/meminfo"),
        let kibibytes = value(of: "MemAvailable:", in: text)
      else { return .max }
      return kibibytes.multipliedReportingOverflow(by: 1024).partialValue
    #else
      var bytes: UInt64 = 0
      var size = MemoryLayout<UInt64>.size
      return sysctlbyname("hw.memsize", &bytes, &size, nil, 0) == 0 ? bytes : .max
    #endif
  }

  /// The smallest remainder among the process's memory control group and its ancestors.
  private static func controlGroupAvailable(root: String) -> UInt64 {
    guard let groups = readText(root + "/proc/self/cgroup") else { return .max }
    var result = UInt64.max
    for line in groups.split(separator: "\n") {
      // hierarchy:controllers:path; version 2 has hierarchy 0 and names no controller.
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let path = fields[2] == "/" ? "" : String(fields[2])
      if fields[0] == "0", fields[1].isEmpty {
        let mount = root + "/sys/fs/cgroup"
        forEachAncestor(of: path) { group in
          result = min(
            result,
            remainder(
              in: mount + group, limit: "memory.max", usage: "memory.current",
              reclaimable: "inactive_file"))
        }
      } else if fields[1].split(separator: ",").contains("memory") {
        let mount = root + "/sys/fs/cgroup/memory"
        forEachAncestor(of: path) { group in
          result = min(
            result,
            remainder(
              in: mount + group, limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes",
              reclaimable: "total_inactive_file"))
        }
      }
    }
    return result
  }

  private static func forEachAncestor(of path: String, _ body: (String) -> Void) {
    var path = Substring(path)
    while true {
      body(String(path))
      guard let slash = path.lastIndex(of: "/") else { return }
      path = path[..<slash]
    }
  }

  /// Limit minus usage, not counting file pages that the system drops when asked.
  private static func remainder(
    in group: String, limit: String, usage: String, reclaimable: String
  ) -> UInt64 {
    guard let limitText = readText(group + "/" + limit),
      let limit = UInt64(limitText.prefix { !$0.isWhitespace }),
      let usageText = readText(group + "/" + usage),
      let usage = UInt64(usageText.prefix { !$0.isWhitespace })
    else { return .max }
    let statistics = readText(group + "/memory.stat") ?? ""
    let held = usage - min(usage, value(of: reclaimable, in: statistics) ?? 0)
    return limit - min(limit, held)
  }

  /// The number after a name at the start of a line.
  private static func value(of name: String, in text: String) -> UInt64? {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
      if words.count >= 2, words[0] == name { return UInt64(words[1]) }
    }
    return nil
  }

  private static func readText(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let got = read(file, &chunk, chunk.count)
      guard got > 0 else { return got == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
      bytes += chunk[..<got]
    }
  }
}
