// Three-qubit bit-flip code: encodes cos(pi/8)|0⟩ + sin(pi/8)|1⟩, flips the middle qubit, measures the
// two parities and repairs what they point at. The data qubit then reads 1 with probability
// sin²(pi/8) as if nothing had happened; the syndrome is 11.
OPENQASM 2.0;
include "qelib1.inc";

qreg data[3];
qreg ancilla[2];
creg syndrome[2];
creg result[1];

// Encode.
ry(pi/4) data[0];
cx data[0], data[1];
cx data[0], data[2];
barrier data;

// The error.
x data[1];
barrier data;

// Parities of neighbours: data 0 and 1, data 1 and 2.
cx data[0], ancilla[0];
cx data[1], ancilla[0];
cx data[1], ancilla[1];
cx data[2], ancilla[1];
measure ancilla -> syndrome;

// Repair.
if (syndrome == 1) x data[0];
if (syndrome == 3) x data[1];
if (syndrome == 2) x data[2];

// Decode.
cx data[0], data[2];
cx data[0], data[1];
measure data[0] -> result[0];
