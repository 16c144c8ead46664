// Quantum Fourier transform of a periodic state. The state holds x = 1, 5, 9, 13 (period 4 of 16), so
// its transform holds the multiples of 16/4: 0, 4, 8 and 12.
OPENQASM 2.0;
include "qelib1.inc";

gate qft4 a, b, c, d {
  h d;
  cp(pi/2) c, d;
  cp(pi/4) b, d;
  cp(pi/8) a, d;
  h c;
  cp(pi/2) b, c;
  cp(pi/4) a, c;
  h b;
  cp(pi/2) a, b;
  h a;
  swap a, d;
  swap b, c;
}

qreg q[4];
creg c[4];

x q[0];
h q[2];
h q[3];
qft4 q[0], q[1], q[2], q[3];
measure q -> c;
