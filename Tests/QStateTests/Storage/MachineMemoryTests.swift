import Foundation
import Testing

@testable import QState

#if os(Linux)
  @Suite struct MachineMemoryTests {
    /// A machine made of files: paths below its root with their contents.
    func available(_ files: [String: String]) throws -> UInt64 {
      let root = FileManager.default.temporaryDirectory
        .appendingPathComponent("machine-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: root) }
      for (path, text) in files {
        let file = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      return MachineMemory.available(root: root.path)
    }

    let meminfo = "MemTotal:       8000 kB\nMemFree:  1000 kB\nMemAvailable:    4000 kB\n"

    @Test("What the system can give counts, not what is free")
    func system() throws {
      #expect(try available(["proc/meminfo": meminfo]) == 4000 * 1024)
      #expect(try available(["proc/meminfo": "nonsense"]) == .max)
      #expect(try available([:]) == .max)
    }

    @Test("The tightest control group above the process limits it (version 2)")
    func version2() throws {
      let files = [
        "proc/meminfo": meminfo, "proc/self/cgroup": "0::/user/job\n",
        "sys/fs/cgroup/user/job/memory.max": "max\n",
        "sys/fs/cgroup/user/job/memory.current": "100\n",
        "sys/fs/cgroup/user/memory.max": "1000000\n",
        "sys/fs/cgroup/user/memory.current": "300000\n",
        "sys/fs/cgroup/user/memory.stat": "anon 5\ninactive_file 100000\n",
      ]
      #expect(try available(files) == 800_000)
    }

    @Test("A container sees its own group as the root of the tree")
    func container() throws {
      let files = [
        "proc/meminfo": meminfo, "proc/self/cgroup": "0::/\n",
        "sys/fs/cgroup/memory.max": "50000\n", "sys/fs/cgroup/memory.current": "60000\n",
      ]
      #expect(try available(files) == 0)
    }

    @Test("The memory controller of version 1 limits too")
    func version1() throws {
      let files = [
        "proc/meminfo": meminfo, "proc/self/cgroup": "9:pids:/\n4:memory,cpu:/job\n0::/\n",
        "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "2000000\n",
        "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "500000\n",
        "sys/fs/cgroup/memory/job/memory.stat": "total_inactive_file 250000\n",
      ]
      #expect(try available(files) == 1_750_000)
    }

    @Test("This machine says how much it has")
    func here() {
      #expect(MachineMemory.available > 1 << 20)
      #expect(MachineMemory.available < .max)
    }
  }
#endif
