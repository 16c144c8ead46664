import Circuits

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What this machine offers to a simulation.
struct Machine {
  let processor: String
  /// The processor's vector extensions, by the system's names.
  let features: [String]
  let threads: Int
  let threadsRequest: String?
  let kernels: KernelSet
  let kernelsRequest: String?
  let libraries: LibraryVersions
  let memoryTotal: UInt64
  let memoryAvailable: UInt64
  let hugePages: String

  /// How work is carried out, as the environment says.
  ///
  /// - Throws: for a wrong `QSIM_KERNELS` or `QSIM_THREADS`.
  static func options() throws(Failure) -> KernelOptions {
    do throws(QuantumError) {
      return try KernelOptions.current()
    } catch {
      throw Failure(.usage, error.description)
    }
  }

  init() throws(Failure) {
    let options = try Self.options()
    threads = options.threads
    kernels = options.set
    threadsRequest = Terminal.environment("QSIM_THREADS")
    kernelsRequest = Terminal.environment("QSIM_KERNELS")
    libraries = .current
    memoryTotal = Self.totalMemory
    memoryAvailable = min(MachineMemory.available, memoryTotal)
    #if canImport(Darwin)
      processor = Self.systemText("machdep.cpu.brand_string") ?? "unknown"
      features = []
      hugePages = "not offered by the system"
    #else
      let description = SystemFile.text("/proc/cpuinfo").split(separator: "\n")
      func field(_ name: String) -> String? {
        guard let line = description.first(where: { $0.hasPrefix(name) }),
          let colon = line.firstIndex(of: ":")
        else { return nil }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      processor = field("model name") ?? field("CPU implementer").map { "ARM \($0)" } ?? "unknown"
      let flags = (field("flags") ?? field("Features") ?? "").split(separator: " ").map(String.init)
      let prefixes = ["sse", "ssse", "avx", "fma", "asimd", "sve", "amx"]
      features = flags.filter { flag in prefixes.contains { flag.hasPrefix($0) } }.sorted()
      // The file shows all modes, the one in force in brackets.
      let modes = SystemFile.text("/sys/kernel/mm/transparent_hugepage/enabled")
      hugePages =
        modes.split(separator: "[").dropFirst().first?.split(separator: "]").first.map(String.init)
        ?? "not offered by the system"
    #endif
  }

  /// The most qubits whose amplitudes fit in the memory available.
  var largestDouble: Int { Self.largest(memoryAvailable / 16) }
  var largestSingle: Int { Self.largest(memoryAvailable / 8) }

  private static func largest(_ amplitudes: UInt64) -> Int {
    amplitudes == 0 ? 0 : UInt64.bitWidth - 1 - amplitudes.leadingZeroBitCount
  }

  private static var totalMemory: UInt64 {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    return UInt64(max(pages, 0)) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
  }

  #if canImport(Darwin)
    private static func systemText(_ name: String) -> String? {
      var size = 0
      guard sysctlbyname(name, nil, &size, nil, 0) == 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname(name, &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  #endif
}
