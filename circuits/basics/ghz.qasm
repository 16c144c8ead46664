// Greenberger–Horne–Zeilinger state of five qubits, (|00000⟩ + |11111⟩)/√2. Nothing is measured, so
// the outcome is the distribution over the qubits.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[5];

h q[0];
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[3];
cx q[3], q[4];
