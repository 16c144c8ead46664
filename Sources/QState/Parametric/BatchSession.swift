/// A batch program with the memory to run one sample after another.
///
/// Not for several threads at once.
package final class BatchSession {
  private let workspace: BatchWorkspace<Double>

  /// - Parameter angles: one in each slot; those of own slots are not read.
  package init(_ program: BatchProgram<Double>, angles: [Double]) {
    workspace = BatchWorkspace(program, angles: angles)
  }

  /// ⟨O⟩ of each observable of one sample.
  package func run(
    ownAngles: UnsafePointer<Double>, count: Int, values: UnsafeMutablePointer<Double>
  ) {
    workspace.run(
      0..<1, ownAngles: { _, own in own.update(from: ownAngles, count: count) }, values: values,
      backward: nil, sums: nil)
  }
}
