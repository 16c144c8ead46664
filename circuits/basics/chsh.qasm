// CHSH test of a Bell pair at the settings A = Z for Alice and B = (Z + X)/√2 for Bob: they agree with
// probability cos²(pi/8) = 0.853…, where no local hidden variables can pass 3/4 on average over
// the four settings of the test.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[2];
creg alice[1];
creg bob[1];

h q[0];
cx q[0], q[1];
ry(-pi/4) q[1];
measure q[0] -> alice[0];
measure q[1] -> bob[0];
