#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much of the state is worked on before the next part is fetched.
enum CacheSize {
  /// Half of the second-level cache, which leaves the other half to tables and to what is fetched
  /// meanwhile; 256 KiB to 1 MiB.
  static let tileBytes: Int = {
    let half = secondLevel / 2
    return min(max(1 << (Int.bitWidth - 1 - max(half, 1).leadingZeroBitCount), 256 << 10), 1 << 20)
  }()

  private static var secondLevel: Int {
    #if canImport(Glibc)
      let bytes = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
      if bytes > 0 { return bytes }
    #endif
    return 1 << 20
  }
}
