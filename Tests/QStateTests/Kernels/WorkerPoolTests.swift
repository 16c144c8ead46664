import Synchronization
import Testing

@testable import QState

@Suite struct WorkerPoolTests {
  /// How often each slice ran.
  final class Tally: Sendable {
    private let counts: Mutex<[Int]>
    init(_ slices: Int) { counts = Mutex(Array(repeating: 0, count: slices)) }
    func add(_ slice: Int) { counts.withLock { $0[slice] += 1 } }
    var values: [Int] { counts.withLock { $0 } }
  }

  @Test("Every slice runs once, at any number of slices and threads", arguments: [1, 2, 3, 8])
  func everySliceOnce(threads: Int) {
    for slices in [0, 1, 2, 3, 7, 64, 1000] {
      for _ in 0..<20 {
        let tally = Tally(slices)
        WorkerPool.shared.run(slices: slices, threads: threads) { tally.add($0) }
        #expect(tally.values == Array(repeating: 1, count: slices))
      }
    }
  }

  @Test("Ranges cover every element once")
  func ranges() {
    let limit = WorkerPool.serialLimit
    for count in [0, 1, limit, limit + 1, 3 * limit - 1, 100 * limit + 17] {
      let covered = Mutex<[Range<Int>]>([])
      WorkerPool.shared.forEachRange(of: count, threads: 3) { range in
        covered.withLock { $0.append(range) }
      }
      let sorted = covered.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(sorted.first?.lowerBound ?? 0 == 0)
      #expect(sorted.last?.upperBound ?? 0 == count)
      for (left, right) in zip(sorted, sorted.dropFirst()) {
        #expect(left.upperBound == right.lowerBound)
      }
    }
  }

  @Test("A loop started inside a slice, or beside another loop, still runs whole")
  func nestedAndConcurrent() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask {
          for _ in 0..<50 {
            let tally = Tally(36)
            WorkerPool.shared.run(slices: 6, threads: 3) { outer in
              WorkerPool.shared.run(slices: 6, threads: 3) { tally.add(6 * outer + $0) }
            }
            #expect(tally.values == Array(repeating: 1, count: 36))
          }
        }
      }
    }
  }

  @Test("A number of threads outside 1...1024 is refused, from the program and the environment")
  func threadCounts() throws {
    for count in [0, -1, 1025] {
      #expect(throws: QuantumError.self) { try WorkerPool.setThreads(count) }
      #expect(throws: QuantumError.self) { try WorkerPool.threadsFromEnvironment(String(count)) }
    }
    for text in ["two", "", "1.5", "2 "] {
      let error = #expect(throws: QuantumError.self) { try WorkerPool.threadsFromEnvironment(text) }
      #expect(error.map(String.init(describing:))?.contains("QSIM_THREADS=\(text)") == true)
    }
    #expect(try WorkerPool.threadsFromEnvironment("3") == 3)
    #expect(try WorkerPool.threadsFromEnvironment(nil) == nil)
    #expect(WorkerPool.threads >= 1)
  }
}
