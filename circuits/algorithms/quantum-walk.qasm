// Discrete quantum walk: three steps of a Hadamard coin on a cycle of eight places, from place 0 with
// a balanced coin (|0⟩ + i|1⟩)/√2. The walker ends at the odd places.
OPENQASM 2.0;
include "qelib1.inc";

// One place up where the coin shows 1, one down where it shows 0.
gate walk coin, p0, p1, p2 {
  h coin;
  c3x coin, p0, p1, p2;
  ccx coin, p0, p1;
  cx coin, p0;
  x coin;
  cx coin, p0;
  ccx coin, p0, p1;
  c3x coin, p0, p1, p2;
  x coin;
}

qreg coin[1];
qreg place[3];
creg c[3];

h coin[0];
s coin[0];
walk coin[0], place[0], place[1], place[2];
walk coin[0], place[0], place[1], place[2];
walk coin[0], place[0], place[1], place[2];
measure place -> c;
