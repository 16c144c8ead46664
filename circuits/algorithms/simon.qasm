// Simon's problem: f(x) = f(x ⊕ 110). Each run yields a random string orthogonal to the hidden one:
// 000, 001, 110 or 111.
OPENQASM 2.0;
include "qelib1.inc";

qreg argument[3];
qreg value[3];
creg c[3];

h argument;
barrier argument, value;

// f copies x, then adds 110 to the copy where x1 is set: x and x ⊕ 110 meet.
cx argument[0], value[0];
cx argument[1], value[1];
cx argument[2], value[2];
cx argument[1], value[1];
cx argument[1], value[2];
barrier argument, value;

h argument;
measure argument -> c;
