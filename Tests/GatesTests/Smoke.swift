import Gates
import Testing
import QState
import ComplexModule
import RealModule

@Test func smoke() throws {
  #expect(GateTable.records.count == 57)
  for record in GateTable.records {
    let gate = try StandardGate(record, record.parameterNames.indices.map { .value(0.3 + 0.7 * Double($0)) })
    let m = try gate.matrix()
    #expect(m.unitarityDeviation < 1e-15, "\(record.name)")
    let i = try gate.inverse.matrix()
    #expect((m * i - .identity(m.rows)).largestMagnitude < 1e-14, "\(record.name)")
    let p = try gate.power(0.5).matrix()
    #expect((p * p - m).largestMagnitude < 1e-14, "\(record.name)")
  }
}
