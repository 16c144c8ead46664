// W state of four qubits: one excitation shared evenly,
// (|0001⟩ + |0010⟩ + |0100⟩ + |1000⟩)/2.
OPENQASM 2.0;
include "qelib1.inc";

// Keeps amplitude cos(theta/2) of the excitation of a and passes sin(theta/2) on to b. The angles below
// keep 1/√4, 1/√3 and 1/√2.
gate share(theta) a, b {
  cry(theta) a, b;
  cx b, a;
}

qreg q[4];
creg c[4];

x q[0];
share(2*pi/3) q[0], q[1];
share(1.9106332362490186) q[1], q[2];
share(pi/2) q[2], q[3];
measure q -> c;
