// Hidden shift (Rötteler, arXiv:0811.3208) of the bent function f(a, b) = a·b on two halves of ten bits:
// one run finds the shift 11010011100101101010 with certainty.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[20];
creg shift[20];

// The shifted function.
h q;
x q[1];
x q[3];
x q[5];
x q[6];
x q[8];
x q[11];
x q[12];
x q[13];
x q[16];
x q[18];
x q[19];
cz q[0], q[10];
cz q[1], q[11];
cz q[2], q[12];
cz q[3], q[13];
cz q[4], q[14];
cz q[5], q[15];
cz q[6], q[16];
cz q[7], q[17];
cz q[8], q[18];
cz q[9], q[19];
x q[1];
x q[3];
x q[5];
x q[6];
x q[8];
x q[11];
x q[12];
x q[13];
x q[16];
x q[18];
x q[19];

// Its dual.
h q;
cz q[0], q[10];
cz q[1], q[11];
cz q[2], q[12];
cz q[3], q[13];
cz q[4], q[14];
cz q[5], q[15];
cz q[6], q[16];
cz q[7], q[17];
cz q[8], q[18];
cz q[9], q[19];
h q;

measure q -> shift;
