// Two rounds of a distance-three repetition code that reuse the same ancillas by reset. The first
// round meets a flip with probability sin²(0.3) on data qubit 0, the second one with the same
// probability on data qubit 2; each syndrome is kept and the majority of the data is right again.
OPENQASM 2.0;
include "qelib1.inc";

qreg data[3];
qreg ancilla[2];
creg first[2];
creg second[2];
creg result[3];

// The logical 1.
x data;

// Round one.
rx(0.6) data[0];
cx data[0], ancilla[0];
cx data[1], ancilla[0];
cx data[1], ancilla[1];
cx data[2], ancilla[1];
measure ancilla -> first;
if (first == 1) x data[0];
if (first == 3) x data[1];
if (first == 2) x data[2];
reset ancilla;

// Round two.
rx(0.6) data[2];
cx data[0], ancilla[0];
cx data[1], ancilla[0];
cx data[1], ancilla[1];
cx data[2], ancilla[1];
measure ancilla -> second;
if (second == 1) x data[0];
if (second == 3) x data[1];
if (second == 2) x data[2];
measure data -> result;
