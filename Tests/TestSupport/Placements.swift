/// Every ordered choice of `count` different qubits among `qubits`.
public func placements(of count: Int, among qubits: Int) -> [[Int]] {
  if count == 0 { return [[]] }
  return placements(of: count - 1, among: qubits).flatMap { chosen in
    (0..<qubits).filter { !chosen.contains($0) }.map { chosen + [$0] }
  }
}

/// Every list of `count` truth values.
public func truthValues(_ count: Int) -> [[Bool]] {
  (0..<(1 << count)).map { number in (0..<count).map { (number >> $0) & 1 == 1 } }
}
