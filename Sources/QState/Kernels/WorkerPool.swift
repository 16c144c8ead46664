import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The threads that share loops over amplitudes: started when first needed, then kept.
///
/// One loop runs at a time. A loop started while another runs (from a second thread of the program,
/// or from inside a slice) runs on its own thread alone, so that nothing ever waits for the pool.
///
/// Unchecked because threads and condition variables are C values: `current` and `workerCount` are
/// touched only under `lock`, the rest is atomic or constant.
package final class WorkerPool: @unchecked Sendable {
  package static let shared = WorkerPool()

  /// Loops shorter than this many amplitudes stay on the caller's thread: waking the others costs
  /// about 5 µs, as long as a one-qubit gate on 2^14 amplitudes.
  package static let serialLimit = 1 << 14

  private let busy = Atomic<Bool>(false)
  private let generation = Atomic<UInt64>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var current: Job?
  private var workerCount = 0

  /// About 20 µs of waiting awake, so that loops in quick succession find the workers ready without
  /// an idle pool taking time from other programs.
  private static let spinLimit = 500

  private init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(done, nil)
  }

  /// Calls `body` once for each slice number below `slices`, on up to `threads` threads, and returns
  /// when all are done. Slices run in any order: they must not depend on one another.
  package func run(slices: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard slices > 1, threads > 1, !busy.exchange(true, ordering: .acquiring) else {
      for slice in 0..<slices { body(slice) }
      return
    }
    let job = Job(slices: slices, helpers: threads - 1, body)
    pthread_mutex_lock(lock)
    startWorkers(threads - 1)
    current = job
    generation.add(1, ordering: .sequentiallyConsistent)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(lock)

    work(on: job)
    waitUntilDone(job)

    pthread_mutex_lock(lock)
    current = nil
    pthread_mutex_unlock(lock)
    busy.store(false, ordering: .releasing)
  }

  /// Calls `body` for ranges that together cover `0..<count`, in parallel when there are enough of
  /// them to pay. The ranges depend on the count alone.
  package func forEachRange(
    of count: Int, threads: Int = WorkerPool.threads,
    _ body: @escaping @Sendable (Range<Int>) -> Void
  ) {
    guard threads > 1, count > Self.serialLimit else { return body(0..<count) }
    let length = max(Self.serialLimit, (count - 1) / 64 + 1)
    run(slices: (count - 1) / length + 1, threads: threads) { slice in
      body(slice * length..<min((slice + 1) * length, count))
    }
  }

  // MARK: Slices

  private final class Job: Sendable {
    let body: @Sendable (Int) -> Void
    let slices: Int
    let helpersLeft: Atomic<Int>
    let next = Atomic<Int>(0)
    let finished = Atomic<Int>(0)
    let waiting = Atomic<Bool>(false)

    init(slices: Int, helpers: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.slices = slices
      self.body = body
      helpersLeft = Atomic(helpers)
    }
  }

  /// Takes slices until none is left. A worker that comes late finds none and never runs `body`.
  private func work(on job: Job) {
    while true {
      let slice = job.next.add(1, ordering: .relaxed).oldValue
      guard slice < job.slices else { return }
      job.body(slice)
      let finished = job.finished.add(1, ordering: .sequentiallyConsistent).newValue
      if finished == job.slices, job.waiting.load(ordering: .sequentiallyConsistent) {
        pthread_mutex_lock(lock)
        pthread_cond_broadcast(done)
        pthread_mutex_unlock(lock)
      }
    }
  }

  private func waitUntilDone(_ job: Job) {
    for _ in 0..<Self.spinLimit {
      if job.finished.load(ordering: .acquiring) == job.slices { return }
      qs_spin_hint()
    }
    pthread_mutex_lock(lock)
    job.waiting.store(true, ordering: .sequentiallyConsistent)
    while job.finished.load(ordering: .sequentiallyConsistent) < job.slices {
      pthread_cond_wait(done, lock)
    }
    pthread_mutex_unlock(lock)
  }

  // MARK: Threads

  /// Called under the lock. Where the system refuses a thread, the others do its share.
  private func startWorkers(_ wanted: Int) {
    while workerCount < wanted {
      guard startWorker() else { return }
      workerCount += 1
    }
  }

  private func startWorker() -> Bool {
    // Signals belong to the program's own threads.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    #if os(Linux)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let failed = pthread_create(
      &thread, nil,
      { _ in
        WorkerPool.shared.serve()
        return nil
      }, nil)
    guard failed == 0 else { return false }
    #if os(Linux)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
    return true
  }

  /// What a worker does for the life of the program.
  private func serve() {
    var seen: UInt64 = 0
    while true {
      for _ in 0..<Self.spinLimit where generation.load(ordering: .relaxed) == seen {
        qs_spin_hint()
      }
      pthread_mutex_lock(lock)
      while generation.load(ordering: .relaxed) == seen { pthread_cond_wait(wake, lock) }
      seen = generation.load(ordering: .relaxed)
      let job = current
      pthread_mutex_unlock(lock)
      if let job, job.helpersLeft.add(-1, ordering: .relaxed).oldValue > 0 { work(on: job) }
    }
  }
}

// MARK: The number of threads

extension WorkerPool {
  private static let chosenThreads = Atomic<Int>(0)

  @TaskLocal private static var scopedThreads: Int?

  /// How many threads loops over amplitudes use: what ``withThreads(_:_:)`` says for this task, what
  /// ``setThreads(_:)`` said, else `QSIM_THREADS`, else the processors this process may run on.
  package static var threads: Int {
    if let scopedThreads { return scopedThreads }
    let chosen = chosenThreads.load(ordering: .relaxed)
    return chosen > 0 ? chosen : (try? environmentThreads.get()) ?? processorCount
  }

  /// The most threads that may be asked for.
  package static let threadLimit = 1024

  /// Sets the number of threads for all later work of this process. Results do not depend on it.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  package static func setThreads(_ count: Int) throws(QuantumError) {
    try check(count, name: "the number of threads")
    chosenThreads.store(count, ordering: .relaxed)
  }

  /// Runs `body` with a number of threads of its own; nil changes nothing.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``; what `body` throws.
  package static func withThreads<Result>(
    _ count: Int?, _ body: () throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    guard let count else { return try body() }
    try check(count, name: "the number of threads")
    if count == threads { return try body() }
    // `withValue` does not carry the type of what is thrown.
    let result: Swift.Result<Result, QuantumError> = $scopedThreads.withValue(count) {
      do throws(QuantumError) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The value of `QSIM_THREADS`, or nil where it is not set.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where it is no number, or
  ///   ``QuantumError/outOfRange(what:value:range:)``
  package static func threadsFromEnvironment(_ text: String?) throws(QuantumError) -> Int? {
    guard let text else { return nil }
    guard let count = Int(text) else {
      throw .unsupported(what: "QSIM_THREADS=\(text)", remedy: "give a number of threads")
    }
    try check(count, name: "QSIM_THREADS")
    return count
  }

  static let environmentThreads: Result<Int, QuantumError> = {
    do throws(QuantumError) {
      return .success(try threadsFromEnvironment(environment("QSIM_THREADS")) ?? processorCount)
    } catch {
      return .failure(error)
    }
  }()

  private static func check(_ count: Int, name: String) throws(QuantumError) {
    guard (1...threadLimit).contains(count) else {
      throw .outOfRange(what: name, value: Double(count), range: "1...\(threadLimit)")
    }
  }

  private static let processorCount = min(Int(qs_processor_count()), threadLimit)

  /// An environment variable, or nil where it is not set or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
