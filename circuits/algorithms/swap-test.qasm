// Swap test: the ancilla reads 0 with probability (1 + |⟨a|b⟩|²)/2. Here a = |0⟩ and
// b = cos(pi/6)|0⟩ + sin(pi/6)|1⟩, so |⟨a|b⟩|² = 3/4 and the probability is 7/8.
OPENQASM 2.0;
include "qelib1.inc";

qreg ancilla[1];
qreg a[1];
qreg b[1];
creg c[1];

ry(pi/3) b[0];
h ancilla[0];
cswap ancilla[0], a[0], b[0];
h ancilla[0];
measure ancilla -> c;
