// Three-qubit phase-flip code against a partial phase error: rz(pi/3) on one qubit is no error with
// probability cos²(pi/6) = 3/4 and a phase flip with probability 1/4. The syndrome decides which, and
// either way the data comes back: reading along the prepared direction always gives 0.
OPENQASM 2.0;
include "qelib1.inc";

qreg data[3];
qreg ancilla[2];
creg syndrome[2];
creg result[1];

// Encode cos(0.35)|0⟩ + sin(0.35)|1⟩ in the x basis.
ry(0.7) data[0];
cx data[0], data[1];
cx data[0], data[2];
h data;
barrier data;

// The error.
rz(pi/3) data[2];
barrier data;

// Parities in the x basis.
h data;
cx data[0], ancilla[0];
cx data[1], ancilla[0];
cx data[1], ancilla[1];
cx data[2], ancilla[1];
measure ancilla -> syndrome;

// Repair.
if (syndrome == 1) x data[0];
if (syndrome == 3) x data[1];
if (syndrome == 2) x data[2];

// Decode and undo the preparation.
cx data[0], data[2];
cx data[0], data[1];
ry(-0.7) data[0];
measure data[0] -> result[0];
